"""Incidents as their page shows them: what they hold back, who was called, what is done. A stranger's is not there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from data import store
from data.in_crisis import OPEN, covered, places_of_incident
from data.models import (
    Delivery,
    Freeze,
    Incident,
    IncidentCall,
    IncidentNote,
    IncidentTick,
    Message,
)
from data.queries.seen import Place, names_of, places_of

LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Done:
    """Something somebody did, and when."""

    by: str
    at: datetime


@dataclass(frozen=True)
class Called:
    """Those told at one step: "informed", "called:5" (minutes), "note:2", "still:24" (hours)."""

    step: str
    names: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class Standing:
    """A note on how things stood; `volume`: messages since the one before."""

    by: str
    at: datetime
    volume: int
    text: str


@dataclass(frozen=True)
class Heard:
    """Messages of visitors since the last note (or the opening), and the topics most of them are about."""

    n: int
    topics: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Case:
    """One incident. `places` are those the reader may see; `suspended`: since when it holds back; `held`: how many."""

    id: int
    name: str
    level: int
    title: str
    reason: str
    drill: bool
    state: str
    places: tuple[Place, ...]
    named: frozenset[int]  # the places it was opened for, also those the reader does not see
    opened: Done
    taken: Done | None
    closed: Done | None
    suspended: datetime | None
    held: int
    ticks: Mapping[str, Done]
    notes: tuple[Standing, ...]
    calls: tuple[Called, ...]
    heard: Heard

    @property
    def open(self) -> bool:
        """Whether it is not closed."""
        return self.state in OPEN


def listed(user_id: int, at: datetime) -> list[Case]:
    """Return the incidents of the places a user may see: open ones, gravest first, then those closed lately."""
    with store.reading() as session:
        rows = session.scalars(
            select(Incident)
            .where(Incident.state.in_(OPEN) | (Incident.closed_at > at - LATELY))
            .order_by(Incident.closed_at.is_not(None), Incident.level, Incident.opened_at.desc(), Incident.id)
        ).all()
        mine = places_of(session, user_id)
        cases = (_case(session, row, mine, at) for row in rows)
        return [case for case in cases if case is not None]


def open_cases(session: Session, mine: Mapping[int, Place], at: datetime) -> list[Case]:
    """Return the open incidents that touch these places, gravest first, without what people did and said since."""
    rows = session.scalars(
        select(Incident).where(Incident.state.in_(OPEN)).order_by(Incident.level, Incident.opened_at, Incident.id)
    ).all()
    cases = (_case(session, row, mine, at, whole=False) for row in rows)
    return [case for case in cases if case is not None]


def heard(session: Session, incident: Incident, places: Collection[int], at: datetime) -> Heard:
    """Return what visitors said in these places, and below them, since the last note."""
    last = session.scalar(select(func.max(IncidentNote.at)).where(IncidentNote.incident_id == incident.id))
    rows = session.scalars(
        select(Message.topics).where(
            Message.territory_id.in_(covered(session, places)),
            Message.inward,
            Message.posted_at > (last or incident.opened_at),
            Message.posted_at <= at,
        )
    ).all()
    counted: dict[str, int] = {}
    for topics in rows:
        for topic in topics:
            counted[topic] = counted.get(topic, 0) + 1
    most = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:5]
    return Heard(len(rows), tuple(most))


def held_by(incident_id: int) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that an incident holds a delivery back, or did and nobody has read it since."""
    ours = select(Freeze.id).where(Freeze.incident_id == incident_id)
    return Delivery.state == "held", Delivery.held_by_id.in_(ours)


def _case(
    session: Session, row: Incident, mine: Mapping[int, Place], at: datetime, *, whole: bool = True
) -> Case | None:
    named = places_of_incident(session, row.id)
    below = covered(session, named)
    if not below & mine.keys():
        return None
    # a city under a region's incident reads its own name
    seen = tuple(mine[one] for one in named if one in mine) or tuple(one for one in mine.values() if one.id in below)
    names = names_of(session, {row.opened_by_id, row.acknowledged_by_id, row.closed_by_id})
    held = select(func.count(Delivery.id)).where(*held_by(row.id), Delivery.territory_id.in_(mine))
    standing = select(func.min(Freeze.at)).where(Freeze.incident_id == row.id, Freeze.lifted_at.is_(None))
    return Case(
        id=row.id,
        name=row.name,
        level=row.level,
        title=row.title,
        reason=row.reason,
        drill=row.drill,
        state=row.state,
        places=seen,
        named=frozenset(named),
        opened=Done(names[row.opened_by_id], row.opened_at),
        taken=_done(names, row.acknowledged_by_id, row.acknowledged_at),
        closed=_done(names, row.closed_by_id, row.closed_at),
        suspended=session.scalar(standing),
        held=session.scalar(held) or 0,
        ticks=_ticks(session, row.id) if whole else {},
        notes=_notes(session, row.id) if whole else (),
        calls=_calls(session, row) if whole else (),
        heard=heard(session, row, [one for one in below if one in mine], at) if whole else Heard(0, ()),
    )


def _ticks(session: Session, incident_id: int) -> dict[str, Done]:
    rows = session.scalars(select(IncidentTick).where(IncidentTick.incident_id == incident_id)).all()
    names = names_of(session, {one.by_id for one in rows})
    return {one.item: Done(names[one.by_id], one.at) for one in rows}


def _notes(session: Session, incident_id: int) -> tuple[Standing, ...]:
    rows = session.scalars(
        select(IncidentNote).where(IncidentNote.incident_id == incident_id).order_by(IncidentNote.at.desc())
    ).all()
    names = names_of(session, {one.by_id for one in rows})
    return tuple(Standing(names[one.by_id], one.at, one.volume, one.text) for one in rows)


def _done(names: Mapping[int | None, str], by: int | None, at: datetime | None) -> Done | None:
    return Done(names[by], at) if at is not None else None


def _calls(session: Session, row: Incident) -> tuple[Called, ...]:
    rows = session.scalars(
        select(IncidentCall).where(IncidentCall.incident_id == row.id).order_by(IncidentCall.at, IncidentCall.id)
    ).all()
    names = names_of(session, {one.user_id for one in rows})
    steps: dict[tuple[int, str], list[IncidentCall]] = {}
    for one in rows:
        steps.setdefault((one.alarm, one.step), []).append(one)
    return tuple(
        Called(step, tuple(names[one.user_id] for one in told if one.user_id is not None), told[0].at)
        for (_, step), told in steps.items()
    )
