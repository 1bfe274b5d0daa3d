"""The linear model at run time: weights of hashed pieces by language, read from one file. It never learns.

A text's score is (words and pairs) / their length + (pieces of words) / their length + traits + the lexicon's part.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sentiment.fast.pieces import company_numbers, piece_numbers, word_number, words_of
from sentiment.fast.traits import lexical, sureness, traits
from sentiment.reading import read

PATH = Path(__file__).parent.parent / "artefacts" / "fast.npz"
COMMON = "*"  # the table of what the languages share
_BORROWED = {"gsw": "de"}
BATCH = 16  # texts; a batch's words always find room in the memory
_MOST_REMEMBERED = 100_000  # words a language
_in_place = [PATH]
_opening = threading.Lock()  # Python 3.11 fails now and then where threads parse literals (numpy's headers) at once
_remembering = threading.Lock()  # a word's row is filled and read by one thread at a time
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
_TINY = np.float32(1e-9)


@dataclass(frozen=True)
class Table:
    """One language's weights, each piece's rarity multiplied in: (SIZE, 3) for words and for pieces; (traits, 3); the
    lexicon's pull towards negative and towards positive (3, 2), never below 0. And the words met: a row of `rows`."""

    words: Floats
    pieces: Floats
    traits: Floats
    lexical: Floats
    seen: dict[str, int] = field(default_factory=dict, compare=False, repr=False)
    rows: Floats = field(default_factory=lambda: np.zeros((_MOST_REMEMBERED, 8), np.float32), compare=False, repr=False)


@dataclass(frozen=True)
class Linear:
    """The tables by language, the squares of the rarities of words and of pieces, and the version."""

    tables: dict[str, Table]
    word_squares: Floats
    piece_squares: Floats
    version: str

    def table(self, lang: str) -> Table:
        """Return the table of a language; Alsatian borrows German's, an unknown one what all share."""
        return self.tables.get(_BORROWED.get(lang, lang)) or self.tables[COMMON]


def scores(model: Linear, texts: Sequence[str], lang: str) -> Floats:
    """Return the scores (n, 3: log-odds before calibration of negative, neutral, positive) of texts in one language.

    At most 16 texts at once.
    """
    table = model.table(lang)
    readings = [read(text) for text in texts]
    company = [company_numbers(reading, lang) for reading in readings]
    numbers, starts = _laid(company)
    pairs = np.concatenate([table.words[numbers], model.word_squares[numbers, None]], axis=1)
    pair_sums = np.add.reduceat(pairs, starts)
    words = [("", *words_of(reading, lang)) for reading in readings]
    with _remembering:
        _make_room(table, words)
        rows, starts = _laid([[_row(model, table, word) for word in each] for each in words])
        sums = np.add.reduceat(table.rows[rows], starts)
    whole = (pair_sums[:, :3] + sums[:, :3]) / np.sqrt(pair_sums[:, 3:] + sums[:, 3:4] + _TINY)
    total = whole + sums[:, 4:7] / np.sqrt(sums[:, 7:] + _TINY)
    read_as = list(zip(texts, readings, strict=True))
    sure = np.array([[sureness(reading, lang)] for reading in readings], np.float32)
    sides = (sure * np.array([lexical(text, lang) for text in texts], np.float32)) @ table.lexical
    total[:, 0] -= sides[:, 0]
    total[:, 2] += sides[:, 1]
    told = [traits(text, reading, lang) for text, reading in read_as]
    found: Floats = (total + np.array(told, np.float32) @ table.traits).astype(np.float32)
    return found


def leanings(model: Linear, words: Iterable[str], lang: str, place: int) -> dict[str, float]:
    """Return how much each word, with its pieces, speaks for the class at `place` against the stronger other one."""
    table, told = model.table(lang), list(words)
    with _remembering:
        _make_room(table, [told])
        rows = table.rows[[_row(model, table, word) for word in told]].reshape(-1, 8)
    lengths = np.sqrt(rows[:, [3, 7]].sum(axis=0) + _TINY)
    each = rows[:, :3] / lengths[0] + rows[:, 4:7] / lengths[1]
    over = each[:, place] - np.delete(each, place, axis=1).max(axis=1)
    return dict(zip(told, over.tolist(), strict=True))


def linear() -> Linear:
    """Return the model in place, read once. Raises OSError without its file."""
    with _opening:
        return read_from(_in_place[-1])


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Judge by the artefact in `path` for a while: what was just learnt is measured before it is put in place."""
    _in_place.append(path)
    try:
        yield
    finally:
        _in_place.pop()
        read_from.cache_clear()


@lru_cache(1)
def read_from(path: Path) -> Linear:
    """Return the model in `path`, read once."""
    with np.load(path, allow_pickle=False) as kept:
        rarity = {kind: kept[f"{kind}_rarity"].astype(np.float32) for kind in ("words", "pieces")}
        shared = {kind: _whole(kept, f"{kind}_{COMMON}") for kind in rarity}
        tables = {}
        for lang in kept["langs"].tolist():
            own = shared if lang == COMMON else {kind: shared[kind] + _whole(kept, f"{kind}_{lang}") for kind in rarity}
            rare = {kind: own[kind] * rarity[kind][:, None] for kind in rarity}
            tables[lang] = Table(rare["words"], rare["pieces"], kept[f"traits_{lang}"], kept[f"lexical_{lang}"])
        return Linear(tables, rarity["words"] ** 2, rarity["pieces"] ** 2, str(kept["version"]))


def _whole(kept: dict[str, Floats], name: str) -> Floats:
    """Return weights kept as the roots of their size, in small integers with one scale: finer near 0."""
    roots = kept[name].astype(np.float32) / np.float32(127)
    whole: Floats = (np.sign(roots) * roots * roots * kept[f"{name}_scale"]).astype(np.float32)
    return whole


def _laid(lists: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    """Return numbers one after the other, and where each list, none empty, starts."""
    starts = np.cumsum([0, *map(len, lists[:-1])])
    return np.fromiter(chain.from_iterable(lists), np.int64), starts


def _make_room(table: Table, words: Sequence[Sequence[str]]) -> None:
    if len(table.seen) + sum(map(len, words)) > _MOST_REMEMBERED:
        table.seen.clear()


def _row(model: Linear, table: Table, word: str) -> int:
    """Return the row of `table.rows` that holds a word's scores: the word's (3), their square, its pieces', theirs."""
    row = table.seen.get(word)
    if row is None:
        row = table.seen[word] = len(table.seen)
        whole, parts = word_number(word), piece_numbers(word)
        table.rows[row, :3], table.rows[row, 3] = table.words[whole], model.word_squares[whole]
        table.rows[row, 4:7] = table.pieces[parts].sum(axis=0)
        table.rows[row, 7] = model.piece_squares[parts].sum()
        if not word:
            table.rows[row] = 0  # stands in every text, so that no list is empty
    return row
