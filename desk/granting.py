"""The rights a member gives, in the words they read, and what became of an offer. Judges no image."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from data import lifecycle, retention
from data.models import Channel, Contribution, Delivery, Post, Territory
from desk.refusal import refused
from words import Sentence, recall, s

RIGHTS_VERSION = "2026-11"
RIGHTS_TEXT = s(
    "Je suis l'auteur ou j'ai son accord. J'autorise l'office à montrer cet envoi, avec mon crédit, "
    "pendant 3 ans, aux endroits cochés. Je peux retirer cet accord à tout moment par ce même lien."
)
YEARS = 3
SCOPES: Mapping[str, Sentence] = {
    "networks": s("Réseaux sociaux"),
    "website": s("Site web"),
    "screen": s("Écrans d'accueil"),
    "press": s("Presse"),
    "print": s("Imprimés"),
}
KINDS = ("photo", "event", "status", "tip")
PEOPLE = ("none", "crowd", "identifiable")
MEMBER_KINDS = ("hotel", "museum", "guide", "restaurant", "producer", "resident", "member")
BECAUSE: Mapping[str, Sentence] = {
    "quality": s("La photo est trop sombre, floue ou petite."),
    "people": s("On reconnaît des personnes : il nous faut leur accord."),
    "rights": s("Les droits ne sont pas clairs."),
    "late": s("C'est arrivé trop tard pour être annoncé."),
    "double": s("Nous l'avons déjà."),
    "advertising": s("C'est surtout une publicité : racontez plutôt ce que les visiteurs vivront."),
    "elsewhere": s("Cela concerne un autre territoire : nous l'avons signalé."),
}


@dataclass(frozen=True)
class Use:
    """One use of an offer: how its delivery stands, where, when, and its public address once there is one."""

    state: str
    channel: str
    due_at: datetime | None
    permalink: str


@dataclass(frozen=True)
class Status:
    """How an offer stands, why, and every use made of it."""

    id: int
    state: str
    because: str
    uses: tuple[Use, ...]


@dataclass(frozen=True)
class Withdrawn:
    """What a withdrawal did: how many deliveries were cancelled, and where the offer was already shown."""

    cancelled: int
    out: tuple[str, ...]


def grant(scopes: Sequence[str], at: datetime) -> dict[str, Any]:
    """Return the rights as they are kept: text version, scopes, when given, until when. Raises Refused without any."""
    given = [scope for scope in SCOPES if scope in scopes]
    if not given or len(given) < len(set(scopes)):
        raise refused(s("Acceptez les droits et cochez au moins un usage."))
    until = retention.years_after(at, YEARS)
    return {"version": RIGHTS_VERSION, "scopes": given, "given_at": at.isoformat(), "until": until.isoformat()}


def status_of(session: Session, kept: Contribution) -> Status:
    """Return how an offer stands, with its uses by time."""
    rows = session.execute(
        select(Delivery.state, Delivery.due_at, Delivery.permalink, Channel.network, Territory.name)
        .join(Post, Post.id == Delivery.post_id)
        .join(Channel, Channel.id == Delivery.channel_id)
        .join(Territory, Territory.id == Channel.territory_id)
        .where(Post.contribution_id == kept.id, Delivery.state != "cancelled")
        .order_by(Delivery.due_at, Delivery.id)
    )
    uses = tuple(Use(state, f"{place} ({network})", due, link) for state, due, link, network, place in rows)
    return Status(kept.id, kept.state, recall(kept.because), uses)


def give_up_originals(kept: Contribution) -> list[str]:
    """Forget the private originals of an offer nobody will show; return their names, to delete once that is kept."""
    names = [one["original"] for one in kept.media if one.get("original")]
    kept.media = [{name: value for name, value in one.items() if name != "original"} for one in kept.media]
    return names


def take_back(session: Session, kept: Contribution, because: Sentence) -> Withdrawn:
    """Cancel every post and delivery of an offer that has not left; what may be visible is listed by its address."""
    at, cancelled, out = clock.now(), 0, []
    posts = session.scalars(select(Post).where(Post.contribution_id == kept.id).with_for_update()).all()
    for post in posts:
        mine = select(Delivery).where(Delivery.post_id == post.id).with_for_update()
        for one in session.scalars(mine).all():
            if "cancelled" in lifecycle.LIFECYCLES[Delivery][one.state]:
                lifecycle.move(session, Delivery, one.id, one.state, "cancelled", at=at, because=because)
                cancelled += 1
            elif one.state != "cancelled":
                out.append(one.permalink or f"{one.state}:{one.id}")
        if "cancelled" in lifecycle.LIFECYCLES[Post][post.state]:
            lifecycle.move(session, Post, post.id, post.state, "cancelled", at=at, because=because)
    return Withdrawn(cancelled, tuple(out))
