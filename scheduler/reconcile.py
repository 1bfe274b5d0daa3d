"""Looks for what may have been sent: an answer that was lost, a worker that died. Looks first, and never guesses.

Found: it is ours, once. Absent twice after the network's read lag: it is sent again. Still unclear after three such
tries: a person is told what to do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Event

import structlog
from sqlalchemy import func, select

import clock
from connectors.failures import Failure
from data import store
from data.lifecycle import move
from data.models import Channel, Delivery
from data.rows import AT, stands
from scheduler.accounts import connect
from scheduler.looking import UNKNOWN_TRIES, Look, conclude, send_again, take
from scheduler.pacing import MAY_READ, heard
from words import s

log = structlog.get_logger(__name__)
SIDE_BY_SIDE = 4
DUE = (
    select(Delivery.channel_id.label("key"), func.min(Delivery.look_at).label("since"))
    .join(Channel, Channel.id == Delivery.channel_id)
    .where(stands(Delivery, "unconfirmed"), Delivery.look_at <= AT)
    .where(*MAY_READ)
    .group_by(Delivery.channel_id)
)
INTERRUPTED = select(Delivery.id.label("key"), Delivery.lease_until.label("since")).where(
    stands(Delivery, "sending"), Delivery.lease_until < AT
)


def reconcile(worker: str) -> dict[str, int]:
    """Name what was interrupted, then look for all that is unknown and due; count what came of it."""
    interrupted = expire(clock.now())
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        passes = pool.map(lambda channel_id: look_around(channel_id, worker), channels_to_look_at(clock.now()))
    return {"interrupted": interrupted, **sum(passes, Counter[str]())}


def expire(at: datetime) -> int:
    """Make every claim whose lease ended unconfirmed, never queued: its words may be out. Return how many."""
    if not store.ask(INTERRUPTED, at=at):
        return 0
    ended = Delivery.lease_until < at
    because = s("L'envoi a été interrompu : Parvis vérifie s'il est parti.")
    with store.writing() as session:
        ids = session.scalars(select(Delivery.id).where(Delivery.state == "sending", ended)).all()
        return sum(
            move(
                session, Delivery, i, "sending", "unconfirmed", at=at, because=because, where=[ended], look_at=at,
                looks=0, absences=0,
            )
            for i in ids
        )  # fmt: skip


def channels_to_look_at(at: datetime) -> Sequence[int]:
    """Return the accounts that can be asked now and have something unknown to look for."""
    return [row.key for row in store.ask(DUE, at=at)]


def look_around(channel_id: int, worker: str, stop: Event | None = None) -> Counter[str]:
    """Look for what is unknown on one account, oldest first."""
    done: Counter[str] = Counter()
    for delivery_id in _due(channel_id, clock.now()):
        if stop and stop.is_set():
            break
        look = take(delivery_id, clock.now())
        if look is None:
            continue
        became = _look(look)
        log.info("look", delivery=delivery_id, worker=worker, became=became)
        done[became] += 1
    return done


def _due(channel_id: int, at: datetime) -> Sequence[int]:
    with store.reading() as session:
        here = Delivery.channel_id == channel_id, Delivery.state == "unconfirmed", Delivery.look_at <= at
        return session.scalars(select(Delivery.id).where(*here).order_by(Delivery.due_at, Delivery.id)).all()


def _look(look: Look) -> str:
    try:
        connector = connect(look.line)
        if connector.limits.handles_repeat and look.tries < UNKNOWN_TRIES:
            return send_again(look, clock.now())
        try:
            result, lag = connector.find(look.outgoing, look.since), connector.limits.read_lag
        finally:
            heard(look.line, connector)
    except Failure as failure:
        return conclude(look, failure, 0.0, clock.now())
    except Exception as error:  # by design: whatever else went wrong shows neither presence nor absence
        log.error("unnamed failure", delivery=look.delivery_id, error=type(error).__name__)
        return conclude(look, error, 0.0, clock.now())
    return conclude(look, result, lag, clock.now())
