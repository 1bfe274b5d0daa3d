"""The part of the fast tier that a person can follow word by word: our lexicons, VADER's rules, emoji."""

from __future__ import annotations

from functools import lru_cache

from sentiment import english, rules
from sentiment.polarity import Polarity, compound
from sentiment.reading import Reading, read

RULED = frozenset({"fr", "de", "gsw", "es", "it", "pt"})  # languages with a lexicon of ours
WEIGHED = RULED | {"en"}
_MOST_KEPT = 256  # the same text is asked for by the tier and for its reasons


@lru_cache(_MOST_KEPT)
def polarity_of(text: str, lang: str) -> Polarity:
    """Return the polarity of a text in `lang` (an ISO code, or `gsw`); in any other language its emoji alone count."""
    reading = read(text)
    if lang == "en":
        return english.polarity(reading)
    return rules.polarity(reading, lang) if lang in RULED else _by_signs(reading)


def _by_signs(reading: Reading) -> Polarity:
    seen = rules.signs_of(reading)
    return Polarity(compound(sum(value for _, value in seen), reading.text), tuple((w, v) for w, v in seen if v))
