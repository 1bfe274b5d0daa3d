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
from sqlalchemy import or_, select

import clock
from connectors.contract import Failure
from data import store
from data.lifecycle import move
from data.models import Channel, Delivery
from scheduler.accounts import connect
from scheduler.looking import UNKNOWN_TRIES, Look, conclude, send_again, take
from words import s

log = structlog.get_logger(__name__)
SIDE_BY_SIDE = 4


def reconcile(worker: str) -> dict[str, int]:
    """Name what was interrupted, then look for all that is unknown and due; count what came of it."""
    interrupted = expire(clock.now())
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        passes = pool.map(lambda channel_id: look_around(channel_id, worker), channels_to_look_at(clock.now()))
    return {"interrupted": interrupted, **sum(passes, Counter[str]())}


def expire(at: datetime) -> int:
    """Make every claim whose lease ended unconfirmed, never queued: its words may be out. Return how many."""
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
    with store.reading() as session:
        return session.scalars(
            select(Delivery.channel_id)
            .join(Channel, Channel.id == Delivery.channel_id)
            .where(Delivery.state == "unconfirmed", Delivery.look_at <= at, Channel.state == "active")
            .where(or_(Channel.quiet_until.is_(None), Channel.quiet_until <= at))
            .distinct()
        ).all()


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
        result, lag = connector.find(look.outgoing, look.since), connector.limits.read_lag
    except Failure as failure:
        return conclude(look, failure, 0.0, clock.now())
    except Exception as error:  # by design: whatever else went wrong shows neither presence nor absence
        log.error("unnamed failure", delivery=look.delivery_id, error=type(error).__name__)
        return conclude(look, error, 0.0, clock.now())
    return conclude(look, result, lag, clock.now())
