"""What a user may see, as records; every query of this room starts here. Nothing of a stranger's territory passes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Territory, User
from data.scope import visible

Kept = Mapping[str, Any]  # a stored sentence, said with `words.recall`


@dataclass(frozen=True)
class Place:
    """A territory a user may see; `parent_id` is None where the parent is not theirs to see."""

    id: int
    slug: str
    name: str
    colour: str
    kind: str
    parent_id: int | None
    zone: str
    languages: tuple[str, ...]


def places_of(session: Session, user_id: int) -> dict[int, Place]:
    """Return the territories a user may see by id, parents before children, then by name."""
    mine = visible(session, user_id)
    rows = session.scalars(select(Territory).where(Territory.id.in_(mine)).order_by(Territory.name, Territory.id)).all()
    places = {
        row.id: Place(
            row.id,
            row.slug,
            row.name,
            row.colour,
            row.kind,
            row.parent_id if row.parent_id in mine else None,
            row.zone,
            tuple(row.languages),
        )
        for row in rows
    }
    return {place.id: place for top in places.values() if top.parent_id is None for place in _tree(top, places)}


def among(places: Mapping[int, Place], wanted: Collection[int]) -> tuple[int, ...]:
    """Return the ids of `places` that are wanted; all of them when nothing is wanted in particular."""
    return tuple(place for place in places if not wanted or place in wanted)


def below(places: Mapping[int, Place], territory_id: int) -> tuple[int, ...]:
    """Return a visible territory's id and those of the visible ones below it; nothing for one that is not visible."""
    return tuple(place.id for place in _tree(places[territory_id], places)) if territory_id in places else ()


def names_of(session: Session, ids: Collection[int | None]) -> dict[int | None, str]:
    """Return the names of users by id; None, the clock, has the empty name."""
    found = session.execute(select(User.id, User.name).where(User.id.in_([i for i in ids if i is not None])))
    return {None: ""} | {row.id: row.name for row in found}


def _tree(top: Place, places: Mapping[int, Place]) -> list[Place]:
    children = [place for place in places.values() if place.parent_id == top.id]
    return [top] + [place for child in children for place in _tree(child, places)]
