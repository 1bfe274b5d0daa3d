"""Finds texts that say the same in nearly the same words: spam sent many times, a message pasted twice.

Shingles of letters (Broder 1997), candidates by minima of hashes, then the true share of common shingles.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from sentiment.reading import read

ALIKE_FROM = 0.6  # share of common shingles
FURTHEST = 1_000  # characters of a text that are compared
_LETTERS = 5  # of a shingle
_FEWEST_WORDS = 4  # « merci beaucoup » of two people is no copy
_BANDS, _ROWS = 16, 2  # minima compared: two texts 0.6 alike meet with chance 1 − (1 − 0.6²)¹⁶ > 0.999
_PRIME = (1 << 31) - 1
_NOTHING = b"\xff" * (8 * _BANDS)  # the minima of a text that is like no other: greater than any
_REMEMBERED = 8_192  # texts whose minima are kept: a day of crisis, some 3 MB


def copied(texts: Sequence[str], known: Sequence[str] = ()) -> list[int | None]:
    """Return for each text the place, in `known` followed by `texts`, of the first that says the same.

    None: it copies nothing. A text that copies is nobody's first: there are no chains. Short texts are never copies.
    """
    whole = [text[:FURTHEST] for text in (*known, *texts)]
    minima = np.frombuffer(b"".join(map(_minima, whole)), np.uint64).reshape(-1, _BANDS).copy()
    firsts: list[int | None] = []
    for place in range(len(known), len(whole)):
        firsts.append(_first(whole, minima, place))
        if firsts[-1] is not None:
            minima[place] = np.frombuffer(_NOTHING, np.uint64)
    return firsts


def alike(one: str, two: str) -> float:
    """Return how much of two texts is the same, 0..1 (Jaccard's share of their shingles); 0 where one is short."""
    first, second = shingled(one), shingled(two)
    return len(first & second) / len(first | second) if first and second else 0.0


@lru_cache(maxsize=64)  # those of one text are many: only a batch's last ones and the firsts they are like
def shingled(text: str) -> frozenset[int]:
    """Return the hashes of a text's shingles, figures and spacing set aside; none of a text too short to judge."""
    reading = read(text)
    words = ["0" if word.isdigit() else word for word in reading.folded if word[0].isalnum()]
    if len(words) < _FEWEST_WORDS:
        return frozenset()
    line = " ".join(words)
    return frozenset(crc32(line[at : at + _LETTERS].encode()) for at in range(len(line) - _LETTERS + 1))


def _first(whole: Sequence[str], minima: NDArray[np.uint64], place: int) -> int | None:
    if _minima(whole[place]) == _NOTHING:
        return None
    meeting = np.nonzero((minima[:place] == minima[place]).any(axis=1))[0].tolist()
    return next((other for other in meeting if alike(whole[place], whole[other]) >= ALIKE_FROM), None)


@lru_cache(maxsize=_REMEMBERED)
def _minima(text: str) -> bytes:
    """Return the minima of a text's hashed shingles, a number of 64 bits for each band."""
    told = shingled(text)
    if not told:
        return _NOTHING
    factors, shifts = _hashes()
    values = np.fromiter(told, dtype=np.uint64, count=len(told)) % _PRIME
    least = ((values[:, None] * factors + shifts) % _PRIME).min(axis=0).reshape(_BANDS, _ROWS)
    bands: NDArray[np.uint64] = least[:, 0] << np.uint64(31) | least[:, 1]
    return bands.tobytes()


@lru_cache
def _hashes() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    rng = np.random.default_rng(1997)
    drawn = rng.integers(1, _PRIME, size=(2, _BANDS * _ROWS), dtype=np.uint64)
    return drawn[0], drawn[1]
