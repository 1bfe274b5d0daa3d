"""Who opens the demo: one invented person for each role, for its sign-in page. Knows no password."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from data import store
from data.models import Role, Territory, User

ROLES = ("cm", "director", "adviser", "admin")


@dataclass(frozen=True)
class Opener:
    """A person of the demo and what they are, where."""

    name: str
    email: str
    role: str
    place: str


def openers() -> list[Opener]:
    """Return the first demo user of each role; nothing where there is no demo."""
    with store.reading() as session:
        rows = session.execute(
            select(User.name, User.email, Role.role, Territory.name.label("place"))
            .join(Role, Role.user_id == User.id)
            .join(Territory, Territory.id == Role.territory_id)
            .where(User.demo, User.active)
            .order_by(User.id)
        ).all()
    first = {row.role: Opener(row.name, row.email, row.role, row.place) for row in reversed(rows)}
    return [first[role] for role in ROLES if role in first]
