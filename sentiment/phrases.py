"""Finds the words and phrases of a table in a text. `*` at the end of a word stands for any ending."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sentiment.reading import fold

V = TypeVar("V")
_MOST_SEEN = 50_000  # words whose rows are kept at hand
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

    def goes_on(self, words: Sequence[str], start: int) -> bool:
        """Tell whether the words after the first, which is known to match, match too."""
        if start + len(self.words) > len(words):
            return False
        for n in range(1, len(self.words)):
            mine, word = self.words[n], words[start + n]
            if mine != word and not (mine[-1] == "*" and word.startswith(mine[:-1])):
                return False
        return True


Finder = Callable[[Sequence[str]], list[Found[V]]]


def finder(rows: Iterable[tuple[str, V]], *, every: bool = True) -> Finder[V]:
    """Return a function that finds the phrases of `rows` in folded words.

    With `every`, all of them, overlapping or not; without, the longest from each place, none overlapping, and a
    whole word before a beginning (`*`), a longer beginning before a shorter one.
    """
    index = _index(rows)
    longest = max(map(len, index), default=0)

    seen: dict[str, tuple[_Row[V], ...]] = {}  # a dict of our own: `lru_cache` costs a third of the pass

    def candidates(word: str) -> tuple[_Row[V], ...]:
        rows = [*index.get(word, ())]
        for length in range(min(len(word), longest), 1, -1):
            rows += index.get(word[:length] + "*", ())
        if len(seen) >= _MOST_SEEN:
            seen.clear()
        seen[word] = tuple(sorted(rows, key=lambda row: -len(row.words)))
        return seen[word]

    def find(words: Sequence[str]) -> list[Found[V]]:
        found: list[Found[V]] = []
        free_from = 0
        for start, word in enumerate(words):
            rows = seen.get(word)
            if rows is None:
                rows = candidates(word)
            if not rows or start < free_from:
                continue
            for row in rows:
                length = len(row.words)
                if length == 1 or row.goes_on(words, start):
                    found.append(Found(start, start + length, row.value))
                    if not every:
                        free_from = start + length
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
