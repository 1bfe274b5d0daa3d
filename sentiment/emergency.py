"""Hears that somebody writes of an emergency, beyond the words of the tables. It ranks; it raises no alarm.

Learnt on news of crises, it would flag a quarter of ordinary messages. What raises alarms is in `alarm`: words that a
person can read and, where the deep tier judges, its danger head, learnt on visitors' own sentences.
"""

from __future__ import annotations

from functools import lru_cache

from sentiment import light
from sentiment.reading import MARKS, Reading, read


def chance(reading: Reading) -> float:
    """Return how much a text reads like a report of an emergency, 0..1."""
    words = _words(reading)
    return light.scores(_model(), words)["urgent"] if words else 0.0


def words_of(text: str) -> list[str]:
    """Return the words the model counts: small letters, no accents, no marks."""
    return _words(read(text))


def _words(reading: Reading) -> list[str]:
    return [word for word in reading.folded if word[0] not in MARKS]


@lru_cache
def _model() -> light.Light:
    return light.load("emergency")
