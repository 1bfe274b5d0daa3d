"""Cuts a text into what the linear model counts: words, pairs, denied words, and pieces of words, all as numbers."""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32

from sentiment.fast.lexical import polarity_of
from sentiment.reading import MARKS, Reading, fold
from sentiment.tables import modifiers

SIZE = 1 << 17  # places in a table; what falls on one place shares its weight
_LENGTHS = range(2, 6)  # letters of a piece, the ends of its word marked
_LONGEST_WORD = 30
_SAME_WORD_COUNTS = 2  # « super » a thousand times is no surer than twice
_DENIES_ON = 4  # words
_MOST_PAIRED = 2_000  # of a cut text, signs included


def words_of(reading: Reading, lang: str) -> list[str]:
    """Return the words, signs and marks of a text, folded, each kept twice at most.

    A weighed word that is denied is left out: „nicht schlecht“ is not to be told by its „schlecht“.
    """
    against = turned(reading, lang)
    told: dict[str, int] = {}
    kept = []
    for word in reading.folded:
        told[word] = told.get(word, 0) + 1
        if told[word] <= _SAME_WORD_COUNTS and word not in against:
            kept.append(word)
    return kept


def word_number(word: str) -> int:
    """Return the place of a whole word."""
    return _place("w" + word)


def piece_numbers(word: str) -> list[int]:
    """Return the places of the pieces of two to five letters of a word."""
    marked = f"<{word[:_LONGEST_WORD]}>"
    return [_place(marked[n : n + length]) for length in _LENGTHS for n in range(len(marked) - length + 1)]


def company_numbers(reading: Reading, lang: str) -> list[int]:
    """Return the places of each two words that follow one another, and of the words a negation stands before."""
    words = reading.folded[:_MOST_PAIRED]
    pairs = [_place(f"b{first} {second}") for first, second in zip(["^", *words], [*words, "$"], strict=True)]
    return pairs + [_place("n" + word) for word in denied(reading, lang)]


def turned(reading: Reading, lang: str) -> set[str]:
    """Return the words that weigh and are denied."""
    against = set(denied(reading, lang))
    if not against:
        return against
    return {fold(word) for said, _ in polarity_of(reading.text, lang).words for word in said.split()} & against


def denied(reading: Reading, lang: str) -> Iterator[str]:
    """Yield the words up to four after a negation, in its sentence."""
    negations = {found.stop - 1 for found in modifiers(lang)(reading.folded) if found.value == "negator"}
    left = 0
    for place, word in enumerate(reading.folded):
        if place in negations:
            left = _DENIES_ON
        elif word[0] in MARKS:
            left = 0
        elif left:
            left -= 1
            yield word


def _place(piece: str) -> int:
    return crc32(piece.encode("utf-8", "surrogatepass")) & (SIZE - 1)
