"""How right a judge is, in figures with their n and interval: from a table of what was true and what was said.

Pure arithmetic; numpy only for the interval of macro-F1, which has no formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from sentiment.judgement import CLASSES

Table = Mapping[tuple[str, str], int]  # (true, said) → how many
ENOUGH = 30
Z = 1.96
COVERED = (1.0, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5)
_DRAWS = 2000


@dataclass(frozen=True)
class Share:
    """`k` of `n`, its share and its 95 % interval (Wilson 1927); None where n is 0."""

    k: int
    n: int
    share: float | None
    low: float | None
    high: float | None

    @property
    def enough(self) -> bool:
        """Tell whether n is large enough to conclude from."""
        return self.n >= ENOUGH


@dataclass(frozen=True)
class Point:
    """At `coverage`, judging only what is surest, the share of right judgements; `n` judged."""

    coverage: float
    n: int
    accuracy: float


def wilson(k: int, n: int) -> Share:
    """Return a share with Wilson's score interval, which stays within 0 and 1 and is honest for small n."""
    if not n:
        return Share(k, 0, None, None, None)
    p, z2 = k / n, Z * Z
    middle, half = p + z2 / (2 * n), Z * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    whole = 1 + z2 / n
    return Share(k, n, p, max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole))


def accuracy(table: Table) -> Share:
    """Return how often true and said agree, among what both put in one of the three classes."""
    decided = {pair: n for pair, n in table.items() if set(pair) <= set(CLASSES)}
    return wilson(sum(n for (true, said), n in decided.items() if true == said), sum(decided.values()))


def recall(table: Table, wanted: str) -> Share:
    """Return how many of those truly `wanted` were said so; one left undetermined was missed."""
    of_it = {pair: n for pair, n in table.items() if pair[0] == wanted}
    return wilson(of_it.get((wanted, wanted), 0), sum(of_it.values()))


def undetermined(table: Table) -> Share:
    """Return how many were left undetermined."""
    return wilson(sum(n for (_, said), n in table.items() if said == "undetermined"), sum(table.values()))


def macro_f1(table: Table) -> float | None:
    """Return the mean of the F1 of the classes that occur in truth; None for an empty table."""
    classes = [name for name in CLASSES if any(n and name == true for (true, _), n in table.items())]
    return sum(_f1(table, name) for name in classes) / len(classes) if classes else None


def macro_f1_interval(table: Table, seed: int = 1) -> tuple[float, float] | None:
    """Return the 95 % interval of macro-F1: the table drawn anew 2,000 times (bootstrap, Efron 1979)."""
    import numpy as np

    cells = sorted(pair for pair, n in table.items() if n)
    total = sum(table[pair] for pair in cells)
    if not total:
        return None
    shares = np.array([table[pair] / total for pair in cells])
    drawn = np.random.default_rng(seed).multinomial(total, shares, size=_DRAWS)
    found = [macro_f1({pair: int(n) for pair, n in zip(cells, row, strict=True)}) or 0.0 for row in drawn]
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def risk_coverage(judged: Iterable[tuple[float, bool]], at: Sequence[float] = COVERED) -> list[Point]:
    """Return the accuracy of the surest share of `judged` (confidence, right), for each coverage of `at`."""
    surest = sorted(judged, key=lambda pair: -pair[0])
    points = []
    for coverage in at:
        n = round(coverage * len(surest))
        if n:
            points.append(Point(coverage, n, sum(right for _, right in surest[:n]) / n))
    return points


def _f1(table: Table, name: str) -> float:
    hits = table.get((name, name), 0)
    true = sum(n for pair, n in table.items() if pair[0] == name)
    said = sum(n for pair, n in table.items() if pair[1] == name)
    return 2 * hits / (true + said) if hits else 0.0
