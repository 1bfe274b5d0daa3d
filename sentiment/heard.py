"""What the light models hear beside the tables: the intent, an insult. Chances only; the rules decide first."""

from __future__ import annotations

from functools import lru_cache

from sentiment import light
from sentiment.noise import words_of
from sentiment.reading import MARKS, Reading

_STAGE = "demo"  # the demo marks its invented names: nothing may be learnt from that


def aims(reading: Reading) -> dict[str, float]:
    """Return the chances of each intent, summing to 1; none for a text without words."""
    words = words_heard(reading)
    return light.scores(_model("intent"), words) if words else {}


def offence(reading: Reading) -> float:
    """Return how much a text reads like an insult, 0..1 (learnt in English and German)."""
    words = words_insulting(reading)
    return light.scores(_model("offence"), words)["offence"] if words else 0.0


def because(reading: Reading, model: str, name: str) -> str:
    """Return the words that speak most for a class of a model, as a person reads them."""
    found = light.heaviest(_model(model), words_heard(reading), name)
    return ", ".join(f"« {word} »" for word in found)


def words_heard(reading: Reading) -> list[str]:
    """Return the words that tell an intent: no place, no figure, no mark but ? and !."""
    return [word for word in words_of(reading) if word != _STAGE]


def words_insulting(reading: Reading) -> list[str]:
    """Return the words that tell an insult."""
    return [word for word in reading.folded if word[0] not in MARKS and word != "user"]


@lru_cache
def _model(name: str) -> light.Light:
    return light.load(name)
