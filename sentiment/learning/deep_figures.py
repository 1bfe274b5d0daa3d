"""Figures of the deep tier on validation texts: macro-F1 with interval, accuracy, calibration, risk and coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sentiment.deep_calibration import Calibration, Scores
from sentiment.judgement import CLASSES
from sentiment.learning.deep_texts import Labelled
from sentiment.measures import Point, macro_f1, macro_f1_interval, risk_coverage

_BINS = 10  # of the calibration error
_WARMTHS = np.geomspace(0.4, 4.0, 60)
_SHARES = (0.0, 0.2, 0.35, 0.5)


@dataclass(frozen=True)
class Row:
    """One language's figures on one side, of `n` texts: shares 0..1, `low` and `high` the interval of macro-F1.

    `polar` is the accuracy between positive and negative alone, on the texts that truly are one of them.
    """

    lang: str
    n: int
    macro_f1: float
    low: float
    high: float
    accuracy: float
    polar: float
    recall_negative: float
    calibration_error: float
    curve: tuple[Point, ...]


@dataclass(frozen=True)
class Figures:
    """What came of a training: `tweets` and `reviews` a row a language, `mean` of the tweets' macro-F1.

    `before` is the mean of the artefact that stood there (None without one) and `replaced` whether it gave way.
    """

    version: str
    seed: int
    runs: int  # of the second stage, averaged
    pieces: int
    size: int  # bytes
    linear: float
    warmth: dict[str, float]
    tweets: tuple[Row, ...]
    reviews: tuple[Row, ...]
    alone: tuple[dict[str, float], ...]  # each run of the second stage by itself: the tweets' macro-F1 by language
    mean: float
    before: float | None
    replaced: bool


def share_of(scores: Scores, linear: Scores, items: Sequence[Labelled]) -> float:
    """Return the share of the linear model, of a few, that makes the true labels likeliest.

    By likelihood and not by macro-F1, which jumps by half a point when three texts of two thousand change sides.
    """
    langs, rows = [item.lang for item in items], range(len(items))

    def likely(share: float) -> float:
        chances = Calibration({"*": 1.0}, share).of(scores, linear, langs)
        return float(np.log(chances[rows, [item.label for item in items]]).sum())

    return max(_SHARES, key=likely)


def warmth_of(scores: Scores, linear: Scores | None, share: float, items: Sequence[Labelled]) -> dict[str, float]:
    """Return the temperature of each language, and of all (`*`), that makes the true labels likeliest."""
    langs = np.array([item.lang for item in items])
    found = {"*": _warmest(scores, linear, share, items)}
    for lang in sorted(set(langs.tolist())):
        mine = langs == lang
        theirs = [item for item in items if item.lang == lang]
        found[lang] = _warmest(scores[mine], None if linear is None else linear[mine], share, theirs)
    return found


def row_of(lang: str, chances: Scores, items: Sequence[Labelled]) -> Row:
    """Return the figures of probabilities (texts, 3) against what is true."""
    true, said = np.array([item.label for item in items]), chances.argmax(axis=1)
    table = _table(chances, items)
    low, high = macro_f1_interval(table) or (0.0, 1.0)
    sure = chances.max(axis=1)
    right = said == true
    curve = risk_coverage(zip(sure.tolist(), right.tolist(), strict=True))
    negative = true == 0
    return Row(
        lang=lang,
        n=len(items),
        macro_f1=macro_f1(table) or 0.0,
        low=low,
        high=high,
        accuracy=float(right.mean()),
        polar=float(((chances[:, 2] > chances[:, 0]) == (true == 2))[true != 1].mean()),
        recall_negative=float((said[negative] == 0).mean()),
        calibration_error=_error(sure, right),
        curve=tuple(curve),
    )


def _table(chances: Scores, items: Sequence[Labelled]) -> Counter[tuple[str, str]]:
    said = chances.argmax(axis=1).tolist()
    return Counter((CLASSES[item.label], CLASSES[place]) for item, place in zip(items, said, strict=True))


def _warmest(scores: Scores, linear: Scores | None, share: float, items: Sequence[Labelled]) -> float:
    true = [item.label for item in items]
    langs = ["*"] * len(items)

    def loss(warmth: float) -> float:
        chances = Calibration({"*": warmth}, share).of(scores, linear, langs)
        return float(-np.log(chances[np.arange(len(true)), true] + 1e-12).mean())

    return round(float(min(_WARMTHS, key=loss)), 3)


def _error(sure: Scores, right: Scores) -> float:
    """Return the expected calibration error: how far confidence is from accuracy, over ten bins of confidence."""
    places = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    gaps = [abs(sure[places == b].mean() - right[places == b].mean()) * (places == b).mean() for b in set(places)]
    return float(sum(gaps))
