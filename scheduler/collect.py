"""Asks every account that is due what visitors wrote, and stores it: messages and cursor in one transaction.

Two workers never ask the same account at once: who takes it moves its `collect_at` on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Any

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

import clock
from connectors.contract import Batch, Connector
from connectors.failures import Failure, RateLimited, Unauthorized, Unreachable
from data import store
from data.lifecycle import record
from data.models import Channel
from data.rows import past
from scheduler.accounts import Line, connect, heed, line_of
from scheduler.pacing import MAY_READ, heard, slowed
from scheduler.storing import known, store_all
from scheduler.weighing import Home, home_of, weighed
from settings import settings
from words import s

log = structlog.get_logger(__name__)
SIDE_BY_SIDE = 4
TAKEN_FOR = timedelta(minutes=3)  # longer than a batch takes; each stored batch begins it anew
MOST_BATCHES = 20  # in one pass; then the others have their turn
FIRST_BACK_OFF, LONGEST_BACK_OFF = timedelta(seconds=30), timedelta(minutes=15)
_MAY_BE_ASKED = *MAY_READ, past(Channel.collect_at)
DUE = select(Channel.id.label("key"), Channel.collect_at.label("since")).where(*_MAY_BE_ASKED)


@dataclass
class _Taken:
    """An account we may ask until `until`; nobody else asks it before."""

    line: Line
    home: Home
    cursor: str | None
    until: datetime
    failures: int


class _Lost(Exception):
    """Somebody else has the account by now: what we fetched is theirs to store."""


def collect() -> dict[str, int]:
    """Fetch what is new on every account that is due; count accounts, new messages and failures."""
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        done = sum(pool.map(collect_channel, due_channels(clock.now())), Counter[str]())
    return {name: done[name] for name in ("accounts", "messages", "failures")}


def due_channels(at: datetime) -> Sequence[int]:
    """Return the accounts to ask now, the longest waiting first."""
    due = sorted(store.ask(DUE, at=at), key=lambda row: (row.since is not None, row.since, row.key))
    return [row.key for row in due]


def collect_channel(channel_id: int, stop: Event | None = None) -> Counter[str]:
    """Take one account, fetch and store batch by batch, and say when it is to be asked again."""
    taken = _take(channel_id, clock.now())
    if taken is None:
        return Counter()
    done = Counter({"accounts": 1})
    try:
        connector = connect(taken.line)
        for number in range(MOST_BATCHES):
            batch, open_still = _fetch(taken, connector)
            last = not (batch.more and open_still) or bool(stop and stop.is_set())
            done["messages"] += _keep(taken, connector, batch, last=last, spent=number == MOST_BATCHES - 1)
            if last:
                break
    except Failure as failure:
        return done + _fail(taken, failure)
    except _Lost:
        return done
    log.info("collected", channel=channel_id, messages=done["messages"])
    return done


def _fetch(taken: _Taken, connector: Connector) -> tuple[Batch, bool]:
    """Return a batch, and whether more may be asked for."""
    try:
        batch = connector.fetch(taken.cursor)
    except Failure:
        heard(taken.line, connector)
        raise
    except Exception as error:  # named here: its text may hold a token
        log.error("unnamed failure", network=connector.network, error=type(error).__name__)
    else:
        return batch, heard(taken.line, connector)
    raise Unreachable(s("Le réseau a répondu d'une façon inattendue."))


def _take(channel_id: int, at: datetime) -> _Taken | None:
    until = at + TAKEN_FOR
    with store.writing() as session:
        take = update(Channel).where(Channel.id == channel_id, *_MAY_BE_ASKED).values(collect_at=until)
        if session.execute(take.returning(Channel.id), {"at": at}).one_or_none() is None:
            return None
        channel = session.get_one(Channel, channel_id)
        failures = int((channel.trouble or {}).get("times", 0))
        return _Taken(line_of(channel), home_of(session, channel), channel.cursor, until, failures)


def _keep(taken: _Taken, connector: Connector, batch: Batch, *, last: bool, spent: bool) -> int:
    """Store a batch with its cursor, and either keep the account or say when it is due again."""
    at = clock.now()
    with store.reading() as session:
        old = known(session, taken.line.channel_id, [mention.remote_id for mention in batch.mentions])
        interval = slowed(session, taken.line, _interval(), at)
    new = [mention for mention in batch.mentions if mention.remote_id not in old]
    items = weighed(new, taken.home, taken.line.network, at)
    again = at if spent and not last else at + interval if last else at + TAKEN_FOR
    with store.writing() as session:
        _hold(session, taken, cursor=batch.cursor, collect_at=again, synced_at=at, trouble=None)
        ids = store_all(session, taken.line, taken.home, items, at, may_answer=connector.limits.replies)
        if ids:
            home = taken.home.territory_id
            record(
                session, Channel, taken.line.channel_id, "collected", at=at, territory_id=home, detail={"messages": ids}
            )
    taken.cursor, taken.until = batch.cursor, again
    return len(ids)


def _hold(session: Session, taken: _Taken, **values: Any) -> None:
    """Change the account while it is still ours; raise _Lost when somebody else took it meanwhile."""
    ours = Channel.id == taken.line.channel_id, Channel.collect_at == taken.until
    if session.execute(update(Channel).where(*ours).values(**values).returning(Channel.id)).one_or_none() is None:
        raise _Lost


def _fail(taken: _Taken, failure: Failure) -> Counter[str]:
    at, channel_id = clock.now(), taken.line.channel_id
    log.warning("not collected", channel=channel_id, failure=type(failure).__name__)
    wait = min(FIRST_BACK_OFF * 2 ** min(taken.failures, 10), LONGEST_BACK_OFF)
    values: dict[str, Any] = {"collect_at": at + wait}
    if isinstance(failure, RateLimited):
        values = {"collect_at": at}  # the whole account keeps silent anyway
    elif not isinstance(failure, Unauthorized):
        values["trouble"] = failure.reason.kept() | {"times": taken.failures + 1}
    with store.writing() as session:
        try:
            _hold(session, taken, **values)
        except _Lost:
            return Counter()
        heed(session, taken.line, failure, at)
    return Counter({"failures": 1})


def _interval() -> timedelta:
    return timedelta(seconds=6 if settings().demo else 60)
