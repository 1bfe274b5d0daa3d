"""Territories and the health of their accounts. Credentials never pass here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data import store
from data.models import Channel, Conversation, Delivery
from data.queries.banners import ALIVE_FOR, Banner, banners
from data.queries.folding import TO_DO, folded
from data.queries.seen import Kept, Place, below, names_of, places_of

__all__ = ["ALIVE_FOR", "Account", "Banner", "banners", "channels", "territories"]


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
