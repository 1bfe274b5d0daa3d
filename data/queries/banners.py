"""What every page must say: the engine is dead, an account is lost, something is suspended, an incident is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import clock
from data import store
from data.models import Channel, Freeze, Heartbeat, Territory
from data.queries.incidents import Case, open_cases
from data.queries.seen import Kept, Place, names_of, places_of
from words import Sentence, s

ALIVE_FOR = timedelta(seconds=60)
A_DAY, GRAVE = timedelta(days=1), 2


@dataclass(frozen=True)
class Banner:
    """A thing every page must say.

    `id` is the channel's, the freeze's or the incident's; `at` since when, or the last sign of life.
    """

    kind: str  # heartbeat | channel | freeze | incident | drill
    places: tuple[Place, ...]
    says: Kept
    at: datetime | None
    id: int | None = None
    lasts: bool = False  # it has held everything back for a whole day: does it still have to?
    lifts: frozenset[int] = frozenset()  # the places of which one must answer for all to lift it


def banners(user_id: int, at: datetime) -> list[Banner]:
    """Return what is wrong or suspended for this user: a dead worker, lost accounts, freezes in force."""
    at = clock.aware(at)
    with store.reading() as session:
        places = places_of(session, user_id)
        if not places:
            return []
        alarms = _incidents(session, places, at)
        return _heartbeat(session, places, at) + alarms + _lost(session, places) + _freezes(session, places, at)


def _heartbeat(session: Session, places: dict[int, Place], at: datetime) -> list[Banner]:
    last = session.scalar(select(func.max(Heartbeat.at)))
    if last is not None and at - last <= ALIVE_FOR:
        return []
    says = s("Le moteur ne tourne pas : rien n'est relevé ni publié. Prévenez la personne qui tient la machine.")
    return [Banner("heartbeat", tuple(places.values()), says.kept(), last)]


def _lost(session: Session, places: dict[int, Place]) -> list[Banner]:
    lost = (Channel.state == "disconnected") & Channel.territory_id.in_(places)
    rows = session.scalars(select(Channel).where(lost).order_by(Channel.id))
    return [
        Banner(
            "channel", (places[row.territory_id],), _reconnect(row.network, row.handle).kept(), row.synced_at, row.id
        )
        for row in rows
    ]


def _reconnect(network: str, handle: str) -> Sentence:
    return s("Le compte {handle} ({network}) est déconnecté : reconnectez-le.", handle=handle, network=network)


def _incidents(session: Session, places: dict[int, Place], at: datetime) -> list[Banner]:
    """Tell of each incident that is grave or holds something back: who, since when, why, and how much it holds."""
    cases = [case for case in open_cases(session, places, at) if case.suspended or case.level <= GRAVE]
    return [
        Banner(
            "drill" if one.drill else "incident",
            one.places,
            _incident(one).kept(),
            one.opened.at,
            one.id,
            lasts=one.suspended is not None and at - one.suspended >= A_DAY,
            lifts=one.named if one.suspended else frozenset(),
        )
        for one in cases
    ]


def _incident(case: Case) -> Sentence:
    told = {"name": case.name, "by": case.opened.by or "Parvis", "reason": case.reason, "n": case.held}
    if case.drill:
        return s("EXERCICE — {name}, par {by} : « {reason} ». Retenus : {n}.", **told)
    if case.suspended:
        return s("Suspendu — incident {name}, par {by} : « {reason} ». Retenus : {n}.", **told)
    return s("Incident {name}, par {by} : « {reason} ».", **told)


def _freezes(session: Session, places: dict[int, Place], at: datetime) -> list[Banner]:
    """A freeze set above a city holds it too: its people are told, for their own places only."""
    above = {row.id: row.parent_id for row in session.execute(select(Territory.id, Territory.parent_id))}
    owners = {row.id: row.territory_id for row in session.execute(select(Channel.id, Channel.territory_id))}
    banners = []
    rows = session.scalars(
        select(Freeze).where(Freeze.lifted_at.is_(None), Freeze.incident_id.is_(None)).order_by(Freeze.at, Freeze.id)
    ).all()
    names = names_of(session, {row.by_id for row in rows})
    for row in rows:
        if row.channel_id is not None:
            reached = [places[owners[row.channel_id]]] if owners[row.channel_id] in places else []
        elif row.territory_id is not None:
            reached = [place for place in places.values() if row.territory_id in _upwards(place.id, above)]
        else:
            reached = list(places.values())
        if reached:
            says = s("Publications suspendues : {reason}", reason=row.reason)
            if by := names.get(row.by_id) if row.by_id else None:
                says = s("Publications suspendues par {by} : {reason}", by=by, reason=row.reason)
            lifts = frozenset(place.id for place in reached)
            lasts = at - row.at >= A_DAY
            banners.append(Banner("freeze", tuple(reached), says.kept(), row.at, row.id, lasts, lifts))
    return banners


def _upwards(here: int | None, above: dict[int, int | None]) -> list[int]:
    line = []
    while here is not None:
        line.append(here)
        here = above[here]
    return line
