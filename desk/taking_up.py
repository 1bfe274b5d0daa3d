"""Offers are read: accepted or declined; an accepted one becomes a draft, its credit in every text. Never publishes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

import clock
from data import lifecycle, store
from data.models import Channel, Contribution, Post, Territory, Variant
from desk import media
from desk.granting import BECAUSE, give_up_originals
from desk.pictures import Picture
from desk.refusal import NotHere, TooLate, refused
from desk.rights import reach, require_all
from words import Sentence, s


def accept(by: int, contribution_id: int) -> None:
    """Accept an offer; it can then be taken up by each city in its own words."""
    _review(by, contribution_id, "accepted", None)


def decline(by: int, contribution_id: int, because: str) -> None:
    """Decline an offer for one of the reasons of `BECAUSE` (its key), which the member reads; its original goes."""
    if because not in BECAUSE:
        raise refused(s("Choisissez une raison de la liste."))
    _review(by, contribution_id, "declined", BECAUSE[because])


def to_post(by: int, contribution_id: int, channel_ids: Sequence[int]) -> int:
    """Make a draft of an accepted offer for these accounts and return the post's id; each text is then made its own."""
    with store.writing() as session:
        kept = reach(session, by, "review_contributions", Contribution, contribution_id)
        _stop_if_not_free(kept)
        channels = [session.get(Channel, channel_id) for channel_id in dict.fromkeys(channel_ids)]
        found = [channel for channel in channels if channel is not None]
        if len(found) < len(channels):
            raise NotHere
        if not found:
            raise refused(s("Choisissez au moins un compte."))
        require_all(session, by, "draft", [channel.territory_id for channel in found])
        home = session.get_one(Territory, _home(session, kept, found))
        at = clock.now()
        post = Post(
            territory_id=home.id, author_id=by, contribution_id=kept.id, title=kept.credit, beneficiary="member",
            zone=home.zone, created_at=at,
        )  # fmt: skip
        session.add(post)
        session.flush()
        session.add_all(_variant(post, channel, kept) for channel in found)
        detail = {"contribution": kept.id}
        lifecycle.record(session, Post, post.id, "drafted", at=at, actor_id=by, territory_id=home.id, detail=detail)
        return post.id


def _stop_if_not_free(kept: Contribution) -> None:
    """Raise Refused unless the offer is accepted and its rights cover the networks now."""
    if kept.state != "accepted":
        raise refused(s("Acceptez d'abord cet envoi."))
    if "networks" not in kept.rights.get("scopes", ()) or kept.rights.get("until", "") < clock.now().isoformat():
        raise refused(s("Les droits donnés ne couvrent pas les réseaux : demandez-les à l'adhérent."))
    if kept.people == "identifiable" and not kept.rights.get("release"):
        raise refused(s("On reconnaît des personnes : il manque leur accord écrit."))


def _home(session: Session, kept: Contribution, channels: Sequence[Channel]) -> int:
    """Return the territory of the draft: the one city spoken for, else the offer's own."""
    places = {channel.territory_id for channel in channels}
    return places.pop() if len(places) == 1 else kept.territory_id


def _variant(post: Post, channel: Channel, kept: Contribution) -> Variant:
    pictures = [replace(Picture.of(one), seen=kept.people).kept() for one in kept.media]
    text = kept.text if kept.credit.casefold() in kept.text.casefold() else f"{kept.text} 📷 {kept.credit}"
    return Variant(post_id=post.id, channel_id=channel.id, text=text, media=pictures)


def _review(by: int, contribution_id: int, after: str, because: Sentence | None) -> None:
    with store.writing() as session:
        kept = reach(session, by, "review_contributions", Contribution, contribution_id)
        if after not in lifecycle.LIFECYCLES[Contribution][kept.state]:
            raise TooLate(s("Cet envoi a déjà été relu ou retiré : rechargez la liste."))
        at = clock.now()
        kept.reviewed_by_id, kept.reviewed_at = by, at
        lifecycle.move(session, Contribution, kept.id, kept.state, after, at=at, actor_id=by, because=because)
        originals = give_up_originals(kept) if after == "declined" else []
    media.forget_originals(originals)
