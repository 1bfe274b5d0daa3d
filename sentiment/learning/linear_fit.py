"""Learns the linear model: what languages share and what is each one's own, together (Daumé III 2007), by L-BFGS."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sentiment.learning.linear_rows import TRAITS_AT, Floats, Rows

Vector = NDArray[np.float32]
_MEMORY = 6  # steps that L-BFGS remembers
_ENOUGH = 1e-5  # relative gain under which it stops


@dataclass(frozen=True)
class Group:
    """Rows that share parts of the weights: which parts, how strongly each counts, whose lexicon coefficients."""

    rows: Rows
    truth: Floats  # (n, 3): one-hot labels, or soft ones of a teacher
    weight: float
    parts: tuple[tuple[int, float], ...]
    lang: int


@dataclass(frozen=True)
class Weights:
    """What was learnt: (parts, 3, columns), and the lexicon's pulls (languages, 3, 2), never below 0."""

    parts: Floats
    lexical: Floats


def fit(groups: Sequence[Group], parts: int, langs: int, traits: int, *, decay: float, steps: int) -> Weights:
    """Return the weights of least cross-entropy plus `decay`/2 of their squares (traits: 1/2)."""
    width = TRAITS_AT + traits
    shape, lexical = (parts, 3, width), (langs, 3, 2)
    cut = parts * 3 * width
    pull = np.full(width, decay, np.float32)
    pull[TRAITS_AT:] = 1.0
    total = sum(group.weight * len(group.truth) for group in groups)

    def loss(x: Vector) -> tuple[float, Vector]:
        weights, raw = x[:cut].reshape(shape), x[cut:].reshape(lexical)
        pulls = np.logaddexp(0, raw)
        slope, raw_slope = weights * pull, np.zeros_like(raw)
        cost = 0.5 * float((weights * slope).sum()) + 0.01 * float((raw * raw).sum())
        for group in groups:
            chances = chances_of(group.rows, _mixed(weights, group.parts), pulls[group.lang])
            cost -= group.weight * float((group.truth * np.log(chances + 1e-12)).sum())
            error = group.weight * (chances - group.truth)
            back = group.rows.back(error, width)
            for part, strength in group.parts:
                slope[part] += strength * back
            sides = np.stack([-error[:, 0], error[:, 2]], axis=1)
            raw_slope[group.lang] += group.rows.lexical.T @ sides
        raw_slope = raw_slope / (1 + np.exp(-raw)) + 0.02 * raw
        return cost / total, np.concatenate([slope.ravel(), raw_slope.ravel()]).astype(np.float32) / total

    start = np.zeros(cut + langs * 6, np.float32)
    start[cut:] = -1.0
    x = least(loss, start, steps)
    return Weights(x[:cut].reshape(shape), np.logaddexp(0, x[cut:]).reshape(lexical).astype(np.float32))


def chances_of(rows: Rows, weights: Floats, pulls: Floats) -> Floats:
    """Return the chances (n, 3) that mixed weights (3, columns) and a lexicon's pulls (3, 2) give to rows."""
    scores = rows.times(weights)
    sides = rows.lexical @ pulls
    scores[:, 0] -= sides[:, 0]
    scores[:, 2] += sides[:, 1]
    lifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Floats = lifted / lifted.sum(axis=1, keepdims=True)
    return found


def _mixed(weights: Floats, parts: Sequence[tuple[int, float]]) -> Floats:
    mixed: Floats = np.sum([np.float32(strength) * weights[part] for part, strength in parts], axis=0)
    return mixed


def least(loss: Callable[[Vector], tuple[float, Vector]], x: Vector, steps: int) -> Vector:
    """Return where a smooth function is least: L-BFGS with halving steps (Nocedal and Wright 2006, algorithm 7.5)."""
    cost, slope = loss(x)
    past: list[tuple[Vector, Vector]] = []
    for _ in range(steps):
        way = -_direction(slope, past)
        descent, length = float(slope @ way), 1.0
        for _ in range(12):
            there, (found, bent) = x + np.float32(length) * way, (0.0, slope)
            found, bent = loss(there)
            if found <= cost + 1e-4 * length * descent:
                break
            length *= 0.4
        moved, changed = there - x, bent - slope
        if float(moved @ changed) > 1e-12:
            past = [*past, (moved, changed)][-_MEMORY:]
        gained, x, cost, slope = cost - found, there, found, bent
        if abs(gained) < _ENOUGH * abs(cost):
            break
    return x


def _direction(slope: Vector, past: Sequence[tuple[Vector, Vector]]) -> Vector:
    way, shares = slope.copy(), []
    for moved, changed in reversed(past):
        share = np.float32((moved @ way) / (moved @ changed))
        shares.append(share)
        way -= share * changed
    if past:
        moved, changed = past[-1]
        way *= np.float32((moved @ changed) / (changed @ changed))
    else:
        way *= np.float32(10 / (np.abs(slope).sum() + 1e-12))
    for (moved, changed), share in zip(past, reversed(shares), strict=True):
        way += moved * (share - np.float32((changed @ way) / (moved @ changed)))
    return way
