"""Who may see and do what, where: a user's roles by territory. A role in a region holds in its cities."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import store
from data.models import Role, Territory


def roles_by_territory(session: Session, user_id: int) -> dict[int, frozenset[str]]:
    """Return the user's roles in each territory they reach, inherited ones included; nothing for a stranger."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for territory_id, parent_id in session.execute(select(Territory.id, Territory.parent_id)):
        children[parent_id].append(territory_id)
    held: dict[int, set[str]] = defaultdict(set)
    for territory_id, role in session.execute(select(Role.territory_id, Role.role).where(Role.user_id == user_id)):
        for reached in _below(territory_id, children):
            held[reached].add(role)
    return {territory_id: frozenset(roles) for territory_id, roles in held.items()}


def held(session: Session, user_id: int) -> list[tuple[str, str]]:
    """Return the roles a user holds with the slug of the territory of each, as granted: none inherited."""
    rows = select(Role.role, Territory.slug).join(Territory, Territory.id == Role.territory_id)
    found = session.execute(rows.where(Role.user_id == user_id).order_by(Territory.slug, Role.role))
    return [(role, slug) for role, slug in found]


def lineages(session: Session) -> dict[int, tuple[str, ...]]:
    """Return the slugs from the region down to each territory itself, by its id."""
    rows = {row.id: row for row in session.execute(select(Territory.id, Territory.slug, Territory.parent_id))}
    found: dict[int, tuple[str, ...]] = {}
    for row in rows.values():
        line, here = [row.slug], row.parent_id
        while here is not None:
            line.insert(0, rows[here].slug)
            here = rows[here].parent_id
        found[row.id] = tuple(line)
    return found


def visible(session: Session, user_id: int) -> frozenset[int]:
    """Return the ids of the territories a user may see."""
    return frozenset(roles_by_territory(session, user_id))


def lineage(session: Session, territory_id: int) -> list[str]:
    """Return the slugs from the region down to the territory itself."""
    slugs: list[str] = []
    here: int | None = territory_id
    while here is not None:
        territory = session.get_one(Territory, here)
        slugs.insert(0, territory.slug)
        here = territory.parent_id
    return slugs


def with_those_below(territory_id: int) -> tuple[int, ...]:
    """Return a territory's id and those of every territory below it, for the operator, who reaches all."""
    children: dict[int | None, list[int]] = defaultdict(list)
    with store.reading() as session:
        for below_id, parent_id in session.execute(select(Territory.id, Territory.parent_id)):
            children[parent_id].append(below_id)
    return tuple(_below(territory_id, children))


def _below(territory_id: int, children: dict[int | None, list[int]]) -> list[int]:
    reached = [territory_id]
    for child in children.get(territory_id, []):
        reached += _below(child, children)
    return reached
