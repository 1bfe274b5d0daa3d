"""Incidents that are open: how grave it is in a place, and who belongs to one. Changes nothing, judges nothing."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.models import Incident, IncidentPlace, Territory

Level = Literal[1, 2, 3, 4]
OPEN = ("open", "acknowledged")


def upwards(session: Session, territory_id: int) -> list[int]:
    """Return a territory's id and those of all above it, the nearest first."""
    line: list[int] = []
    here: int | None = territory_id
    while here is not None:
        line.append(here)
        here = session.get_one(Territory, here).parent_id
    return line


def level_in(session: Session, territory_id: int) -> Level | None:
    """Return the level of the gravest incident open in a territory or above it; None without any. Drills count."""
    gravest = (
        select(func.min(Incident.level))
        .join(IncidentPlace, IncidentPlace.incident_id == Incident.id)
        .where(Incident.state.in_(OPEN), IncidentPlace.territory_id.in_(upwards(session, territory_id)))
    )
    found: Level | None = session.scalar(gravest)
    return found


def places_of_incident(session: Session, incident_id: int) -> list[int]:
    """Return the ids of the territories an incident names, in the order they were named."""
    named = select(IncidentPlace.territory_id).where(IncidentPlace.incident_id == incident_id)
    return list(session.scalars(named.order_by(IncidentPlace.id)))


def covered(session: Session, territory_ids: Collection[int]) -> frozenset[int]:
    """Return these territories and all below them."""
    above = {row.id: row.parent_id for row in session.execute(select(Territory.id, Territory.parent_id))}

    def lies_in(here: int | None) -> bool:
        return here is not None and (here in territory_ids or lies_in(above[here]))

    return frozenset(one for one in above if lies_in(one))
