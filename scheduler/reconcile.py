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
from connectors.contract import Connector, Limits, Receipt
from connectors.failures import Failure
from data import store
from data.lifecycle import move
from data.models import Attempt, Channel, Delivery
from data.rows import AT, stands
from scheduler import steady
from scheduler.accounts import connect
from scheduler.claiming import LEASE_FOR
from scheduler.looking import ABSENCES, CLOCK_OFF, UNKNOWN_TRIES, Look, conclude, take
from scheduler.pacing import MAY_READ, heard
from scheduler.publish import send
from scheduler.repeating import claim_again
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
    """Make every claim whose lease ended unconfirmed, never queued: its words may be out. Return how many.

    After the clock that judges jumped, a lease is waited out once more before it is believed to have ended.
    """
    if not store.ask(INTERRUPTED, at=at):
        return 0
    because = s("L'envoi a été interrompu : Parvis vérifie s'il est parti.")
    with store.writing() as session:
        reading = steady.read(session)
        ended = Delivery.lease_until < at - reading.ahead
        leases = (
            select(Delivery.id, Delivery.lease_until, Attempt.started_at)
            .join(Attempt, (Attempt.delivery_id == Delivery.id) & (Attempt.number == Delivery.tries), isouter=True)
            .where(Delivery.state == "sending", ended)
        )
        return sum(
            move(
                session, Delivery, i, "sending", "unconfirmed", at=at, because=because, where=[ended], look_at=at,
                looks=0, absences=0,
            )
            for i, lease_until, started_at in session.execute(leases).all()
            if reading.even_for >= _length(lease_until, started_at)
        )  # fmt: skip


def _length(lease_until: datetime | None, started_at: datetime | None) -> float:
    return (lease_until - started_at if lease_until and started_at else LEASE_FOR).total_seconds()


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
        became = _look(look, worker)
        log.info("look", delivery=delivery_id, worker=worker, became=became)
        done[became] += 1
    return done


def _due(channel_id: int, at: datetime) -> Sequence[int]:
    with store.reading() as session:
        here = Delivery.channel_id == channel_id, Delivery.state == "unconfirmed", Delivery.look_at <= at
        return session.scalars(select(Delivery.id).where(*here).order_by(Delivery.due_at, Delivery.id)).all()


def _look(look: Look, worker: str) -> str:
    asked_at = clock.now()  # an answer tells of the moment it was asked for, however long it took
    try:
        connector = connect(look.line)
    except Exception as error:  # by design: what cannot be opened shows neither presence nor absence
        return _unseen(look, error, asked_at)
    return _repeat(look, connector.limits, worker) or _search(look, connector, asked_at)


def _repeat(look: Look, limits: Limits, worker: str) -> str | None:
    """Send once more what the network drops if it was there already; None where it does not, or not any more."""
    if not limits.handles_repeat or look.tries >= UNKNOWN_TRIES:
        return None
    until = None if limits.repeat_for is None else look.since + limits.repeat_for
    claimed = claim_again(look.delivery_id, look.tries, worker, until)
    return None if claimed is None else send(claimed)


def _search(look: Look, connector: Connector, asked_at: datetime) -> str:
    limits = connector.limits
    proof = limits.proves_absence and look.outgoing.handle is not None
    try:
        try:
            result = connector.find(look.outgoing, look.since)
            earlier = None if result or proof else _earlier(look, connector)
        finally:
            heard(look.line, connector)
    except Exception as error:  # by design: whatever went wrong shows neither presence nor absence
        return _unseen(look, error, asked_at)
    found = result or earlier
    return conclude(look, found, asked_at, lag=limits.read_lag, proof=proof, earlier=earlier is not None)


def _earlier(look: Look, connector: Connector) -> Receipt | None:
    """Look further back before an absence lets it be sent again: our clock may have been ahead at the try."""
    if look.absences + 1 < ABSENCES:
        return None
    return connector.find(look.outgoing, look.since - CLOCK_OFF)


def _unseen(look: Look, error: Exception, asked_at: datetime) -> str:
    if not isinstance(error, Failure):
        log.error("unnamed failure", delivery=look.delivery_id, error=type(error).__name__)
    return conclude(look, error, asked_at)
