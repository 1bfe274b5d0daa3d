"""The people who work here and the members who contribute. Passwords, links and sessions never pass here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from data import store
from data.models import Contribution, Member, Role, Territory, User
from data.queries.seen import Place, places_of
from data.scope import roles_by_territory


@dataclass(frozen=True)
class Person:
    """Somebody who works here. `roles` are those held where the question was about: everywhere, or in one place."""

    id: int
    name: str
    email: str
    lang: str
    active: bool
    demo: bool
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Partner:
    """A member who contributes; `offers` is how many contributions they sent."""

    id: int
    place: Place
    name: str
    kind: str
    email: str | None
    active: bool
    created_at: datetime
    offers: int


def user(user_id: int) -> Person | None:
    """Return the user's own record, or None when there is no such user."""
    with store.reading() as session:
        row = session.get(User, user_id)
        held = session.scalars(select(Role.role).where(Role.user_id == user_id)).all()
        return _person(row, held) if row else None


def colleagues(user_id: int, territory_id: int) -> list[Person]:
    """Return the active people with a role in a territory or above it, by name: those who may be given its work."""
    with store.reading() as session:
        if territory_id not in places_of(session, user_id):
            return []
        here: int | None = territory_id
        line: list[int] = []
        while here is not None:
            line.append(here)
            here = session.get_one(Territory, here).parent_id
        held: dict[int, set[str]] = {}
        for person, role in session.execute(select(Role.user_id, Role.role).where(Role.territory_id.in_(line))):
            held.setdefault(person, set()).add(role)
        rows = session.scalars(select(User).where(User.id.in_(held), User.active).order_by(User.name, User.id))
        return [_person(row, held[row.id]) for row in rows]


def roles(user_id: int) -> dict[int, frozenset[str]]:
    """Return the user's roles by the id of each territory they reach, inherited ones included."""
    with store.reading() as session:
        return roles_by_territory(session, user_id)


def members(user_id: int) -> list[Partner]:
    """Return the members of the places a user may see, by place and name."""
    with store.reading() as session:
        places = places_of(session, user_id)
        sent = select(func.count()).where(Contribution.member_id == Member.id).scalar_subquery()
        rows = session.execute(select(Member, sent).where(Member.territory_id.in_(places)).order_by(Member.name))
        found = [
            Partner(row.id, places[row.territory_id], row.name, row.kind, row.email, row.active, row.created_at, n)
            for row, n in rows
        ]
        order = list(places)
        return sorted(found, key=lambda partner: order.index(partner.place.id))


def _person(row: User, held: Iterable[str]) -> Person:
    return Person(row.id, row.name, row.email, row.lang, row.active, row.demo, tuple(sorted(set(held))))
