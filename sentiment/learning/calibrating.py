"""Fits on validation data, for a tier and each language, its temperature and when it says that it does not know."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any

import numpy as np

from sentiment.calibration import COMMON, PATH, calibrated, forget
from sentiment.chances import most_probable
from sentiment.doubt import doubt
from sentiment.fast import tier as fast
from sentiment.fast.at_home import at_home
from sentiment.judgement import CLASSES, Class
from sentiment.learning.deep_texts import LANGUAGES, Labelled, tweets
from sentiment.listening import Listened, listen
from sentiment.measures import risk_coverage, wilson
from sentiment.tiers import Tier

MOST_UNDETERMINED = 0.148  # under the 15 % allowed
_TEMPERATURES = np.linspace(0.5, 2.5, 81)
_THRESHOLDS = np.linspace(0.34, 0.75, 206)
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
    """Return, by language and for all together, what calibrates a tier, with the figures that show it."""
    items = {lang: tweets(folder, "val", lang) for lang in LANGUAGES}
    raw = {lang: tier.chances_of([item.text for item in texts], [lang] * len(texts)) for lang, texts in items.items()}
    rows = {lang: _row(items[lang], raw[lang], tier.NAME) for lang in LANGUAGES}
    together = [item for lang in LANGUAGES for item in items[lang]]
    return rows | {COMMON: _row(together, [chances for lang in LANGUAGES for chances in raw[lang]], tier.NAME)}


def write(name: str, rows: dict[str, dict[str, Any]], path: Path = PATH) -> None:
    """Keep a tier's calibration beside those of the others."""
    kept = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    path.write_text(json.dumps(kept | {name: rows}, indent=1) + "\n", "utf-8")
    forget()


def _row(items: Sequence[Labelled], raw: Sequence[Chances], tier: str) -> dict[str, Any]:
    temperature = min(_TEMPERATURES, key=lambda warmth: _surprise(items, raw, float(warmth)))
    heard = [listen(item.text, (item.lang,), item.lang) for item in items]
    warm = [calibrated(chances, temperature) for chances in raw]
    told = [at_home(chances, each) if tier == fast.NAME else chances for chances, each in zip(warm, heard, strict=True)]
    judged = [_Judged(*each) for each in zip(heard, [CLASSES[item.label] for item in items], told, strict=True)]
    sure_from = float(max(t for t in _THRESHOLDS if _share(judged, t) <= MOST_UNDETERMINED or t == _THRESHOLDS[0]))
    kept = [each for each in judged if not each.doubtful(sure_from)]
    right, right_of_kept = sum(each.right() for each in judged), sum(each.right() for each in kept)
    curve = risk_coverage((max(each.chances.values()), each.right()) for each in judged)
    return {
        "temperature": round(float(temperature), 4),
        "sure_from": round(sure_from, 4),
        "n": len(judged),
        "accuracy": wilson(right, len(judged)).share,
        "undetermined": 1 - len(kept) / len(judged),
        "accuracy_of_the_rest": wilson(right_of_kept, len(kept)).share,
        "calibration_error": _calibration_error(judged),
        "risk_coverage": [[point.coverage, point.n, round(point.accuracy, 4)] for point in curve],
    }


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
