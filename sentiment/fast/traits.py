"""What else tells a feeling from none: what the lexicon found, marks, capitals, addresses, length. Near 0..1."""

from __future__ import annotations

import re
from math import copysign, log1p, tanh

from sentiment.fast.lexical import polarity_of
from sentiment.fast.pieces import turned
from sentiment.reading import Reading
from sentiment.rules import signs_of

_LONG_LETTER = re.compile(r"([^\W\d_])\1{2,}")
_HANDLE = re.compile(r"(?<!\w)@")
_FEW = 6  # words
_SURE_OF_DENIAL = 5.0
_MOST_CAPITALS = 0.6  # a text all in capitals is read as the same words in small letters


def lexical(text: str, lang: str) -> tuple[float, float, float]:
    """Return the compound, its square and its sign, all with its sign: kinder words never lower any of them."""
    compound = polarity_of(text, lang).compound
    return compound, copysign(compound * compound, compound), (compound > 0) - (compound < 0)


def sureness(reading: Reading, lang: str) -> float:
    """Return how much more the lexicon's part counts: in a few words with a denied one, the rules know better."""
    return _SURE_OF_DENIAL if reading.words <= _FEW and turned(reading, lang) else 1.0


def traits(text: str, reading: Reading, lang: str) -> tuple[float, ...]:
    """Return the traits of a text: always as many, always in this order."""
    polarity = polarity_of(text, lang)
    values = [value for _, value in polarity.words]
    capitals = sum(token.isupper() and len(token) > 1 for token in reading.tokens) / max(1, reading.words)
    handles, calls = len(_HANDLE.findall(text)), text.count("!")
    return (
        1.0,
        not values,
        polarity.contrast,
        polarity.torn,
        tanh(sum(value > 0 for value in values) / 2),
        tanh(sum(value < 0 for value in values) / 2),
        tanh(values[-1] / 2) if values else 0.0,
        tanh(sum(value for _, value in signs_of(reading)) / 3),
        "?" in text,
        "?" in text and not values,
        min(calls, 4) / 4,
        "..." in text or "…" in text,
        capitals if capitals < _MOST_CAPITALS else 0.0,
        bool(_LONG_LETTER.search(text)),
        "http" in text.lower(),
        handles > 0,
        min(handles, 5) / 5,
        "#" in text,
        text.startswith("RT "),
        any(map(str.isdigit, text)),
        log1p(reading.words) / 4,
    )
