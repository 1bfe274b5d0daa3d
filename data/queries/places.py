"""Territories, the health of their accounts, and what everybody must know now. Credentials never pass here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import clock
from data import store
from data.models import Channel, Conversation, Delivery, Freeze, Heartbeat, Territory
from data.queries.folding import TO_DO, folded
from data.queries.seen import Kept, Place, below, names_of, places_of
from words import Sentence, s

ALIVE_FOR = timedelta(seconds=60)


@dataclass(frozen=True)
class Account:
    """One account and its health. `waiting`: conversations to do; `queued`: deliveries to come; `stuck`: in trouble."""

    id: int
    place: Place
    network: str
    handle: str
    name: str
    state: str
    because: Kept | None
    synced_at: datetime | None
    trouble: Kept | None
    quiet_until: datetime | None
    review_on: date | None
    owner_id: int | None
    owner: str
    deputy_id: int | None
    deputy: str
    waiting: int
    queued: int
    stuck: int


@dataclass(frozen=True)
class Banner:
    """A thing every page must say. `id` is the channel's or freeze's; `at` since when, or the last sign of life."""

    kind: str  # heartbeat | channel | freeze
    places: tuple[Place, ...]
    says: Kept
    at: datetime | None
    id: int | None = None


def territories(user_id: int) -> list[Place]:
    """Return the territories a user may see: each region, then its cities by name."""
    with store.reading() as session:
        return list(places_of(session, user_id).values())


def channels(user_id: int, territory_id: int | None = None) -> list[Account]:
    """Return the accounts of the places a user may see (of one territory and those below it, when asked)."""
    with store.reading() as session:
        places = places_of(session, user_id)
        here = tuple(places) if territory_id is None else below(places, territory_id)
        rows = session.scalars(select(Channel).where(Channel.territory_id.in_(here))).all()
        rows = sorted(rows, key=lambda row: (here.index(row.territory_id), row.network, row.id))
        names = names_of(session, {row.owner_id for row in rows} | {row.deputy_id for row in rows})
        waiting = _waiting(session, [row.id for row in rows])
        parcels = _parcels(session, [row.id for row in rows])
        return [
            Account(
                id=row.id,
                place=places[row.territory_id],
                network=row.network,
                handle=row.handle,
                name=row.name,
                state=row.state,
                because=row.because,
                synced_at=row.synced_at,
                trouble=row.trouble,
                quiet_until=row.quiet_until,
                review_on=row.review_on,
                owner_id=row.owner_id,
                owner=names[row.owner_id],
                deputy_id=row.deputy_id,
                deputy=names[row.deputy_id],
                waiting=waiting.get(row.id, 0),
                queued=parcels.get((row.id, "queued"), 0),
                stuck=sum(parcels.get((row.id, state), 0) for state in ("failed", "unconfirmed", "missed", "held")),
            )
            for row in rows
        ]


def banners(user_id: int, at: datetime) -> list[Banner]:
    """Return what is wrong or suspended for this user: a dead worker, lost accounts, freezes in force."""
    at = clock.aware(at)
    with store.reading() as session:
        places = places_of(session, user_id)
        return _heartbeat(session, places, at) + _lost(session, places) + _freezes(session, places) if places else []


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


def _freezes(session: Session, places: dict[int, Place]) -> list[Banner]:
    """A freeze set above a city holds it too: its people are told, for their own places only."""
    above = {row.id: row.parent_id for row in session.execute(select(Territory.id, Territory.parent_id))}
    owners = {row.id: row.territory_id for row in session.execute(select(Channel.id, Channel.territory_id))}
    banners = []
    rows = session.scalars(select(Freeze).where(Freeze.lifted_at.is_(None)).order_by(Freeze.at, Freeze.id)).all()
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
            banners.append(Banner("freeze", tuple(reached), says.kept(), row.at, row.id))
    return banners


def _upwards(here: int | None, above: dict[int, int | None]) -> list[int]:
    line = []
    while here is not None:
        line.append(here)
        here = above[here]
    return line


def _waiting(session: Session, ids: Collection[int]) -> dict[int, int]:
    rows = session.execute(
        select(Conversation.channel_id, func.count().label("n"))
        .where(Conversation.channel_id.in_(ids), Conversation.state.in_(TO_DO), ~folded())
        .group_by(Conversation.channel_id)
    )
    return {row.channel_id: row.n for row in rows}


def _parcels(session: Session, ids: Collection[int]) -> dict[tuple[int, str], int]:
    rows = session.execute(
        select(Delivery.channel_id, Delivery.state, func.count())
        .where(Delivery.channel_id.in_(ids))
        .group_by(Delivery.channel_id, Delivery.state)
    )
    return {(channel, state): n for channel, state, n in rows}
