"""Every delivery as one line, for scripts: where it stands, how often it was tried, under which id it is visible."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

import clock
from data import store
from data.models import Attempt, Channel, Delivery, Territory
from data.queries.standing import Standing
from data.queries.waiting import standings
from desk.rights import asker
from words import recall

OVER = Standing("rest")


@dataclass(frozen=True)
class Line:
    """One delivery. `channel` is "territory/network"; `attempts` counts the attempt rows, `tries` the claims.

    `because`: what happened last; `why` it stands there now, what comes `next`, and the one safe `act` as a code
    (look, again, correct, release, reconnect, resume, restart; empty when a person has nothing to do).
    """

    id: int
    post_id: int
    channel: str
    territory: str
    state: str
    due_at: datetime
    published_at: datetime | None
    tries: int
    attempts: int
    remote_id: str | None
    permalink: str
    because: str
    why: str
    next: str
    act: str


def listing(by: int | None, *, post_id: int | None = None) -> list[Line]:
    """Return the deliveries of the territories this person sees, oldest first; all of them for the operator."""
    tried = select(func.count()).where(Attempt.delivery_id == Delivery.id).scalar_subquery()
    rows = (
        select(Delivery, Channel.network, Territory.slug, tried)
        .join(Channel, Channel.id == Delivery.channel_id)
        .join(Territory, Territory.id == Delivery.territory_id)
        .order_by(Delivery.due_at, Delivery.id)
    )
    if post_id is not None:
        rows = rows.where(Delivery.post_id == post_id)
    with store.reading() as session:
        who = asker(session, by)
        if by is not None:
            rows = rows.where(Delivery.territory_id.in_(sorted(who.roles)))
        narrowed = [Delivery.post_id == post_id] if post_id is not None else []
        stand = standings(session, *narrowed, at=clock.now())
        return [
            _line(one, network, slug, count, stand.get(one.id, OVER))
            for one, network, slug, count in session.execute(rows)
        ]


def _line(one: Delivery, network: str, slug: str, attempts: int, stands: Standing) -> Line:
    return Line(
        one.id, one.post_id, f"{slug}/{network}", slug, one.state, one.due_at, one.published_at,
        one.tries, attempts, one.remote_id, one.permalink, recall(one.because),
        recall(stands.why), recall(stands.next), stands.act,
    )  # fmt: skip
