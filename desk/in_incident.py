"""An incident as its verbs hold it: who reaches it, what the policies say of it in each of its places, its moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

import clock
from data import in_crisis, lifecycle
from data.models import Incident, IncidentTick, Territory
from data.rows import insert_once
from desk.refusal import NotHere, TooLate, refused
from desk.rights import Asker, asker, name_of
from policies import facts
from policies.engine import decide
from policies.in_force import book
from policies.verdict import Decision
from words import s


def held(session: Session, by: int, incident_id: int) -> tuple[Incident, Asker, list[int]]:
    """Return an open incident, locked, with who asks and its places; NotHere for one that touches no place of theirs.

    Raises TooLate for one that is closed.
    """
    incident = session.get(Incident, incident_id, with_for_update=True, populate_existing=True)
    who = asker(session, by)
    places = in_crisis.places_of_incident(session, incident_id)
    if incident is None or not any(who.sees(one) for one in in_crisis.covered(session, places)):
        raise NotHere
    if incident.state not in in_crisis.OPEN:
        raise TooLate(s("{name} a déjà clos cet incident.", name=name_of(session, incident.closed_by_id)))
    return incident, who, places


def judged(
    session: Session, who: Asker, event: str, incident: Incident, places: Sequence[int], **told: object
) -> list[Decision]:
    """Return what the policies say of an incident, asked in each of its places."""
    slugs = {one: session.get_one(Territory, one).slug for one in places}
    return [
        decide(
            facts.IncidentFacts.model_validate(
                {
                    "event": event,
                    "at": clock.now(),
                    "territory": slug,
                    "lineage": tuple(
                        session.get_one(Territory, one).slug for one in in_crisis.upwards(session, place)[::-1]
                    ),
                    "actor_id": who.id,
                    "actor_roles": who.memberships,
                    "level": incident.level,
                    "reason": incident.reason,
                    "scope": tuple(slugs.values()),
                    "drill": incident.drill,
                    **told,
                }
            ),
            book(),
        )
        for place, slug in slugs.items()
    ]


def require_handling(session: Session, who: Asker, places: Sequence[int]) -> None:
    """Raise Refused for somebody who may not handle incidents in any place this one covers."""
    if not any(who.may("handle_incident", one) for one in in_crisis.covered(session, places)):
        raise refused(s("Votre rôle permet de voir cet incident, pas d'y agir."))


def move(session: Session, incident: Incident, after: str, by: int, **values: Any) -> None:
    """Move an incident that is held; raise TooLate for who comes second."""
    at = clock.now()
    if not lifecycle.move(session, Incident, incident.id, incident.state, after, at=at, actor_id=by, **values):
        raise TooLate(s("Quelqu'un a changé cet incident entre-temps : rechargez la page."))


def ticked(session: Session, incident: Incident, item: str, by: int) -> None:
    """Note that a line of the playbook is done; who did it first stays."""
    at, where = clock.now(), incident.territory_id
    if insert_once(session, IncidentTick, incident_id=incident.id, item=item, by_id=by, at=at) is not None:
        lifecycle.record(
            session, Incident, incident.id, "ticked", at=at, actor_id=by, territory_id=where, detail={"item": item}
        )
