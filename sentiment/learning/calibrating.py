"""Fits on validation data, for a tier and each language, its temperature and when it says that it does not know."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any

import numpy as np

from sentiment.at_home import at_home
from sentiment.calibration import COMMON, PATH, calibrated, forget
from sentiment.chances import most_probable
from sentiment.doubt import doubt
from sentiment.judgement import CLASSES, Class
from sentiment.learning.deep_texts import LANGUAGES, Labelled, review_sentences, tweets
from sentiment.listening import Listened, listen
from sentiment.measures import risk_coverage, wilson
from sentiment.tiers import Tier

MOST_UNDETERMINED = 0.148  # under the 15 % allowed
_TEMPERATURES = np.linspace(0.5, 2.5, 81)
_THRESHOLDS = [n / 2000 for n in range(680, 1801)]
_DRAWS = 2000
Chances = dict[Class, float]


@dataclass(frozen=True)
class _Judged:
    listened: Listened
    truth: Class
    chances: Chances

    def right(self) -> bool:
        return most_probable(self.chances) == self.truth

    def doubtful(self, sure_from: float) -> bool:
        leaning = most_probable(self.chances)
        unsure = doubt(self.listened.heard, leaning, self.chances[leaning], sure_from)
        return not self.listened.alarming and unsure is not None


def fitted(tier: Tier, folder: Path) -> dict[str, dict[str, Any]]:
    """Return, by language and for all together, what calibrates a tier, with the figures that show it.

    Fitted on the tweets' validation sides; each language's `reviews` are judged by it and chose nothing.
    """
    items = {lang: tweets(folder, "val", lang) for lang in LANGUAGES}
    raw = {lang: _chances(tier, texts) for lang, texts in items.items()}
    rows = {lang: _row(items[lang], raw[lang], tier.NAME) for lang in LANGUAGES}
    for lang in LANGUAGES:
        if sentences := review_sentences(folder, lang):
            judged = _judged(sentences, _chances(tier, sentences), tier.NAME, rows[lang]["temperature"])
            rows[lang]["reviews"] = _figures(judged, rows[lang]["sure_from"])
    together = [item for lang in LANGUAGES for item in items[lang]]
    return rows | {COMMON: _row(together, [chances for lang in LANGUAGES for chances in raw[lang]], tier.NAME)}


def write(name: str, rows: dict[str, dict[str, Any]], path: Path = PATH) -> None:
    """Keep a tier's calibration beside those of the others."""
    kept = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    path.write_text(json.dumps(kept | {name: rows}, indent=1) + "\n", "utf-8")
    forget()


def _chances(tier: Tier, items: Sequence[Labelled]) -> list[Chances]:
    return tier.chances_of([item.text for item in items], [item.lang for item in items])


def _row(items: Sequence[Labelled], raw: Sequence[Chances], tier: str) -> dict[str, Any]:
    temperature = min(_TEMPERATURES, key=lambda warmth: _surprise(items, raw, float(warmth)))
    judged = _judged(items, raw, tier, float(temperature))
    first_too_many = bisect_right(_THRESHOLDS, MOST_UNDETERMINED, key=lambda at: _share(judged, at))
    sure_from = _THRESHOLDS[max(0, first_too_many - 1)]
    curve = risk_coverage((max(each.chances.values()), each.right()) for each in judged)
    return {
        "temperature": round(float(temperature), 4),
        "sure_from": sure_from,
        **_figures(judged, sure_from),
        "calibration_error": _calibration_error(judged),
        "risk_coverage": [[point.coverage, point.n, round(point.accuracy, 4)] for point in curve],
    }


def _judged(items: Sequence[Labelled], raw: Sequence[Chances], tier: str, temperature: float) -> list[_Judged]:
    """Return texts judged as `weigh` judges them: calibrated, and with the destination's part."""
    heard = [listen(item.text, (item.lang,), item.lang) for item in items]
    warm = [calibrated(chances, temperature) for chances in raw]
    told = [at_home(chances, each, tier) for chances, each in zip(warm, heard, strict=True)]
    return [_Judged(*each) for each in zip(heard, [CLASSES[item.label] for item in items], told, strict=True)]


def _figures(judged: Sequence[_Judged], sure_from: float) -> dict[str, Any]:
    """Return how right texts are judged, how many not at all, and what leaving these out gains (with its interval)."""
    kept = [each for each in judged if not each.doubtful(sure_from)]
    right, right_of_kept = sum(each.right() for each in judged), sum(each.right() for each in kept)
    low, high = gained(right_of_kept, len(kept), right, len(judged))
    return {
        "n": len(judged),
        "accuracy": wilson(right, len(judged)).share,
        "undetermined": 1 - len(kept) / len(judged),
        "accuracy_of_the_rest": wilson(right_of_kept, len(kept)).share,
        "gain_low": round(low, 4),
        "gain_high": round(high, 4),
    }


def gained(right_of_kept: int, kept: int, right: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of how much righter the kept are than all: texts drawn anew (bootstrap, Efron 1979)."""
    left_right = right - right_of_kept
    cells = np.array([right_of_kept, kept - right_of_kept, left_right, n - kept - left_right]) / n
    drawn = np.random.default_rng(1).multinomial(n, cells, size=_DRAWS)
    found = drawn[:, 0] / np.maximum(1, drawn[:, 0] + drawn[:, 1]) - (drawn[:, 0] + drawn[:, 2]) / n
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def _surprise(items: Sequence[Labelled], raw: Sequence[Chances], temperature: float) -> float:
    pairs = zip(items, raw, strict=True)
    return -sum(log(calibrated(chances, temperature)[CLASSES[item.label]] + 1e-12) for item, chances in pairs)


def _share(judged: Sequence[_Judged], sure_from: float) -> float:
    return sum(each.doubtful(sure_from) for each in judged) / len(judged)


def _calibration_error(judged: Sequence[_Judged], bins: int = 10) -> float:
    """Return the expected calibration error: |confidence − accuracy| by tenths (Guo et al. 2017)."""
    total = 0.0
    for n in range(bins):
        inside = [each for each in judged if n <= bins * max(each.chances.values()) < n + 1]
        total += abs(sum(max(each.chances.values()) - each.right() for each in inside))
    return round(float(total) / len(judged), 4)
