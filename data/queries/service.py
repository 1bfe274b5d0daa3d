"""How visitors were served: first replies, their delay, how promises were kept. Changes nothing, promises nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from statistics import median
from typing import Any

from sqlalchemy import Row, or_, select

from data import store
from data.models import Conversation
from data.queries.nss import ENOUGH
from data.queries.seen import Place, below, places_of


@dataclass(frozen=True)
class Answers:
    """First replies in a place and those below it. `share` = answered / expected; minutes run round the clock.

    Expected: conversations begun in the period that we answered, or that still wait for an answer; ignored ones do not
    count. `p90` is the nearest-rank ninetieth percentile. None where nothing can be divided.
    """

    place: Place
    expected: int
    answered: int
    share: float | None
    median: float | None
    p90: float | None
    enough: bool


PROMISES = (
    "safety", "press", "dm_today", "today_question", "dm_question", "public_question", "complaint_ack",
    "review_negative", "review_positive", "lost_item", "praise",
)  # fmt: skip


@dataclass(frozen=True)
class Promised:
    """First replies of one class of promise, in a place and those below it. Spans in minutes; p90 by nearest rank.

    `open_…` run on the promise's own clock (open hours, without the time a service had it, `paused_for` in all),
    `clock_…` day and night. `on_time` = on time / `decided`. What an outage made late stands apart in `outages`
    and in no other figure. `enough`: 30 measured or more; below, the figures conclude nothing.
    """

    place: Place
    promise: str
    expected: int
    answered: int
    open_median: float | None
    open_p90: float | None
    clock_median: float | None
    clock_p90: float | None
    decided: int
    on_time: float | None
    outages: int
    paused_for: int
    enough: bool


def answers(user_id: int, since: datetime, until: datetime) -> list[Answers]:
    """Return answer times of the conversations begun in [since, until), for each place."""
    with store.reading() as session:
        places = places_of(session, user_id)
        rows = session.execute(
            select(Conversation.territory_id, Conversation.opened_at, Conversation.replied_at).where(
                Conversation.territory_id.in_(places),
                Conversation.opened_at >= since,
                Conversation.opened_at < until,
                Conversation.state != "ignored",
                or_(Conversation.replied_at.is_not(None), Conversation.asked_at.is_not(None)),
            )
        ).all()
    delays: dict[int, list[float | None]] = {here: [] for here in places}
    for here, opened_at, replied_at in rows:
        delays[here].append((replied_at - opened_at).total_seconds() / 60 if replied_at else None)
    return [_answers(place, [d for i in below(places, place.id) for d in delays[i]]) for place in places.values()]


def kept(user_id: int, since: datetime, until: datetime, at: datetime) -> list[Promised]:
    """Return how what was asked in [since, until) was answered, by class of promise, for each place; none for none."""
    columns = (
        Conversation.territory_id, Conversation.promise, Conversation.opened_at, Conversation.replied_at,
        Conversation.reply_open_for, Conversation.reply_outcome, Conversation.paused_for, Conversation.due_at,
        Conversation.late_because, Conversation.state,
    )  # fmt: skip
    with store.reading() as session:
        places = places_of(session, user_id)
        rows = session.execute(
            select(*columns).where(
                Conversation.territory_id.in_(places),
                Conversation.opened_at >= since,
                Conversation.opened_at < until,
                Conversation.promise.is_not(None),
                Conversation.state != "ignored",
                or_(Conversation.replied_at.is_not(None), Conversation.asked_at.is_not(None)),
            )
        ).all()
    by_class: dict[tuple[int, str], list[Row[Any]]] = defaultdict(list)
    for row in rows:
        by_class[row.territory_id, row.promise].append(row)
    found = []
    for place in places.values():
        for promise in PROMISES:
            there = [row for here in below(places, place.id) for row in by_class[here, promise]]
            if there:
                found.append(_kept(place, promise, there, at))
    return found


def _kept(place: Place, promise: str, rows: Sequence[Row[Any]], at: datetime) -> Promised:
    outcomes = [row.reply_outcome if row.replied_at else _open(row, at) for row in rows]
    decided = outcomes.count("on_time") + outcomes.count("late")
    measured = [row for row in rows if row.replied_at and row.reply_outcome != "outage"]
    open_for = _spread(row.reply_open_for for row in measured if row.reply_open_for is not None)
    clock_for = _spread((row.replied_at - row.opened_at).total_seconds() / 60 for row in measured)
    return Promised(
        place=place,
        promise=promise,
        expected=len(rows),
        answered=sum(row.replied_at is not None for row in rows),
        open_median=open_for[0],
        open_p90=open_for[1],
        clock_median=clock_for[0],
        clock_p90=clock_for[1],
        decided=decided,
        on_time=outcomes.count("on_time") / decided if decided else None,
        outages=outcomes.count("outage"),
        paused_for=sum(row.paused_for for row in rows),
        enough=len(measured) >= ENOUGH,
    )


def _open(row: Row[Any], at: datetime) -> str | None:
    """Return how the promise of a question without a reply stands: late, lost by an outage, or None: time is left."""
    if row.due_at is None or row.due_at >= at or row.state == "waiting_service":
        return None
    return "outage" if row.late_because else "late"


def _spread(values: Iterable[float]) -> tuple[float | None, float | None]:
    """Return the median and the nearest-rank ninetieth percentile; None of nothing."""
    known = sorted(values)
    return (median(known), known[ceil(0.9 * len(known)) - 1]) if known else (None, None)


def _answers(place: Place, delays: list[float | None]) -> Answers:
    known = [delay for delay in delays if delay is not None]
    middle, slow = _spread(known)
    return Answers(
        place=place,
        expected=len(delays),
        answered=len(known),
        share=len(known) / len(delays) if delays else None,
        median=middle,
        p90=slow,
        enough=len(delays) >= ENOUGH,
    )
