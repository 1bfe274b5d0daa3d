"""Incidents: opened with what they suspend, made graver or milder, taken on; each judged in all its places.

Suspending and opening are one unit of work. Who is to be told, and when, is the scheduler's.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from data import freezes, in_crisis, lifecycle, store
from data.models import Freeze, Incident, IncidentPlace, Territory
from desk.freezing import Scope, scope_of, suspend
from desk.in_incident import held, judged, move, require_handling, ticked
from desk.judging import stop_if_blocked
from desk.refusal import NotHere, TooLate, refused
from desk.rights import asker, name_of, require_all
from words import s

PROMOTION = ("promotional", "festive")  # tags of what a P2 suspends by itself
UNSAID = 3  # the level of what was only suspended: wakes nobody, and whoever paused by mistake may close it


def open_incident(
    by: int, territory_ids: Sequence[int], level: int, title: str, reason: str, *, drill: bool = False
) -> int:
    """Open an incident and suspend what its level asks for: P1 everything there, P2 promotion. Returns its id."""
    with store.writing() as session:
        freezes.close_gate(session)
        incident = _write(session, by, list(dict.fromkeys(territory_ids)), level, title, reason, drill)
        _suspend_for(session, by, incident)
        ticked(session, incident, "level", by)
        return incident.id


def stop_everything(
    by: int,
    reason: str,
    *,
    territory_id: int | None = None,
    channel_id: int | None = None,
    tag: str | None = None,
    level: int | None = None,
    drill: bool = False,
) -> int:
    """Suspend all this person may suspend, or the territory, account or tag named, as an incident. Returns its id."""
    with store.writing() as session:
        freezes.close_gate(session)
        scope = scope_of(session, by, territory_id, channel_id, tag)
        incident = _write(session, by, scope.territory_ids, level or UNSAID, reason, reason, drill)
        suspend(session, by, reason, scope, incident.id)
        ticked(session, incident, "freeze", by)
        return incident.id


def suspend_here(by: int, incident_id: int) -> None:
    """Suspend everything in all the places of an incident."""
    with store.writing() as session:
        freezes.close_gate(session)
        incident, _, places = held(session, by, incident_id)
        require_all(session, by, "freeze", places)
        missing = [one for one in places if (one, None) not in _suspended(session, incident_id)]
        suspend(session, by, incident.reason, Scope(missing), incident_id)
        ticked(session, incident, "freeze", by)


def change_level(by: int, incident_id: int, level: int) -> None:
    """Make an incident graver, which alarms people anew, or milder; what a graver level suspends is suspended."""
    with store.writing() as session:
        freezes.close_gate(session)
        incident, who, places = held(session, by, incident_id)
        before = incident.level
        stop_if_blocked(judged(session, who, "incident.open", incident, places, level=level, before=before))
        if level == before:
            return
        at = clock.now()
        if level < before:
            if incident.state == "acknowledged":
                move(session, incident, "open", by, acknowledged_at=None, acknowledged_by_id=None)
            incident.alarm, incident.alarm_at = incident.alarm + 1, at
        incident.level, incident.next_call_at = level, at
        lifecycle.record(
            session, Incident, incident.id, "level", at=at, actor_id=by, territory_id=incident.territory_id,
            before=f"P{before}", after=f"P{level}",
        )  # fmt: skip
        ticked(session, incident, "level", by)
        if level < before:
            _suspend_for(session, by, incident)


def acknowledge(by: int, incident_id: int) -> None:
    """Take an incident on: nobody else is called. Raises TooLate when somebody has."""
    with store.writing() as session:
        incident, who, places = held(session, by, incident_id)
        require_handling(session, who, places)
        if incident.state != "open":
            raise TooLate(
                s("{name} a déjà pris cet incident en charge.", name=name_of(session, incident.acknowledged_by_id))
            )
        at = clock.now()
        move(session, incident, "acknowledged", by, acknowledged_at=at, acknowledged_by_id=by)


def _write(
    session: Session, by: int, places: Sequence[int], level: int, title: str, reason: str, drill: bool
) -> Incident:
    who, at = asker(session, by), clock.now()
    if not all(who.sees(one) and session.get(Territory, one) for one in places):
        raise NotHere
    if not title.strip():
        raise refused(s("Donnez un nom à l'incident : « évacuation du centre », par exemple."))
    if not places:
        raise refused(s("Dites où et à quel niveau : choisissez un territoire et P1 à P4."))
    incident = Incident(
        territory_id=places[0], level=level, title=title.strip(), reason=reason.strip(), drill=drill,
        alarm_at=at, next_call_at=at, opened_by_id=by, opened_at=at,
    )  # fmt: skip
    stop_if_blocked(judged(session, who, "incident.open", incident, places))
    session.add(incident)
    session.flush()
    session.add_all([IncidentPlace(incident_id=incident.id, territory_id=one) for one in places])
    session.flush()
    lifecycle.record(
        session, Incident, incident.id, "opened", at=at, actor_id=by, territory_id=places[0], after="open",
        detail={"level": level, "drill": drill, "places": list(places)},
    )  # fmt: skip
    return incident


def _suspend_for(session: Session, by: int, incident: Incident) -> None:
    """Suspend what the level asks for and the incident does not suspend yet."""
    places, there = in_crisis.places_of_incident(session, incident.id), _suspended(session, incident.id)
    asked = {1: (None,), 2: PROMOTION}.get(incident.level, ())
    for tag in asked:
        missing = [one for one in places if (one, None) not in there and (one, tag) not in there]
        suspend(session, by, incident.reason, Scope(missing, tag=tag), incident.id)
    if asked:
        ticked(session, incident, "freeze", by)


def _suspended(session: Session, incident_id: int) -> set[tuple[int | None, str | None]]:
    rows = select(Freeze.territory_id, Freeze.tag).where(Freeze.incident_id == incident_id, Freeze.lifted_at.is_(None))
    return {(row.territory_id, row.tag) for row in session.execute(rows)}
