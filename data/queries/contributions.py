"""What members offer: the reviewer's queue, and a member's own sheet behind a personal link. Changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from data import store
from data.models import Contribution, Member, Post, Territory
from data.queries.seen import Kept, names_of, places_of

WAITING = ("received", "in_review")


@dataclass(frozen=True)
class Offer:
    """One contribution. `posts` are the ids of the posts made of it; `rights` {"version", "scopes", "until"}."""

    id: int
    territory_id: int
    territory: str
    member_id: int
    member: str
    member_kind: str
    kind: str
    text: str
    media: tuple[Kept, ...]
    event_at: datetime | None
    people: str
    credit: str
    rights: Kept
    state: str
    because: Kept | None
    reviewed_by: str
    reviewed_at: datetime | None
    created_at: datetime
    posts: tuple[int, ...]


@dataclass(frozen=True)
class Sheet:
    """A member and what they offered so far, newest first. `territory` is a slug, `territory_name` what they read."""

    member_id: int
    name: str
    kind: str
    territory_id: int
    territory: str
    territory_name: str
    offers: tuple[Offer, ...]


def queue(user_id: int, states: Collection[str] = WAITING) -> list[Offer]:
    """Return the contributions in `states` of the places a user may see, oldest first."""
    with store.reading() as session:
        places = places_of(session, user_id)
        return _offers(session, Contribution.territory_id.in_(places), Contribution.state.in_(states))


def one(user_id: int, contribution_id: int) -> Offer | None:
    """Return a contribution, or None when there is none the user may see."""
    with store.reading() as session:
        places = places_of(session, user_id)
        found = _offers(session, Contribution.territory_id.in_(places), Contribution.id == contribution_id)
        return found[0] if found else None


def of_member(link_digest: str) -> Sheet | None:
    """Return the sheet of the active member whose link has this digest; None for any other link."""
    with store.reading() as session:
        row = session.execute(
            select(Member, Territory)
            .join(Territory, Territory.id == Member.territory_id)
            .where(Member.link_digest == link_digest, Member.active)
        ).one_or_none()
        if row is None:
            return None
        member, place = row.Member, row.Territory
        offers = _offers(session, Contribution.member_id == member.id)
        return Sheet(member.id, member.name, member.kind, place.id, place.slug, place.name, tuple(reversed(offers)))


def _offers(session: Session, *where: ColumnElement[bool]) -> list[Offer]:
    rows = session.execute(
        select(Contribution, Member.name, Member.kind, Territory.slug)
        .join(Member, Member.id == Contribution.member_id)
        .join(Territory, Territory.id == Contribution.territory_id)
        .where(*where)
        .order_by(Contribution.created_at, Contribution.id)
    ).all()
    names = names_of(session, {row.Contribution.reviewed_by_id for row in rows})
    made: dict[int | None, list[int]] = defaultdict(list)
    of_these = Post.contribution_id.in_([row.Contribution.id for row in rows])
    for post, contribution in session.execute(select(Post.id, Post.contribution_id).where(of_these).order_by(Post.id)):
        made[contribution].append(post)
    return [
        Offer(
            id=given.id,
            territory_id=given.territory_id,
            territory=slug,
            member_id=given.member_id,
            member=member,
            member_kind=member_kind,
            kind=given.kind,
            text=given.text,
            media=tuple(given.media),
            event_at=given.event_at,
            people=given.people,
            credit=given.credit,
            rights=given.rights,
            state=given.state,
            because=given.because,
            reviewed_by=names[given.reviewed_by_id],
            reviewed_at=given.reviewed_at,
            created_at=given.created_at,
            posts=tuple(made[given.id]),
        )
        for given, member, member_kind, slug in rows
    ]
