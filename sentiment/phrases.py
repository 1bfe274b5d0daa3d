"""Finds the words and phrases of a table in a text. `*` at the end of a word stands for any ending."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from sentiment.reading import fold

V = TypeVar("V")
_APART = re.compile(r"['’\-+\s]+")


@dataclass(frozen=True)
class Found(Generic[V]):
    """A phrase found: `start` and `stop` as in a slice of the text's tokens."""

    start: int
    stop: int
    value: V


@dataclass(frozen=True)
class _Row(Generic[V]):
    words: tuple[str, ...]
    value: V

    def matches(self, words: Sequence[str], start: int) -> bool:
        if start + len(self.words) > len(words):
            return False
        return all(_same(mine, words[start + n]) for n, mine in enumerate(self.words))


Finder = Callable[[Sequence[str]], list[Found[V]]]


def finder(rows: Iterable[tuple[str, V]], *, every: bool = True) -> Finder[V]:
    """Return a function that finds the phrases of `rows` in folded words.

    With `every`, all of them, overlapping or not; without, the longest from each place, none overlapping, and a
    whole word before a beginning (`*`), a longer beginning before a shorter one.
    """
    index = _index(rows)

    @lru_cache(maxsize=50_000)
    def candidates(word: str) -> tuple[_Row[V], ...]:
        rows = [*index.get(word, ())]
        for length in range(len(word), 1, -1):
            rows += index.get(word[:length] + "*", ())
        return tuple(sorted(rows, key=lambda row: -len(row.words)))

    def find(words: Sequence[str]) -> list[Found[V]]:
        found: list[Found[V]] = []
        free_from = 0
        for start, word in enumerate(words):
            if start < free_from:
                continue
            for row in candidates(word):
                if row.matches(words, start):
                    found.append(Found(start, start + len(row.words), row.value))
                    if not every:
                        free_from = start + len(row.words)
                        break
        return found

    return find


def spelled(phrase: str) -> tuple[tuple[str, ...], ...]:
    """Return the ways a phrase is typed, folded: as it is, and with ae, oe, ue for ä, ö, ü."""
    ways = dict.fromkeys((phrase, phrase.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")))
    return tuple(tuple(fold(word) for word in _APART.split(way.strip()) if word) for way in ways)


def _index(rows: Iterable[tuple[str, V]]) -> dict[str, list[_Row[V]]]:
    index: dict[str, list[_Row[V]]] = {}
    for phrase, value in rows:
        for words in spelled(phrase):
            if words:
                index.setdefault(words[0], []).append(_Row(words, value))
    return index


def _same(mine: str, word: str) -> bool:
    return word.startswith(mine[:-1]) if mine.endswith("*") and len(mine) > 1 else mine == word
