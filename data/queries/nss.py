"""Net sentiment and its interval: pure arithmetic on counts, the formulas shown to people. Reads nothing.

`mixed` stays in the denominator. `undetermined` (and not yet judged) is shown apart: it is neither neutral nor in n.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

ENOUGH = 30  # under it a figure is grey and no change is shown
Z = 1.96  # 95 %


@dataclass(frozen=True)
class Tally:
    """How many mentions of each mood; `n`, the denominator, leaves the undetermined out."""

    positive: int = 0
    negative: int = 0
    neutral: int = 0
    mixed: int = 0
    undetermined: int = 0

    @property
    def n(self) -> int:
        """Count the mentions whose mood is known."""
        return self.positive + self.negative + self.neutral + self.mixed

    @property
    def volume(self) -> int:
        """Count all mentions, the undetermined too."""
        return self.n + self.undetermined

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.positive + other.positive,
            self.negative + other.negative,
            self.neutral + other.neutral,
            self.mixed + other.mixed,
            self.undetermined + other.undetermined,
        )


@dataclass(frozen=True)
class Score:
    """Net sentiment in points (-100 … +100) ± `half_width`; `polarity` as other tools show it, never mixed with ours.

    None where nothing can be divided. `enough`: n is large enough to be shown in colour.
    """

    nss: float | None
    half_width: float | None
    polarity: float | None
    n: int
    enough: bool


@dataclass(frozen=True)
class Difference:
    """One score minus another in points, ± `half_width`; `clear`: the interval leaves 0 out, both have enough."""

    points: float | None
    half_width: float | None
    clear: bool


def tally(labels: dict[str | None, int]) -> Tally:
    """Return the tally of counts by label; a label of no known mood is undetermined."""
    known = {mood: labels.get(mood, 0) for mood in ("positive", "negative", "neutral", "mixed")}
    return Tally(**known, undetermined=sum(labels.values()) - sum(known.values()))


def score(counts: Tally) -> Score:
    """Return NSS = (P - N) / (P + N + U + M) * 100 ± 1.96 * sqrt((p + q - (p - q)²) / n) * 100, U the neutral."""
    opinions = counts.positive + counts.negative
    polarity = (counts.positive - counts.negative) / opinions * 100 if opinions else None
    if not counts.n:
        return Score(None, None, polarity, 0, False)
    net = (counts.positive - counts.negative) / counts.n * 100
    return Score(net, Z * sqrt(_variance(counts)) * 100, polarity, counts.n, counts.n >= ENOUGH)


def difference(one: Tally, other: Tally) -> Difference:
    """Return how far `one` stands above `other`, two places or two periods that share no mention."""
    first, second = score(one), score(other)
    if first.nss is None or second.nss is None:
        return Difference(None, None, False)
    points, half_width = first.nss - second.nss, Z * sqrt(_variance(one) + _variance(other)) * 100
    return Difference(points, half_width, first.enough and second.enough and abs(points) > half_width)


def _variance(counts: Tally) -> float:
    p, q = counts.positive / counts.n, counts.negative / counts.n
    return max(0.0, (p + q - (p - q) ** 2) / counts.n)
