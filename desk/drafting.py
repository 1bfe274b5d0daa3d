"""What a draft is made of: a text for each account, each declared for its city, and a time said in wall time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import scope
from data.models import Channel, Delivery, Post, Territory, Variant
from desk.judging import judge, stop_if_blocked
from desk.media import Picture, checked
from desk.overriding import SetAside, granted
from desk.queueing import OUT
from desk.refusal import NeedsConfirmation, NotHere, TooLate, refused
from desk.rights import Asker
from desk.times import moment
from desk.wording import About, Spoken
from words import s


@dataclass(frozen=True)
class VariantText:
    """The words for one account. `declared` is the territory whose header the person sees above them (AC-04).

    `overrides` are the rules set aside for them.
    """

    channel_id: int
    text: str
    media: tuple[Picture, ...] = ()
    declared: int | None = None
    overrides: tuple[SetAside, ...] | None = None  # None: what stands stays, as long as words and time do


@dataclass(frozen=True)
class When:
    """A wall time in a zone (the territory's own when not said); `local` None: no time yet. `fold`: see `times`."""

    local: str | None = None
    zone: str | None = None
    fold: int | None = None


def spoken(session: Session, who: Asker, territory_id: int, variants: Sequence[VariantText]) -> list[Spoken]:
    """Return variants as they are judged; raise NotHere for an account out of reach, Refused for one named twice."""
    if not variants:
        raise refused(s("Choisissez au moins un compte."))
    if len({one.channel_id for one in variants}) < len(variants):
        raise refused(s("Un même compte est choisi deux fois : gardez un texte par compte."))
    return [_spoken(session, who, territory_id, one) for one in variants]


def with_overrides(
    session: Session, who: Asker, said: Sequence[Spoken], variants: Sequence[VariantText], about: About,
    at: datetime | None,
) -> list[Spoken]:  # fmt: skip
    """Return the words with the rules that are set aside for them; `at`: the time a person chose, None: none chosen."""
    asked = {one.channel_id: one.overrides for one in variants}
    return [granted(session, "post.submit", who, one, about, asked[one.channel_id], at) for one in said]


def stop_wrong_accounts(session: Session, who: Asker, said: Sequence[Spoken], about: About) -> None:
    """Raise Refused when words are declared for another city than the account's: such a draft is not even kept."""
    wrong = [one for one in said if session.get_one(Channel, one.channel_id).territory_id != one.declared]
    stop_if_blocked([judge(session, "post.submit", who, one, about) for one in wrong])


def stop_account_switch(session: Session, post: Post, said: Sequence[Spoken], confirm: str | None) -> None:
    """Raise NeedsConfirmation when a change makes a post speak for a city it did not speak for before (AC-04)."""
    before = (
        select(Channel.territory_id).join(Variant, Variant.channel_id == Channel.id).where(Variant.post_id == post.id)
    )
    known = set(session.scalars(before))
    new = [one for one in (session.get_one(Channel, v.channel_id) for v in said) if one.territory_id not in known]
    token = "accounts:" + ",".join(str(channel.id) for channel in sorted(new, key=lambda one: one.id))
    if known and new and confirm != token:
        accounts = ", ".join(f"{one.name or one.handle} ({one.network})" for one in new)
        raise NeedsConfirmation(
            s("Vous passez à un compte d'une autre ville : {accounts}. Est-ce voulu ?", accounts=accounts), token
        )


def write(session: Session, post: Post, said: Sequence[Spoken]) -> None:
    """Make the stored variants these; raise Refused for an account that has deliveries and would go."""
    stored = {v.channel_id: v for v in session.scalars(select(Variant).where(Variant.post_id == post.id))}
    for channel_id in stored.keys() - {one.channel_id for one in said}:
        if session.scalars(select(Delivery.id).where(Delivery.variant_id == stored[channel_id].id)).first() is not None:
            raise refused(s("Un envoi de ce compte est déjà écrit : annulez cette publication et faites-en une autre."))
        session.delete(stored[channel_id])
    for one in said:
        variant = stored.get(one.channel_id) or Variant(post_id=post.id, channel_id=one.channel_id)
        if (variant.text, variant.media) != (one.text, list(one.media)) and _has_left(session, variant.id):
            raise TooLate(s("Ce texte est déjà parti : il ne change plus."))
        variant.text, variant.media, variant.overrides = one.text, list(one.media), list(one.overrides)
        session.add(variant)
    session.flush()


def _has_left(session: Session, variant_id: int | None) -> bool:
    out = select(Delivery.id).where(Delivery.variant_id == variant_id, Delivery.state.in_(OUT))
    return variant_id is not None and session.scalars(out).first() is not None


def set_time(session: Session, post: Post, when: When) -> None:
    """Set a post's time: as typed, its zone, and the moment it means."""
    zone = when.zone or session.get_one(Territory, post.territory_id).zone
    post.due_at = moment(when.local, zone, when.fold) if when.local else None
    post.local_time, post.zone = when.local, zone


def _spoken(session: Session, who: Asker, territory_id: int, one: VariantText) -> Spoken:
    channel = session.get(Channel, one.channel_id)
    if channel is None or not who.sees(channel.territory_id):
        raise NotHere
    media: list[dict[str, Any]] = checked(one.media)
    home = session.get_one(Territory, territory_id).slug
    covered = home in scope.lineage(session, channel.territory_id)  # a region's post speaks for its cities
    declared = one.declared or (channel.territory_id if covered else territory_id)
    return Spoken(channel.id, one.text, media, declared=declared)
