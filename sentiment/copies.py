"""Finds texts that say the same in nearly the same words on one day: spam sent many times, a message pasted twice.

Shingles of letters (Broder 1997), candidates by minima of hashes, then the true share of common shingles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from sentiment.reading import read

ALIKE_FROM = 0.6  # share of common shingles
_LETTERS = 5  # of a shingle
_FEWEST_WORDS = 4  # « merci beaucoup » of two people is no copy
_BANDS, _ROWS = 16, 2  # minima compared: two texts 0.6 alike meet with chance 1 − (1 − 0.6²)¹⁶ > 0.999
_PRIME = (1 << 31) - 1


def copies(texts: Sequence[str], days: Sequence[Hashable]) -> list[int]:
    """Return for each text the place of the first text of its group: its own where it copies nothing.

    `days` are any values that are equal on the same day; only texts of one day are compared. Short texts are never
    copies.
    """
    first = list(range(len(texts)))
    shingles = [shingled(text) for text in texts]
    buckets: dict[tuple[Hashable, ...], list[int]] = defaultdict(list)
    for place, told in enumerate(shingles):
        if not told:
            continue
        keys = [(days[place], band, *minima) for band, minima in enumerate(_minima(told))]
        known = sorted({other for key in keys for other in buckets[key]})
        original = next((other for other in known if _share(told, shingles[other]) >= ALIKE_FROM), None)
        if original is not None:
            first[place] = first[original]
            continue  # a group is known by its first: no chain from copy to copy
        for key in keys:
            buckets[key].append(place)
    return first


def alike(one: str, two: str) -> float:
    """Return how much of two texts is the same, 0..1 (Jaccard's share of their shingles); 0 where one is short."""
    return _share(shingled(one), shingled(two))


def shingled(text: str) -> frozenset[int]:
    """Return the hashes of a text's shingles, figures and spacing set aside; none of a text too short to judge."""
    reading = read(text)
    words = ["0" if word.isdigit() else word for word in reading.folded if word[0].isalnum()]
    if len(words) < _FEWEST_WORDS:
        return frozenset()
    line = " ".join(words)
    return frozenset(crc32(line[at : at + _LETTERS].encode()) for at in range(len(line) - _LETTERS + 1))


def _share(one: frozenset[int], two: frozenset[int]) -> float:
    return len(one & two) / len(one | two) if one and two else 0.0


def _minima(told: frozenset[int]) -> list[tuple[int, ...]]:
    factors, shifts = _hashes()
    values = np.fromiter(told, dtype=np.uint64, count=len(told)) % _PRIME
    least = ((values[:, None] * factors + shifts) % _PRIME).min(axis=0)
    return [tuple(int(value) for value in row) for row in least.reshape(_BANDS, _ROWS)]


@lru_cache
def _hashes() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    rng = np.random.default_rng(1997)
    drawn = rng.integers(1, _PRIME, size=(2, _BANDS * _ROWS), dtype=np.uint64)
    return drawn[0], drawn[1]
