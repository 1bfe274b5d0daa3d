"""Reads a text before it is judged: its language, the signs in it, danger, and what its words weigh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sentiment.doubt import Heard
from sentiment.fast.lexical import polarity_of
from sentiment.intent import is_question, is_thanks
from sentiment.language import tongue
from sentiment.polarity import Polarity, compound
from sentiment.reading import read
from sentiment.signals import Sign, signs
from sentiment.urgency import ALARM_FROM, Danger, danger

_DANGER_WEIGHS = -2.5  # as « agression » does
_GRAVE = -0.4


@dataclass(frozen=True)
class Listened:
    """A text as typed, as heard, the signs found in it by kind, and the danger it speaks of."""

    text: str
    heard: Heard
    found: dict[str, list[Sign]]
    risk: Danger
    asks: bool

    @property
    def alarming(self) -> bool:
        """Tell whether a person must see it for the danger it speaks of."""
        return self.risk.weight >= ALARM_FROM


def listen(text: str, here: Sequence[str], hint: str | None) -> Listened:
    """Return a text read in its language; the territory's languages and the hint decide only in short ones."""
    reading = read(text)
    spoken = tongue(reading, here, hint)
    found = signs(reading, spoken.first)
    risk = danger(reading, spoken.first, found)
    polarity = _with_danger(polarity_of(text, spoken.first), risk, reading.text)
    asks = is_question(reading, found)
    purposeful = asks or is_thanks(reading, found) or any(found.get(kind) for kind in ("report", "suggest", "press"))
    return Listened(text, Heard(reading, spoken, polarity, purposeful), found, risk, asks)


def _with_danger(polarity: Polarity, risk: Danger, text: str) -> Polarity:
    """Danger is bad news even where no other word says so („Es brennt am Münster“)."""
    if risk.weight < ALARM_FROM or polarity.compound < _GRAVE:
        return polarity
    words = ((risk.words[0], _DANGER_WEIGHS), *polarity.words)
    return Polarity(compound(_DANGER_WEIGHS, text), words, polarity.contrast)
