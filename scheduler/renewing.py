"""Renews the keys of accounts whose keys end, ahead of their end: one worker, nobody speaks meanwhile.

The new keys are committed before anything uses them. Keys that a person gave meanwhile win; nothing overwrites a
secret with nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

import clock
from connectors import connector_class, keys
from connectors.failures import Failure, RateLimited, Unauthorized, Unreachable
from data import sealed, store
from data.away import insist
from data.lifecycle import move, record
from data.models import Channel
from data.rows import AT, stands
from scheduler.accounts import UNOPENED, Line, line_of, same_keys
from words import s

log = structlog.get_logger(__name__)
SIDE_BY_SIDE = 4
TAKEN_FOR = timedelta(minutes=3)  # longer than the wire waits for an answer
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
A_MOMENT = timedelta(seconds=30)  # between a renewal that is due again and the worker that takes it
DUE = select(Channel.id.label("key"), Channel.renew_at.label("since")).where(
    stands(Channel, "active"), Channel.renew_at <= AT
)


@dataclass(frozen=True)
class _Taken:
    """An account whose keys are ours to renew until `until`. `spent`: they were refused, or have ended."""

    line: Line
    until: datetime
    spent: bool


def renew() -> dict[str, int]:
    """Renew the keys of every account whose moment has come; count what became of each."""
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        due = [row.key for row in store.ask(DUE, at=clock.now())]
        return dict(Counter(became for became in pool.map(renew_channel, due) if became))


def renew_channel(channel_id: int) -> str | None:
    """Renew one account's keys and return what became of it; None when somebody else does, or nothing is due."""
    taken = _take(channel_id, clock.now())
    if taken is None:
        return None
    result, at = _asked(taken.line), clock.now()
    # the network has ended the old keys: the new ones are not lost because the database was away for a moment
    became = insist(lambda: _conclude(taken, result, at), within=(taken.until - at).total_seconds())
    log.info("keys", channel=channel_id, became=became)
    return became


def _take(channel_id: int, at: datetime) -> _Taken | None:
    until = at + TAKEN_FOR
    with store.writing() as session:
        due = Channel.id == channel_id, Channel.state == "active", Channel.renew_at <= at
        channel = session.scalars(select(Channel).where(*due).with_for_update(skip_locked=True)).one_or_none()
        if channel is None:
            return None
        taken = _Taken(line_of(channel), until, channel.renewing_until is not None)
        session.execute(update(Channel).where(*due).values(renew_at=until, renewing_until=until))
        return taken


def _asked(line: Line) -> Mapping[str, str] | Failure | None:
    """Ask the network for new keys; every failure comes back as a value. None: these keys last."""
    try:
        speaks = connector_class(line.network)
        return speaks.renew(sealed.unseal(line.credentials)) if isinstance(speaks, keys.Renewable) else None
    except Failure as failure:
        return failure
    except sealed.NoKey:
        return Unreachable(UNOPENED)
    except Exception as error:  # by design: its text may hold a token
        log.error("unnamed failure", channel=line.channel_id, error=type(error).__name__)
    return Unreachable(s("Les clés de ce compte n'ont pas pu être renouvelées : Parvis essaie de nouveau."))


def _conclude(taken: _Taken, result: Mapping[str, str] | Failure | None, at: datetime) -> str:
    with store.writing() as session:
        channel = session.get_one(Channel, taken.line.channel_id, with_for_update=True)
        if not same_keys(taken.line.credentials, channel.credentials):
            return "overtaken"
        if isinstance(result, Unauthorized):
            return _disconnect(session, channel, result, at)
        if isinstance(result, Failure):
            return _put_off(channel, taken, result, at)
        held = {**result, "renewed_at": at.isoformat()} if result else None
        if held:
            channel.credentials, channel.trouble = sealed.seal(held), None
            record(session, Channel, channel.id, "renewed", at=at, territory_id=channel.territory_id)
        channel.renew_at = keys.renew_at(channel.network, held, at) if held else None
        channel.renewing_until = None
        return "renewed"


def _disconnect(session: Session, channel: Channel, refusal: Unauthorized, at: datetime) -> str:
    channel.renew_at = channel.renewing_until = None
    session.flush()
    if channel.state != "disconnected":
        move(session, Channel, channel.id, channel.state, "disconnected", at=at, because=refusal.reason)
    return "disconnected"


def _put_off(channel: Channel, taken: _Taken, failure: Failure, at: datetime) -> str:
    """Try again later; keys that are still good may be spoken with meanwhile."""
    again = at + _wait(taken.line, at)
    if isinstance(failure, RateLimited) and failure.retry_at is not None:
        again = max(again, failure.retry_at)
    channel.renew_at = again
    channel.renewing_until = again + A_MOMENT if taken.spent or _end(taken.line, at) <= at else None
    channel.trouble = failure.reason.kept() | {"times": (channel.trouble or {}).get("times", 0)}
    return "put_off"


def _wait(line: Line, at: datetime) -> timedelta:
    """Hurry while the keys still hold; then wait as long as they have been ended, each time twice as long."""
    return min(max(at - _end(line, at), FIRST_WAIT), LONGEST_WAIT)


def _end(line: Line, at: datetime) -> datetime:
    """Return when these keys end; some time to come where nobody said, or where they do not open."""
    try:
        known = sealed.unseal(line.credentials).get("expires_at")
    except sealed.NoKey:
        known = None
    return datetime.fromisoformat(known) if known else at + FIRST_WAIT
