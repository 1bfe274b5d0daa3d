"""What the scheduler has to do: for each kind of work, the question what is due, and what is done about it.

Whatever makes the clock strike reads this page: threads of one process (`ticking`), or a fleet of workers (`fleet`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from threading import Event
from typing import Any, TypeAlias

from sqlalchemy import CompoundSelect, Select, literal_column, select, union_all

import clock
from data import store
from data.rows import AT
from scheduler import (
    claiming,
    collect,
    deadlines,
    deepening,
    escalating,
    forgetting,
    lapsing,
    moderating,
    noting,
    publish,
    reconcile,
    renewing,
    telling,
    tending,
)

ON_ONE_ACCOUNT = 200  # deliveries before another account has its turn


Question: TypeAlias = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Work:
    """A kind of work. `due` selects `key` and `since`, at the moment `AT`; `do` takes a key, the worker's name and a
    wish to stop. It is asked `every` so many seconds; `whole` is one piece of work however many rows are due.
    """

    due: Question
    do: Callable[[int, str, Event | None], Any]
    every: int = 1
    whole: bool = False
    side_by_side: int = 8


ALWAYS: Question = select(literal_column("0").label("key"), AT.label("since"))
AGENDA: Mapping[str, Work] = {
    "publish": Work(claiming.DUE, lambda key, worker, stop: publish.drain(key, worker, ON_ONE_ACCOUNT, stop)),
    "collect": Work(collect.DUE, lambda key, _, stop: collect.collect_channel(key, stop)),
    "reconcile": Work(reconcile.DUE, lambda key, worker, stop: reconcile.look_around(key, worker, stop)),
    "renew": Work(renewing.DUE, lambda key, *_: renewing.renew_channel(key)),
    "interrupted": Work(reconcile.INTERRUPTED, lambda *_: reconcile.expire(clock.now()), whole=True),
    "wake": Work(tending.ASLEEP, lambda *_: tending.wake(clock.now()), whole=True),
    "give back": Work(tending.UNUSED, lambda *_: tending.give_back(clock.now()), whole=True),
    "deepen": Work(deepening.DUE, lambda key, _, stop: deepening.deepen(stop), whole=True),
    "lapse": Work(lapsing.DUE, lambda *_: lapsing.lapse(clock.now()), every=15, whole=True),
    "approvals": Work(deadlines.DUE, lambda key, *_: deadlines.lapse(key), every=15),
    "escalate": Work(escalating.DUE, lambda *_: escalating.escalate(), every=15, whole=True),
    "moderate": Work(moderating.DUE, lambda key, *_: moderating.moderate(key)),
    "note": Work(noting.DUE, lambda *_: noting.note(), every=15, whole=True),
    "tell": Work(telling.DUE, lambda key, _, stop: telling.tell(key, stop), every=15),
    "words": Work(ALWAYS, lambda *_: forgetting.forget(), every=6 * 3600, whole=True),
    "forget": Work(ALWAYS, lambda *_: tending.expire(clock.now()), every=600, whole=True),
}
EVERY = tuple(sorted({work.every for work in AGENDA.values()}))


def due_now(every: int, at: datetime) -> list[tuple[str, int]]:
    """Return what is due of the work asked `every` so many seconds, as (kind, key), the longest waiting first.

    One question for all of it, a few dozen microseconds when nothing is due.
    """
    rows = sorted(store.ask(_question(every), at=at), key=lambda row: (row.since is not None, row.since))
    return list(dict.fromkeys((row.work, 0 if AGENDA[row.work].whole else row.key) for row in rows))


def do(kind: str, key: int, worker: str, stop: Event | None = None) -> Any:
    """Do one piece of work now; whoever else does it too, each delivery leaves and each account is asked once."""
    return AGENDA[kind].do(key, worker, stop)


@lru_cache
def _question(every: int) -> CompoundSelect[*tuple[Any, ...]]:
    """Put the questions of these kinds of work into one."""
    asked = []
    for kind, work in AGENDA.items():
        if work.every == every:
            found = work.due.subquery()
            asked.append(select(literal_column(f"'{kind}'").label("work"), found.c.key, found.c.since))
    return union_all(*asked)
