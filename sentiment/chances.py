"""Turns a polarity into the chances of negative, neutral and positive. Monotone: kinder is never less positive."""

from __future__ import annotations

from math import exp

from sentiment.judgement import CLASSES, Class

# P(negative) = σ(low − slope·compound), P(positive) = 1 − σ(high − slope·compound): proportional odds (McCullagh 1980).
# (slope, low, high) maximise the likelihood of the three-class tweets of cardiffnlp/xlm-t's UMSAB training sides, 1,839
# a language; `*` is the three languages together and serves emoji without a language. Alsatian borrows German's.
_ODDS = {"fr": (3.63, -0.79, 0.86), "de": (3.12, -0.57, 1.23), "en": (2.58, -0.64, 1.16), "*": (2.88, -0.66, 1.07)}
# A question without a weighed word: shares among the 154 such tweets of the same training sides (51, 76, 27).
_ASKED = (51 / 154, 76 / 154, 27 / 154)


def chances(compound: float, lang: str, *, only_asks: bool = False) -> dict[Class, float]:
    """Return the probabilities of the three classes, summing to 1, of a text of polarity `compound` (−1..1)."""
    if only_asks:
        return dict(zip(CLASSES, _ASKED, strict=True))
    slope, low, high = _ODDS.get("de" if lang == "gsw" else lang, _ODDS["*"])
    negative, not_positive = _sigmoid(low - slope * compound), _sigmoid(high - slope * compound)
    return {"negative": negative, "neutral": not_positive - negative, "positive": 1 - not_positive}


def most_probable(probabilities: dict[Class, float]) -> Class:
    """Return the class of the highest probability; neutral wins a tie."""
    return max(("neutral", "negative", "positive"), key=lambda name: probabilities[name])


def _sigmoid(x: float) -> float:
    return 1 / (1 + exp(-x))
