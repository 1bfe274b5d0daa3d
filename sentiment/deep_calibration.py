"""Turns the deep model's scores into chances that mean what they say, by a temperature for each language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sentiment.fast import tier as fast
from sentiment.judgement import CLASSES

Scores = NDArray[np.float64]
_LEAST = 1e-6  # chance whose logarithm is still taken


@dataclass(frozen=True)
class Calibration:
    """Each language's temperature (`*` for any other), and the fast tier's share in the scores (0..1)."""

    warmth: Mapping[str, float]
    linear: float

    def of(self, scores: Scores, linear: Scores | None, langs: Sequence[str]) -> Scores:
        """Return probabilities (texts, 3) from scores and, where there is one, the fast tier's logarithms."""
        mixed = log_shares(scores)
        if linear is not None:
            mixed = (1 - self.linear) * mixed + self.linear * linear
        warmth = [self.warmth.get("de" if lang == "gsw" else lang, self.warmth["*"]) for lang in langs]
        return np.exp(log_shares(mixed / np.array(warmth).reshape(-1, 1)))


def linear_of(share: float, texts: Sequence[str], langs: Sequence[str]) -> Scores | None:
    """Return the logarithms of the fast tier's chances, or nothing where it has no share or no artefact."""
    if not share or not fast.present():
        return None
    found = [[chances[name] for name in CLASSES] for chances in fast.chances_of(texts, langs)]
    return np.log(np.maximum(np.array(found, np.float64).reshape(-1, len(CLASSES)), _LEAST))


def log_shares(scores: Scores) -> Scores:
    """Return rows of scores as the logarithms of probabilities (log-softmax)."""
    lifted = scores - scores.max(axis=1, keepdims=True, initial=-np.inf)
    return np.asarray(lifted - np.log(np.exp(lifted).sum(axis=1, keepdims=True)), np.float64)
