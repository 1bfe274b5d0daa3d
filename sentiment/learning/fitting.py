"""Learns a light model: multinomial logistic regression by AdaGrad (Duchi, Hazan and Singer 2011), one text a step."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sentiment.light import Light, buckets, terms

_START = 0.1  # AdaGrad's accumulator: the first steps are not wild
_FADE = 1e-6


def fit(
    texts: Sequence[Sequence[str]],
    labels: Sequence[str],
    *,
    bits: int,
    longest: int,
    pairs: bool = False,
    rounds: int = 6,
    rate: float = 0.5,
    balanced: bool = True,
    seed: int = 1,
) -> Light:
    """Return a model of `texts` (lists of words in small letters) and their labels; `bits` sets the table's size.

    With `balanced`, every class weighs the same however rare.
    """
    classes = tuple(sorted(set(labels)))
    size, many = 1 << bits, len(classes)
    weights, squares = np.zeros((size, many), np.float32), np.full((size, many), _START, np.float32)
    bias = np.zeros(many, np.float32)
    rows = [_row(words, longest, pairs, size) for words in texts]
    truth = np.array([classes.index(label) for label in labels])
    heft = len(truth) / (many * np.bincount(truth, minlength=many)) if balanced else np.ones(many)
    rng = np.random.default_rng(seed)
    for _ in range(rounds):
        for number in rng.permutation(len(rows)):
            places, counts = rows[number]
            score = bias + counts @ weights[places]
            chances = np.exp(score - score.max())
            slope = chances / chances.sum()
            slope[truth[number]] -= 1
            slope *= heft[truth[number]]
            step = np.outer(counts, slope).astype(np.float32) + _FADE * weights[places]
            squares[places] += step * step
            weights[places] -= rate * step / np.sqrt(squares[places])
            bias -= 0.01 * slope.astype(np.float32)
    return Light(classes, weights, bias, longest, pairs)


def _row(words: Sequence[str], longest: int, pairs: bool, size: int) -> tuple[np.ndarray, np.ndarray]:
    names = [name for group in terms(words, longest, pairs) for name in group]
    places, counts = np.unique(buckets(names, size), return_counts=True)
    root = np.sqrt(max(sum(map(len, words)), 1))
    return places, (counts / root).astype(np.float32)
