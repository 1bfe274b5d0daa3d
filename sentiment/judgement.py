"""What weighing a text gives: one frozen record, with every flag and reason as a sentence a person can read.

Both tiers fill the same record; `tier` and `version` say who judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from words import Sentence

Label = Literal["negative", "neutral", "positive", "undetermined"]
Class = Literal["negative", "neutral", "positive"]
CLASSES: tuple[Class, ...] = ("negative", "neutral", "positive")
VERSION = "fast-2"  # raise it with every change of a table or a rule, so that history can be judged again


@dataclass(frozen=True)
class Flag:
    """One thing a person must see (`safety`, `today`, `press`, `spam`, `abuse`, `cut`), and why it was raised."""

    code: str
    because: Sentence


@dataclass(frozen=True)
class Judgement:
    """One text, weighed.

    `lang` is an ISO code (`gsw` for Alsatian, `und` when unknown), `lang_second` the runner-up or None;
    `probabilities` sum to 1; `compound` is −1..1; `confidence` and `urgency` are 0..1. `label` is the most probable
    class, or `undetermined`, which is never to be counted as neutral. `topics` are the taxonomy's codes and `places`
    territory slugs, strongest first.
    """

    lang: str
    lang_second: str | None
    label: Label
    probabilities: Mapping[Class, float]
    compound: float
    confidence: float
    urgency: float
    intent: str
    topics: tuple[str, ...]
    places: tuple[str, ...]
    flags: tuple[Flag, ...]
    reasons: tuple[Sentence, ...]
    tier: str = "fast"
    version: str = VERSION

    def flagged(self, code: str) -> bool:
        """Tell whether the flag `code` was raised."""
        return any(flag.code == code for flag in self.flags)
