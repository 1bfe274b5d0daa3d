"""The hard cases a text may hold, and how often: a law per territory and season that keeps their shares of all texts.

A text is of one kind (plain, ironical, only emoji …): kinds and the cells intent × mood are fitted to both margins by
iterative proportional fitting, so that no kind changes what is meant. Traits come on top of any kind that has words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from commands.demo.margins import INTENT_MIX, INTENTS, MOOD_GIVEN_INTENT, MOODS
from commands.demo.picking import pick

KINDS: dict[str, float] = {
    "irony": 3, "mixed_opinion": 6, "negation": 5, "emoji_only": 4, "hashtags_only": 3, "question_in_praise": 5,
    "neighbour": 4, "no_text": 5,
}  # fmt: skip  # percent of all texts; the rest is plain
PLACES: dict[str, float] = {"city_implicit": 10, "two_cities": 4, "wrong_place": 1.5}
STYLES: dict[str, float] = {"typos": 12, "capitals": 3}
EXTRAS: dict[str, float] = {"vague_day": 6, "personal_data": 2, "minor": 0.5}
SHARES: dict[str, float] = {**KINDS, **PLACES, **STYLES, **EXTRAS}
WORDLESS = frozenset({"emoji_only", "hashtags_only", "no_text"})
BARE = frozenset({"spam", "abuse"})  # these carry no trait

Cell = tuple[str, str]
_CELLS: tuple[Cell, ...] = tuple(product(INTENTS, MOODS))
_ANGRY, _GLAD = ("complaint", "negative"), ("praise", "positive")
_FITS: dict[str, dict[Cell, float]] = {
    "irony": {_ANGRY: 1},
    "mixed_opinion": {_ANGRY: 0.1, _GLAD: 0.1, **{(intent, "mixed"): 1.0 for intent in INTENTS}},
    "negation": {_ANGRY: 0.5, _GLAD: 1},
    "emoji_only": {_ANGRY: 0.3, _GLAD: 1, ("ugc_share", "positive"): 0.5},
    "hashtags_only": {_GLAD: 0.5, ("ugc_share", "positive"): 1, ("ugc_share", "neutral"): 0.5},
    "question_in_praise": {("question", "positive"): 1, _GLAD: 0.3},
    "neighbour": {_ANGRY: 1},
    "no_text": {
        ("ugc_share", "neutral"): 1, ("ugc_share", "positive"): 0.5, ("report", "neutral"): 0.3,
    },
}  # fmt: skip
# what is mixed is a mixed opinion, and a glad question is one hidden in praise, whatever we call them
_NEVER_PLAIN = {("question", "positive"), *((intent, "mixed") for intent in INTENTS)}


@dataclass(frozen=True)
class _Law:
    """The chances of each kind given a cell, and the share of texts that may carry traits."""

    kinds: dict[Cell, tuple[float, ...]]
    bearing: float


def kind(rng: np.random.Generator, territory: str, season: str, intent: str, mood: str) -> str:
    """Draw the kind of a text: "plain" or one of KINDS."""
    return pick(rng, ("plain", *KINDS), _law(territory, season).kinds[intent, mood])


def traits(rng: np.random.Generator, territory: str, season: str, intent: str, kind: str) -> frozenset[str]:
    """Draw what a text carries beside its kind; at most one of PLACES and one of STYLES."""
    if intent in BARE or kind in WORDLESS:
        return frozenset()
    bearing = _law(territory, season).bearing
    drawn = {_one_of(rng, PLACES, bearing), _one_of(rng, STYLES, bearing)}
    drawn |= {name for name, share in EXTRAS.items() if rng.random() * 100 * bearing < share}
    return frozenset(name for name in drawn if name)


def _one_of(rng: np.random.Generator, shares: dict[str, float], bearing: float) -> str | None:
    left = rng.random() * 100 * bearing
    for name, share in shares.items():
        if left < share:
            return name
        left -= share
    return None


@lru_cache
def _law(territory: str, season: str) -> _Law:
    mix = INTENT_MIX[territory, season]
    cells = np.array([mix[INTENTS.index(i)] * MOOD_GIVEN_INTENT[i][MOODS.index(mood)] for i, mood in _CELLS], float)
    cells /= cells.sum()
    rows = np.array([100 - sum(KINDS.values()), *KINDS.values()]) / 100
    law = np.array(
        [[float(c not in _NEVER_PLAIN) for c in _CELLS], *([_FITS[k].get(c, 0) for c in _CELLS] for k in KINDS)]
    )
    for _ in range(2000):
        law *= (rows / law.sum(axis=1))[:, None]
        law *= np.divide(cells, law.sum(axis=0), out=np.zeros_like(cells), where=law.sum(axis=0) > 0)
    given = {cell: _shares(law[:, place]) for place, cell in enumerate(_CELLS)}
    worded = [place for place, name in enumerate(("plain", *KINDS)) if name not in WORDLESS]
    bearing = sum(law[worded, place].sum() for place, (intent, _) in enumerate(_CELLS) if intent not in BARE)
    return _Law(given, float(bearing))


def _shares(column: Iterable[float]) -> tuple[float, ...]:
    chances = tuple(float(chance) for chance in column)
    return chances if sum(chances) else (1.0, *(0.0,) * len(KINDS))
