"""VADER's rules made quick: the scores are vaderSentiment 3.3.2's own, to the last digit, on any text.

Each token is looked at once and remembered; what the library asks by walking lists is asked here of sets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from math import sqrt

from vaderSentiment import vaderSentiment as stock

from sentiment.fast.vader_rules import values_of, weights_of
from sentiment.fast.vader_tokens import BUT, Memory

_FAR = "\u2000"  # from here on signs are looked up one by one; a class of a thousand signs is slow


class Vader:
    """VADER over a lexicon and names of emoji, the library's unless others are given."""

    def __init__(self, lexicon: Mapping[str, float] | None = None, emoji: Mapping[str, str] | None = None) -> None:
        if lexicon is None or emoji is None:
            library = stock.SentimentIntensityAnalyzer()
            lexicon = library.lexicon if lexicon is None else lexicon
            emoji = library.emojis if emoji is None else emoji
        self.lexicon, self.emoji = lexicon, emoji
        self._maybe = _places_of(emoji)
        self._read = Memory(lexicon).__getitem__

    def polarity_scores(self, text: str) -> dict[str, float]:
        """Return {"neg", "neu", "pos", "compound"}: what vaderSentiment's method of this name returns."""
        named = self._named(text)
        tokens = list(map(self._read, named.split()))
        return _scores(weights_of(tokens), len(tokens), named)

    def words(self, text: str) -> tuple[list[tuple[str, float]], float, bool]:
        """Return the words that weighed with what they gave, the compound (−1..1), and whether « but » is said."""
        named = self._named(text)
        tokens = list(map(self._read, named.split()))
        values = values_of(tokens)
        said = [(token.low, value) for place, value in values.items() if (token := tokens[place])]
        contrast = any(token.does & BUT for token in tokens if token)
        return said, _scores(list(values.values()), len(tokens), named)["compound"], contrast

    def _named(self, text: str) -> str:
        """Return the text with each emoji of one character told in words."""
        if text.isascii():
            return text.strip()
        told: list[str] = []
        last, spaced = 0, True
        for found in self._maybe(text):
            name = self.emoji.get(found[0])
            if name is None:
                continue
            start = found.start()
            if start > last:
                told.append(text[last:start])
                spaced = text[start - 1] == " "
            told.append(name if spaced else f" {name}")
            last, spaced = start + 1, False
        return "".join([*told, text[last:]]).strip() if told else text.strip()


@lru_cache(1)
def vader() -> Vader:
    """Return VADER as the library has it."""
    return Vader()


def _places_of(emoji: Mapping[str, str]) -> Callable[[str], Iterator[re.Match[str]]]:
    """Return what finds the characters that may be emoji: the few before U+2000 by name, and all after it."""
    near = "".join(sorted(sign for sign in emoji if len(sign) == 1 and sign < _FAR))
    return re.compile(f"[{re.escape(near)}{_FAR}-\U0010ffff]").finditer


def _scores(values: list[float], words: int, text: str) -> dict[str, float]:
    if not values:
        return {"neg": 0.0, "neu": 1.0 if words else 0.0, "pos": 0.0, "compound": 0.0}
    stress, total = _stress(text), float(sum(values))
    good = bad = 0.0
    for value in values:  # not sum(), which adds more exactly than the library's own loop since Python 3.12
        if value > 0:
            good += value + 1
        else:
            bad += value - 1
    if good > -bad:
        good += stress
    elif good < -bad:
        bad -= stress
    total += stress if total > 0 else -stress if total < 0 else 0.0
    plain = words - len(values)
    whole = good - bad + plain
    return {
        "neg": round(-bad / whole, 3) if bad else 0.0,
        "neu": round(plain / whole, 3),
        "pos": round(good / whole, 3) if good else 0.0,
        "compound": round(total / sqrt(total * total + 15), 4),
    }


def _stress(text: str) -> float:
    asks = text.count("?")
    return min(text.count("!"), 4) * 0.292 + (0 if asks < 2 else asks * 0.18 if asks <= 3 else 0.96)
