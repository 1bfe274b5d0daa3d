"""A judge whose every word is known, for tests of what is done with judgements: no model, no lexicon, no surprise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sentiment.judgement import CLASSES, Judgement, Label
from words import s

ANGRY, KIND, ASKING = "déplorable", "merveilleux", "?"
DOUBT = "bof"


def weigh(
    text: str, *, languages_here: Sequence[str] = (), hint: str | None = None, tier: str | None = None
) -> Judgement:
    """Judge by one word: déplorable, merveilleux, merci, bof; everything else is neutral."""
    low = text.lower()
    leaning = "negative" if ANGRY in low else "positive" if KIND in low or "merci" in low else "neutral"
    label: Label = "undetermined" if DOUBT in low else leaning  # type: ignore[assignment]  # one of the classes
    thanks = low.startswith("merci") or low in ("👍", "danke schön")
    intent = "thanks" if thanks else "question" if ASKING in low else "complaint" if leaning == "negative" else "other"
    chances = {name: 0.8 if name == leaning else 0.1 for name in CLASSES}
    return Judgement(
        lang=hint or "fr", lang_second=None, label=label, probabilities=chances, compound=0.0,
        confidence=0.3 if label == "undetermined" else 0.8, urgency=0.1, intent=intent, topics=(), places=(), flags=(),
        reasons=(s("Le ton est négatif."),), tier=tier or "fast", version="known",
    )  # fmt: skip


def weigh_many(
    texts: Iterable[str], *, languages_here: Sequence[str] = (), hints: Iterable[str | None] | None = None,
    tier: str | None = None,
) -> Iterator[Judgement]:  # fmt: skip
    """Judge each text by one word."""
    given = list(texts)
    for text, hint in zip(given, hints or [None] * len(given), strict=True):
        yield weigh(text, hint=hint, tier=tier)
