"""What every way of weighing polarity returns, and the arithmetic they share (VADER's, Hutto & Gilbert 2014)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from sentiment.tables import rows

BOOST = 0.293  # VADER's B_INCR: what a booster adds
SHOUT = 0.733  # VADER's C_INCR: what capitals add among small letters
NEGATED = -0.74  # VADER's N_SCALAR: what a negation makes of a weight


@dataclass(frozen=True)
class Polarity:
    """The sum of a text's weighed words, −1..1 (`compound`), and the words themselves with what each gave."""

    compound: float
    words: tuple[tuple[str, float], ...]
    contrast: bool = False

    @property
    def torn(self) -> bool:
        """Tell whether strong words pull both ways, no « mais » orders them, and neither side wins."""
        praise = sum(value for _, value in self.words if value > 0)
        blame = -sum(value for _, value in self.words if value < 0)
        return not self.contrast and min(praise, blame) >= 1.5 and abs(praise - blame) < 0.4 * max(praise, blame)


def compound(total: float, text: str) -> float:
    """Return `total` as −1..1, widened by the text's exclamation and question marks."""
    marks = min(text.count("!"), 4) * 0.292
    asks = text.count("?")
    marks += 0 if asks < 2 else asks * 0.18 if asks <= 3 else 0.96
    total += marks if total > 0 else -marks if total < 0 else 0
    return total / sqrt(total * total + 15)


@lru_cache
def emoji_weights() -> dict[str, float]:
    """Return the weights of emoji and emoticons (`lexicons/emoji.tsv`, ours)."""
    return {sign: float(weight) for sign, weight in rows("emoji.tsv")}
