"""One word as VADER sees it, looked at once and remembered. Lexicon and constants are read from the library."""

from __future__ import annotations

from collections.abc import Mapping
from string import punctuation
from typing import NamedTuple

from vaderSentiment import vaderSentiment as stock

MOST_REMEMBERED = 100_000  # tokens; then the memory starts anew
SPECIAL: Mapping[str, float] = stock.SPECIAL_CASES
PAIRS: Mapping[str, float] = {phrase: weight for phrase, weight in stock.BOOSTER_DICT.items() if " " in phrase}
_DENIES = frozenset(stock.NEGATE)
_SPEAK_ON = frozenset({"no", "so", "this", "least"})
RARE_WORDS = frozenset(
    {"shit", "bomb", "ass", "stop", "right", "death", "die", "heart", "enough", "kind", "sort"}
)  # one of them stands in every phrase
_ASKED_FOR = (
    {"but", "at", "very", "or", "nor", "never", "without", "doubt", "of"}
    | _SPEAK_ON
    | {word for phrase in (*SPECIAL, *PAIRS) for word in phrase.split()}
)

HITS, SHOUTS, SPEAKS_ON, RARE, BUT = 1, 2, 4, 8, 16  # what a word may do, added up in `Token.does`


class Token(NamedTuple):
    """One word: punctuation off, its small form, and what the tables say of it."""

    low: str
    weight: float | None  # None: not in the lexicon
    boost: float | None  # None: no booster
    denies: bool
    does: int


SILENT = Token("", None, None, False, 0)  # any word that no rule ever asks about; remembered as None


class Memory(dict[str, Token | None]):
    """The tokens met so far, by the piece of text between two spaces."""

    def __init__(self, lexicon: Mapping[str, float]) -> None:
        super().__init__()
        self._lexicon = lexicon

    def __missing__(self, piece: str) -> Token | None:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        token = self[piece] = _token(piece, self._lexicon)
        return token


def _token(piece: str, lexicon: Mapping[str, float]) -> Token | None:
    bare = piece.strip(punctuation)
    word = piece if len(bare) <= 2 else bare
    low = word.lower()
    again = low.lower()  # as the library does: for a few letters the second time differs
    weight, boost = lexicon.get(low), stock.BOOSTER_DICT.get(low)
    denies = again in _DENIES or "n't" in again
    does = SHOUTS if word.isupper() else 0
    if weight is not None and boost is None:
        does |= HITS
    if boost is not None or denies or low in _SPEAK_ON:
        does |= SPEAKS_ON
    if low in _ASKED_FOR:
        does |= RARE if low in RARE_WORDS else BUT if low == "but" else 0
    elif not does and weight is None:
        return None
    return Token(low, weight, boost, denies, does)
