"""Alarms people about open incidents: informs, calls one after the other, asks for notes, asks whether it still lasts.

Writes who is to be told, once: a step is taken in the unit of work that names its people. `telling` tells them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, literal_column, select
from sqlalchemy.orm import Session

import clock
from connectors.notices import MAIL
from data import in_crisis, store
from data.models import AuditEvent, Channel, Freeze, Incident, IncidentCall, Notice, NoticeTarget, Role, Territory, User
from data.rows import AT, insert_once
from policies.escalation import Alarm, Step, on_call, steps
from policies.hours import next_opening
from policies.in_force import book, overlays
from scheduler.noting import reach_of_targets

DUE: Select[*tuple[Any, ...]] = select(literal_column("0").label("key"), AT.label("since")).where(
    exists(select(Incident.id).where(Incident.next_call_at <= AT))
)


def escalate() -> int:
    """Take every step that is due of every open incident; return how many people and rooms are to be told."""
    at = clock.now()
    with store.reading() as session:
        due = session.scalars(select(Incident.id).where(Incident.next_call_at <= at).order_by(Incident.level)).all()
    return sum(_alarm(incident_id, at) for incident_id in due)


def _alarm(incident_id: int, at: datetime) -> int:
    with store.writing() as session:
        incident = session.get_one(Incident, incident_id, with_for_update=True, populate_existing=True)
        if incident.next_call_at is None or incident.next_call_at > at or incident.state not in in_crisis.OPEN:
            return 0  # another worker has just done it, or it was closed
        section, here = _table(session, incident)
        planned = steps(section, _facts(session, incident), at)
        told = sum(_take(session, incident, step, section, here, at) for step in planned if step.at <= at)
        incident.next_call_at = min((step.at for step in planned if step.at > at), default=None)
        return told


def _table(session: Session, incident: Incident) -> tuple[Any, Territory]:
    here = session.get_one(Territory, incident.territory_id)
    *above, _ = [session.get_one(Territory, one).slug for one in in_crisis.upwards(session, here.id)[::-1]]
    effective = book().for_(here.slug, overlays=overlays(incident.level), within=tuple(above))
    return effective.values["escalation"], here


def _facts(session: Session, incident: Incident) -> Alarm:
    standing = select(func.min(Freeze.at)).where(Freeze.incident_id == incident.id, Freeze.lifted_at.is_(None))
    return Alarm(incident.level, incident.alarm_at, incident.state == "acknowledged", session.scalar(standing))


def _take(session: Session, incident: Incident, step: Step, section: Any, here: Territory, at: datetime) -> int:
    """Take one step unless it was taken, and write who is told; return how many."""
    mine = {"incident_id": incident.id, "alarm": incident.alarm, "step": step.name, "at": at}
    if insert_once(session, IncidentCall, user_id=None, **mine) is None:
        return 0
    people = _people(session, incident, step)
    session.add_all([IncidentCall(user_id=one, **mine) for one in people])
    event = AuditEvent(
        at=at, verb=step.kind, subject=Incident.__tablename__, subject_id=incident.id,
        territory_id=incident.territory_id, detail={"step": step.name, "people": list(people)},
    )  # fmt: skip
    session.add(event)
    session.flush()
    rings_at = at if step.any_hour else next_opening(at, on_call(section, here.zone)) or at
    told: list[tuple[int, int | None, datetime]] = [
        (target, one, at) for target in _post(session, incident) for one in people
    ]
    told += [(target, None, rings_at) for target in _rooms(session, incident)]
    for target, one, not_before in told:
        insert_once(
            session, Notice, incident_id=incident.id, target_id=target, user_id=one, event_id=event.id,
            what=step.name, state="due", sent=0, not_before=not_before, created_at=at,
        )  # fmt: skip
    return max(len(told), len(people))


def _people(session: Session, incident: Incident, step: Step) -> list[int]:
    """Return who is told, each once, in the order of the list: all of it, or its nth; the last stands for those after.

    Roles count that are held in a place of the incident, above it, or below it: a region's alarm reaches its cities.
    """
    places = in_crisis.places_of_incident(session, incident.id)
    around = in_crisis.covered(session, places).union(*(in_crisis.upwards(session, one) for one in places))
    found = list(dict.fromkeys(one for role in step.roles for one in _holders(session, role, around)))
    alive = set(session.scalars(select(User.id).where(User.id.in_(found), User.active)))
    found = [one for one in found if one in alive]
    if step.kind == "informed" and (called := _first_called(session, incident)) is not None:
        found = [one for one in found if one != called]
    if step.nth is None or not found:
        return found
    return [found[min(step.nth, len(found) - 1)]]


def _first_called(session: Session, incident: Incident) -> int | None:
    """Return who is being called at this alarm's first step: one message is enough."""
    first = select(IncidentCall.user_id).where(
        IncidentCall.incident_id == incident.id, IncidentCall.alarm == incident.alarm,
        IncidentCall.step == "called:0", IncidentCall.user_id.is_not(None),
    )  # fmt: skip
    return session.scalars(first).first()


def _holders(session: Session, role: str, around: Collection[int]) -> Iterable[int]:
    if role in ("owner", "deputy"):
        kept = Channel.owner_id if role == "owner" else Channel.deputy_id
        rows = select(kept).where(Channel.territory_id.in_(around), kept.is_not(None)).order_by(Channel.id)
    else:
        rows = (
            select(Role.user_id)
            .join(User, User.id == Role.user_id)
            .where(Role.role == role, Role.territory_id.in_(around))
            .order_by(User.name, User.id)
        )
    return [one for one in session.scalars(rows) if one is not None]


def _post(session: Session, incident: Incident) -> Iterator[int]:
    """Give the mail server that serves the incident's first place, if any does."""
    reach = reach_of_targets(session)
    posts = session.scalars(select(NoticeTarget.id).where(NoticeTarget.kind == MAIL).order_by(NoticeTarget.id))
    yield from [one for one in posts if incident.territory_id in reach[one]][:1]


def _rooms(session: Session, incident: Incident) -> Iterator[int]:
    """Give the rooms of the incident's places, of those above and of those below."""
    reach = reach_of_targets(session)
    below = in_crisis.covered(session, in_crisis.places_of_incident(session, incident.id))
    rooms = session.scalars(select(NoticeTarget.id).where(NoticeTarget.kind != MAIL).order_by(NoticeTarget.id))
    yield from [one for one in rooms if reach[one] & below]
