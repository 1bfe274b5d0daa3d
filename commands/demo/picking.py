"""Pick a name by its weight, quickly: the season picks some ten times for each thing said."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import TypeVar

import numpy as np

T = TypeVar("T")


def pick(rng: np.random.Generator, names: Sequence[str], weights: tuple[float, ...]) -> str:
    """Draw one name; the weights need not sum to anything."""
    heights = _heights(weights)
    return names[min(bisect_right(heights, rng.random() * heights[-1]), len(names) - 1)]


def any_of(rng: np.random.Generator, things: Sequence[T]) -> T:
    """Draw one of several, all alike."""
    return things[int(rng.integers(len(things)))]


@lru_cache(maxsize=1024)
def _heights(weights: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(accumulate(weights))
