"""Turns labelled texts into the rows that the linear model learns from: sparse, one matrix for all, in numpy only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sentiment.fast.pieces import SIZE, company_numbers, piece_numbers, word_number, words_of
from sentiment.fast.traits import lexical, traits
from sentiment.learning.deep_texts import Labelled
from sentiment.reading import read

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
TRAITS_AT = 2 * SIZE  # columns: words and pairs, pieces, traits


@dataclass(frozen=True)
class Counted:
    """The places of a text's words and pairs, and of its pieces, each as often as it occurs; traits; lexicon's part."""

    words: Ints
    pieces: Ints
    traits: Floats
    lexical: Floats


@dataclass(frozen=True)
class Rows:
    """Texts as a sparse matrix (row starts, columns, values) beside the lexicon's part (n, 3)."""

    starts: Ints
    columns: Ints
    values: Floats
    lexical: Floats

    def times(self, weights: Floats) -> Floats:
        """Return the product with weights (3, columns): (n, 3)."""
        each = [np.add.reduceat(row[self.columns] * self.values, self.starts) for row in weights]
        return np.stack(each, axis=1)

    def back(self, slopes: Floats, width: int) -> Floats:
        """Return the transposed product with slopes (n, 3): (3, columns)."""
        counts = np.diff(np.append(self.starts, len(self.columns)))
        rows = np.repeat(np.arange(len(self.starts)), counts)
        sums = [np.bincount(self.columns, self.values * slopes[rows, k], width) for k in range(slopes.shape[1])]
        return np.stack(sums).astype(np.float32)


def counted(text: str, lang: str) -> Counted:
    """Return what a text counts as, exactly as the fast tier sees it at run time."""
    reading = read(text)
    words = words_of(reading, lang)
    whole = [*company_numbers(reading, lang), *map(word_number, words)]
    parts = [number for word in words for number in piece_numbers(word)]
    return Counted(
        np.array(whole, np.int64),
        np.array(parts, np.int64),
        np.array(traits(text, reading, lang), np.float32),
        np.array(lexical(text, lang), np.float32),
    )


def rarity(places: Sequence[Ints]) -> Floats:
    """Return how rare each place is: log((1 + n) / (1 + texts with it)) + 1 (Spärck Jones 1972)."""
    found = np.zeros(SIZE)
    for numbers in places:
        found[np.unique(numbers)] += 1
    rare: Floats = (np.log((1 + len(places)) / (1 + found)) + 1).astype(np.float32)
    return rare


def matrix(texts: Sequence[Counted], word_rarity: Floats, piece_rarity: Floats) -> Rows:
    """Return the rows of texts; words and pieces each of length near 1."""
    columns, values, starts, at = [], [], [], 0
    for text in texts:
        for numbers, rare, shift in ((text.words, word_rarity, 0), (text.pieces, piece_rarity, SIZE)):
            weights = rare[numbers]
            columns.append(numbers + shift)
            values.append(weights / np.sqrt((weights * weights).sum() + 1e-9))
        columns.append(np.arange(TRAITS_AT, TRAITS_AT + len(text.traits)))
        values.append(text.traits)
        starts.append(at)
        at += sum(map(len, columns[-3:]))
    lexicon = np.stack([text.lexical for text in texts])
    return Rows(np.array(starts), np.concatenate(columns), np.concatenate(values).astype(np.float32), lexicon)


def texts_of(items: Sequence[Labelled]) -> list[Counted]:
    """Return the labelled texts counted, each in its language."""
    return [counted(item.text, item.lang) for item in items]
