"""Judges history again in batches, beside everything else that runs; what was interrupted goes on where it stood.

Its place is stored with each batch, in the same transaction: nothing is counted twice, nothing is left out. Of two
that were asked the same, the one that finds its place moved stops.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import Session

import clock
from connectors.failures import Failure
from data import store
from data.models import Message, Rescoring
from data.rows import insert_once
from scheduler.rejudging import bring_up_to_date, judged, texts_of, write
from sentiment.weigh import weigh
from words import s

BATCH = 200
Say = Callable[[int, int], None]  # done, of how many


@dataclass(frozen=True)
class Wanted:
    """Which messages to judge again: by which tier (None: the best there is), since when, of which territories."""

    tier: str | None = None
    since: datetime | None = None
    territories: tuple[int, ...] = ()  # none named: all


@dataclass(frozen=True)
class _Batch:
    after_id: int  # where the row stood as it was read
    ids: Sequence[int]


def rescore(wanted: Wanted, say: Say, batch: int = BATCH) -> dict[str, Any]:
    """Judge again what another judge, or another version of this one, judged; `say` tells how far it is.

    Returns counts: `judged`, `changed` labels in all and by kind (`labels`), messages where a person's word was `kept`,
    `conversations` brought up to date, and the judge's name as `tier`. Raises Failure when another does the same.
    """
    judge = _judge(wanted.tier)
    row_id = _begin(_key(wanted, judge))
    refreshed = bring_up_to_date(_last_batch(row_id))  # a kill may have come between messages and conversations
    done, all_ = 0, _left(row_id, wanted, judge)
    say(0, all_)
    while (found := _next(row_id, wanted, judge, batch)).ids:
        with store.reading() as session:
            items = texts_of(session, found.ids)
        judgements = judged(items, wanted.tier)
        with store.writing() as session:
            _go_on(session, row_id, found, write(session, judgements))
        refreshed += bring_up_to_date({item.conversation_id for item in items})
        done += len(found.ids)
        say(done, max(all_, done))
    return _end(row_id, judge, refreshed)


def _judge(tier: str | None) -> str:
    """Return the name and version of who will judge."""
    named: dict[str, Any] = {"tier": tier} if tier else {}
    sample = weigh("Bonjour", **named)
    return f"{sample.tier}/{sample.version}"


def _key(wanted: Wanted, judge: str) -> str:
    since = clock.aware(wanted.since).isoformat() if wanted.since else ""
    return "|".join((judge, since, ",".join(map(str, sorted(wanted.territories)))))


def _begin(key: str) -> int:
    """Return the row of what was asked for and never ended, or a new one."""
    open_ = select(Rescoring.id).where(Rescoring.key == key, Rescoring.ended_at.is_(None))
    while True:
        with store.writing() as session:
            until = session.scalar(select(func.max(Message.id))) or 0
            new = insert_once(session, Rescoring, key=key, until_id=until, counts={}, started_at=clock.now())
            found = new or session.scalars(open_).one_or_none()
        if found is not None:  # else the one that stood in the way has ended since
            return found


def _last_batch(row_id: int) -> Sequence[int]:
    with store.reading() as session:
        row = session.get_one(Rescoring, row_id)
        within = Message.id > row.from_id, Message.id <= row.after_id, Message.inward
        return session.scalars(select(Message.conversation_id).where(*within).distinct()).all()


def _left(row_id: int, wanted: Wanted, judge: str) -> int:
    with store.reading() as session:
        row = session.get_one(Rescoring, row_id)
        return session.scalar(select(func.count()).select_from(Message).where(*_asked(row, wanted, judge))) or 0


def _next(row_id: int, wanted: Wanted, judge: str, batch: int) -> _Batch:
    with store.reading() as session:
        row = session.get_one(Rescoring, row_id)
        query = select(Message.id).where(*_asked(row, wanted, judge)).order_by(Message.id).limit(batch)
        return _Batch(row.after_id, session.scalars(query).all())


def _asked(row: Rescoring, wanted: Wanted, judge: str) -> list[ColumnElement[bool]]:
    other = Message.tier.is_distinct_from(judge)  # what this very judge said stays said
    asked: list[ColumnElement[bool]] = [
        and_(Message.id > row.after_id, Message.id <= row.until_id, Message.inward),
        other,
    ]
    if wanted.since:
        asked.append(Message.posted_at >= wanted.since)
    if wanted.territories:
        asked.append(Message.territory_id.in_(wanted.territories))
    return asked


def _go_on(session: Session, row_id: int, done: _Batch, counts: Counter[str]) -> None:
    row = session.get_one(Rescoring, row_id, with_for_update=True)
    if row.after_id != done.after_id:  # what this one wrote is thrown away with its transaction
        raise Failure(
            s("Un autre « rescore » est en cours avec les mêmes options : celui-ci s'arrête, l'autre compte seul.")
        )
    row.from_id, row.after_id = row.after_id, done.ids[-1]
    row.counts = dict(Counter(row.counts) + counts)


def _end(row_id: int, judge: str, refreshed: int) -> dict[str, Any]:
    with store.writing() as session:
        session.execute(update(Rescoring).where(Rescoring.id == row_id).values(ended_at=clock.now()))
        counts = session.get_one(Rescoring, row_id).counts
    labels = {name: n for name, n in sorted(counts.items()) if "→" in name}
    whole = {name: counts.get(name, 0) for name in ("judged", "changed", "kept")}
    return {**whole, "conversations": refreshed, "labels": labels, "tier": judge}
