"""The mood of a visitor along a thread: whether it sours, has recovered or stays. From the visitor's own words alone.

Pure arithmetic on judgements; who calls hands in the visitor's messages and never ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from words import Sentence, s

Course = Literal["souring", "recovered", "steady"]
STEP = 0.5  # of 2: how far apart two messages are that are not in the same mood
AGAIN = 3  # so many negative messages on end: nothing was settled
_SAID = {"negative": -1.0, "positive": 1.0, "neutral": 0.0, "mixed": 0.0}


@dataclass(frozen=True)
class Turn:
    """One message of the visitor, judged. `by_person`: the label is a person's word, worth all its weight."""

    label: str | None
    probabilities: Mapping[str, Any] | None
    intent: str | None
    by_person: bool = False


@dataclass(frozen=True)
class Mood:
    """Where a thread is heading, and why."""

    course: Course
    because: Sentence


@dataclass(frozen=True)
class _Step:
    number: int  # of the message, as the visitor wrote them
    label: str
    value: float  # −1 … 1


def mood(turns: Sequence[Turn]) -> Mood | None:
    """Return the mood along the visitor's messages, oldest first; None before two of them could be judged.

    What is undetermined or spam tells nothing. Thanks are a closing turn: kind, and never a reason to worry.
    """
    steps = [step for number, turn in enumerate(turns, start=1) if (step := _step(number, turn))]
    if len(steps) < 2:
        return None
    last, earlier = steps[-1], steps[:-1]
    if last.label == "negative":
        return _souring(last, earlier)
    worst = min(earlier, key=lambda step: step.value)
    if last.label in ("positive", "thanks") and worst.label == "negative" and last.value - worst.value >= STEP:
        if last.label == "thanks":
            return Mood("recovered", s("Le visiteur remercie, après un message négatif (n° {n}).", n=worst.number))
        return Mood("recovered", s("Le visiteur est content, après un message négatif (n° {n}).", n=worst.number))
    return Mood("steady", s("Le ton ne s'aggrave pas d'un message à l'autre."))


def _souring(last: _Step, earlier: list[_Step]) -> Mood:
    best = max(earlier, key=lambda step: step.value)
    if best.value - last.value >= STEP:
        if best.label == "negative":
            return Mood("souring", s("Le ton est plus dur qu'au message n° {n}.", n=best.number))
        return Mood("souring", s("Le ton est devenu négatif depuis le message n° {n}.", n=best.number))
    row = [last]
    for step in reversed(earlier):
        if step.label != "negative":
            break
        row.append(step)
    if len(row) >= AGAIN:
        return Mood("souring", s("Messages négatifs de suite : {n}.", n=len(row)))
    return Mood("steady", s("Le ton reste négatif, sans s'aggraver."))


def _step(number: int, turn: Turn) -> _Step | None:
    if turn.intent == "thanks":
        return _Step(number, "thanks", max(0.5, _value(turn)))
    if turn.label not in _SAID or turn.intent == "spam":
        return None
    return _Step(number, turn.label, _value(turn))


def _value(turn: Turn) -> float:
    """Return chances of positive less chances of negative; what a person said, or had no chances, counts whole."""
    if turn.by_person or not turn.probabilities:
        return _SAID.get(turn.label or "", 0.0)
    return float(turn.probabilities.get("positive", 0.0)) - float(turn.probabilities.get("negative", 0.0))
