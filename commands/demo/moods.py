"""Give a text the mood its label says: what is added before or after it, and how sentences are joined."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from commands.demo.grammar import Where, filled, opened
from commands.demo.lines import of_part
from commands.demo.picking import any_of

BUT = {"fr": "mais", "de": "aber", "en": "but", "gsw": "àwer", "es": "pero", "it": "ma", "nl": "maar", "zh": "但是",
       "tr": "ama"}  # fmt: skip


def moved(rng: np.random.Generator, intent: str, mood: str, kind: str, text: str, where: Where) -> list[str]:
    """Add to a text what its mood asks for: praise is glad and a complaint angry by itself, a question is neither."""
    but = BUT[where.lang]
    if kind == "question_in_praise" and intent == "praise":
        return [text, piece(rng, "aside", where)]
    if kind == "mixed_opinion" and mood != "mixed":
        return [text, piece(rng, "reserve" if intent == "praise" else "concede", where)]
    if mood == "mixed":
        cheer, sigh = piece(rng, "cheer", where), piece(rng, "sigh", where)
        if intent in {"praise", "complaint"}:
            return [text, opened(f"{but} {sigh if intent == 'praise' else cheer}")]
        return [opened(f"{cheer}, {but} {sigh}"), text]
    if mood == "positive" and intent not in {"praise", "thanks"}:
        cheer = opened(piece(rng, "cheer", where))
        return [text, cheer] if intent == "ugc_share" else [cheer, text]
    if mood == "negative" and intent not in {"complaint", "abuse"}:
        return [text, opened(piece(rng, "sigh", where))]
    return [text]


def piece(rng: np.random.Generator, part: str, where: Where) -> str:
    """Return any line of a part, filled."""
    return filled(rng, any_of(rng, of_part(where.lang, part)).text, where)


def sentences(parts: Sequence[str], lang: str) -> str:
    """Join sentences, each ended by some mark; Chinese leaves no space."""
    stop, between = ("。", "") if lang == "zh" else (".", " ")
    ended = [part + stop if part[-1].isalnum() or part[-1] in '»“")' else part for part in parts]
    return between.join([*ended[:-1], parts[-1]])
