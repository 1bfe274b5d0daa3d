"""Members and their personal links: the link is a secret, only its digest is kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from data import lifecycle, sealed, store
from data.models import Member, Territory
from desk.refusal import NotHere, refused
from desk.rights import reach, require
from words import s


@dataclass(frozen=True)
class NewMember:
    """A member just added, and the personal link's secret, shown this once."""

    id: int
    link_token: str = field(repr=False)


@dataclass(frozen=True)
class MemberCard:
    """What a link opens: whose it is, the credit proposed, the zone their times are in."""

    id: int
    name: str
    kind: str
    territory_name: str
    credit: str
    zone: str


def add_member(
    by: int | None, territory_id: int, name: str, *, kind: str = "hotel", email: str | None = None
) -> NewMember:
    """Add a member of a territory and make their personal link."""
    with store.writing() as session:
        require(session, by, "manage_members", territory_id)
        if not name.strip():
            raise refused(s("Donnez un nom."))
        secret, at = sealed.token(), clock.now()
        kept = Member(
            territory_id=territory_id, name=name.strip(), kind=kind, email=email, link_digest=sealed.digest(secret),
            created_at=at,
        )  # fmt: skip
        session.add(kept)
        session.flush()
        lifecycle.record(session, Member, kept.id, "added", at=at, actor_id=by, territory_id=territory_id)
        return NewMember(kept.id, secret)


def new_link(by: int | None, member_id: int) -> str:
    """Make a member a new personal link and return its secret; the old one stops working."""
    with store.writing() as session:
        kept = reach(session, by, "manage_members", Member, member_id)
        secret, at = sealed.token(), clock.now()
        kept.link_digest = sealed.digest(secret)
        lifecycle.record(session, Member, kept.id, "new link", at=at, actor_id=by, territory_id=kept.territory_id)
        return secret


def member(link_token: str) -> MemberCard:
    """Return whose link this is. Raises NotHere for a link nobody has."""
    with store.reading() as session:
        kept = holder(session, link_token)
        home = session.get_one(Territory, kept.territory_id)
        return MemberCard(kept.id, kept.name, kept.kind, home.name, kept.name, home.zone)


def holder(session: Session, link_token: str) -> Member:
    """Return the active member of a link. Raises NotHere for a link nobody has."""
    found = session.scalars(
        select(Member).where(Member.link_digest == sealed.digest(link_token), Member.active)
    ).one_or_none()
    if found is None:
        raise NotHere
    return found
