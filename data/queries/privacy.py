"""What was asked of us about data on people, and who looked at visitors' words: for whoever protects data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from data import store
from data.models import Access, PersonRequest, Suppression, User
from data.queries.seen import Place, places_of


@dataclass(frozen=True)
class Request:
    """A request carried out, where the reader sees a territory it touched. `rows` were emptied in all."""

    id: int
    kind: str
    network: str
    by: str
    received_at: datetime
    done_at: datetime
    rows: int


@dataclass(frozen=True)
class Looked:
    """How many conversations somebody opened in a place since a moment, and when last."""

    name: str
    place: Place
    n: int
    last_at: datetime


def requests(user_id: int, most: int = 50) -> list[Request]:
    """Return the latest requests that touched a territory the user may see."""
    with store.reading() as session:
        mine = select(Suppression.request_id).where(Suppression.territory_id.in_(places_of(session, user_id)))
        rows = session.execute(
            select(PersonRequest, func.coalesce(User.name, ""))
            .outerjoin(User, User.id == PersonRequest.by_id)
            .where(PersonRequest.id.in_(mine))
            .order_by(PersonRequest.id.desc())
            .limit(most)
        ).all()
    return [
        Request(one.id, one.kind, one.network, by, one.received_at, one.done_at, sum(one.counts.values()))
        for one, by in rows
    ]


def looked(user_id: int, since: datetime) -> list[Looked]:
    """Return who opened how many conversations since a moment, by place, among those the user may see."""
    with store.reading() as session:
        places = places_of(session, user_id)
        rows = session.execute(
            select(User.name, Access.territory_id, func.count(), func.max(Access.at))
            .join(User, User.id == Access.user_id)
            .where(Access.territory_id.in_(places), Access.at >= since)
            .group_by(User.id, User.name, Access.territory_id)
            .order_by(func.max(Access.at).desc())
        ).all()
    return [Looked(name, places[here], n, last) for name, here, n, last in rows]
