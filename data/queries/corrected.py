"""Net sentiment as people would have counted it: the machine's counts put right by a sample that people labelled.

Pure arithmetic, beside the raw score and never in its place. Formula: double sampling for stratification (Cochran 1977,
§12.2) of a ratio, strata being a territory and what the machine said; its variance by linearisation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import sqrt

from data.queries.nss import ENOUGH, Score, Tally, Z

THIN = 5  # a stratum with fewer labels than this tells too little by itself: it joins the other thin ones


@dataclass(frozen=True)
class Stratum:
    """`volume` mentions the machine gave one label in one place; `truths`: what people said of some of them."""

    volume: int
    truths: Tally


def corrected(strata: Sequence[Stratum]) -> Score:
    """Return the net sentiment of all mentions of `strata`, with n the labels it rests on.

    What people could not tell either is in no denominator. None where no label stands.
    """
    known = _thick(one for one in strata if one.volume)
    labels = sum(one.truths.n for one in known)
    whole = sum(one.volume for one in known)
    told = sum(one.volume / whole * one.truths.n / one.truths.volume for one in known) if labels else 0.0
    if not told:
        return Score(None, None, None, 0, False)
    net = sum(one.volume / whole * (one.truths.positive - one.truths.negative) / one.truths.volume for one in known)
    ratio = net / told
    within = sum((one.volume / whole) ** 2 * _spread(one.truths, ratio) for one in known)
    between = sum(one.volume / whole * _residual(one.truths, ratio) ** 2 for one in known) / whole
    variance = (within + between) / told**2
    return Score(ratio * 100, Z * sqrt(variance) * 100, None, labels, labels >= ENOUGH)


def _thick(strata: Iterable[Stratum]) -> list[Stratum]:
    """Put thin strata together, and with the smallest thick one while they stay thin; nothing when no label stands."""
    thick: list[Stratum] = []
    thin = Stratum(0, Tally())
    for one in strata:
        if one.truths.volume >= THIN:
            thick.append(one)
        else:
            thin = _joined(thin, one)
    if not thin.volume:
        return thick
    if thin.truths.volume >= THIN or (not thick and thin.truths.volume):
        return [*thick, thin]
    if not thick:
        return []
    smallest = min(thick, key=lambda one: one.truths.volume)
    return [_joined(one, thin) if one is smallest else one for one in thick]


def _joined(one: Stratum, other: Stratum) -> Stratum:
    return Stratum(one.volume + other.volume, one.truths + other.truths)


def _residual(truths: Tally, ratio: float) -> float:
    return (truths.positive - truths.negative - ratio * truths.n) / truths.volume


def _spread(truths: Tally, ratio: float) -> float:
    """Return the variance of a stratum's mean residual. One label more, shared between three classes, is added:
    people who agree on every label of a small sample have not shown that they always would.
    """
    added = replace(truths, positive=0, negative=0)
    counts = (
        (truths.positive + 1 / 3, 1 - ratio),
        (truths.negative + 1 / 3, -1 - ratio),
        (added.n + 1 / 3, -ratio),
        (float(truths.undetermined), 0.0),
    )
    n = sum(weight for weight, _ in counts)
    mean = sum(weight * value for weight, value in counts) / n
    return sum(weight * (value - mean) ** 2 for weight, value in counts) / n / truths.volume
