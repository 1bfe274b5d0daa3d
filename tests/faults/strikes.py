"""When what strikes a round, beside the networks' weather: drawn from the seed, each kind at least once."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.faults.plan import Wish


@dataclass(frozen=True)
class Strike:
    """At `at` seconds after the start, `kind`, for `lasts_for` seconds, by `much` (of a clock: seconds)."""

    at: float
    kind: str
    lasts_for: float = 0.0
    much: float = 0.0


@dataclass(frozen=True)
class Habit:
    """How often a kind strikes in a long round, and how long it lasts there and in a short one."""

    kind: str
    every: float
    long: tuple[float, float] = (0.0, 0.0)
    short: float = 0.0


COMMON = (
    Habit("kill", 25),
    Habit("term", 50),
    Habit("pause", 40, (2, 15), 1.5),
    Habit("long pause", 400, (95, 110)),  # longer than a lease: what was claimed is another's by now
    Habit("no network", 60, (1, 6), 1.0),
    Habit("wrong clock", 90, (5, 25), 2.0),
    Habit("tokens rotated", 75),
    Habit("freeze", 60, (2, 6), 1.5),
    Habit("disk full", 90, (2, 8), 2.0),
)
OF_DATABASE = {
    "sqlite": (Habit("database locked", 90, (5, 14), 2.0),),
    "postgresql": (Habit("database restart", 120), Habit("connections cut", 45)),
}
LONG_ONLY, LONG = frozenset({"long pause"}), 200  # seconds a round must last for such a strike


def kinds(wish: Wish) -> frozenset[str]:
    """Return every kind that strikes this round."""
    return frozenset(one.kind for one in _habits(wish))


def strikes(wish: Wish) -> list[Strike]:
    """Return every strike of a round, earliest first."""
    dice = random.Random(f"{wish.seed} strikes")
    found = [one for habit in _habits(wish) for one in _of(habit, wish, dice)]
    return sorted(found, key=lambda one: one.at)


def _habits(wish: Wish) -> list[Habit]:
    every = (*COMMON, *OF_DATABASE[wish.database])
    return [one for one in every if wish.lasts_for >= LONG or one.kind not in LONG_ONLY]


def _of(habit: Habit, wish: Wish, dice: random.Random) -> list[Strike]:
    times = max(1, round(wish.lasts_for / habit.every))
    first, last = wish.lasts_for * 0.1, wish.lasts_for * 0.85
    return [
        Strike(
            dice.uniform(first, last),
            habit.kind,
            habit.short if wish.short else dice.uniform(*habit.long),
            dice.choice((-1, 1)) * dice.choice((7, 31, 44, 130)),
        )
        for _ in range(times)
    ]
