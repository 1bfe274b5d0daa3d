"""What a scheduler costs that has nothing to do, however many posts are scheduled for later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

import clock
from data import store
from data.models import Channel
from scheduler import tending
from scheduler.agenda import EVERY, due_now
from scheduler.claiming import due_channels
from scheduler.ticking import BEAT_EVERY
from tests.bench import world
from tests.bench.measuring import ROUNDS, seconds, tell
from tests.cast import Cast

SIZES = (1_000, 100_000)
TICKS = 200
MOST = 100e-6  # CPU seconds


def run(people: Cast, at: datetime) -> None:
    """Ask what is due with a thousand and with a hundred thousand scheduled; both should cost the same."""
    with store.writing() as session:  # nothing is due to be read either
        session.execute(update(Channel).values(collect_at=at + timedelta(days=1)))
    cost: dict[str, list[float]] = {name: [] for name in _asked()}
    stored = 0
    for size in SIZES:
        world.schedule(people, size - stored, at)
        stored = size
        at = at.replace(microsecond=(at.microsecond + 1) % 1_000_000)
        for name, ask in _asked().items():
            cost[name].append(min(seconds(lambda ask=ask: _often(ask)) for _ in range(ROUNDS)) / TICKS)
    for name, (few, many) in cost.items():
        flat, cheap = many / few <= 1.5, many <= MOST
        demand = "<= 100 us, <= 1.5 (flat)"
        tell(f"{name}, 100,000 scheduled", many * 1e6, "CPU-us", few * 1e6, many / few, demand, flat and cheap)
    _tell_second()


def _asked() -> dict[str, Callable[[], Any]]:
    return {
        "idle tick of the publisher": lambda: due_channels(clock.now()),
        "idle tick of everything": lambda: due_now(1, clock.now()),
    }


def _tell_second() -> None:
    """A whole second of an idle worker: all its questions, and its sign of life."""
    started_at = clock.now()
    parts = [(lambda every=every: due_now(every, clock.now()), every) for every in EVERY if every < 600]
    parts.append((lambda: tending.beat("bench", started_at), BEAT_EVERY))
    second = sum(min(seconds(lambda ask=ask: _often(ask)) for _ in range(ROUNDS)) / TICKS / n for ask, n in parts)
    tell("idle worker, one second", second * 1e6, "CPU-us", 1e6, second, "none: beside one second of a core", None)


def _often(ask: Callable[[], Any]) -> None:
    for _ in range(TICKS):
        ask()
