"""Fits the danger head on the deep tier's encoder: `python -m sentiment.learning.danger_fit FOLDER [ARTEFACT]`.

It learns from sentences of our own (`dangers.tsv`: danger or friend, family, language, text) and, as what is quiet,
from the folder's tweets and reviews. What is chosen (decay, thresholds, what a chance means) is chosen on families of
sentences held out whole. A second's work beside the encoder's pass over some 5,500 texts.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sentiment import deep
from sentiment.danger_head import Head, States, save
from sentiment.deep_pass import Loaded, passed
from sentiment.learning import card
from sentiment.learning.danger_figures import Figures, card_of, figures_of, least_chance
from sentiment.learning.deep_texts import Labelled, reviews, tweets
from sentiment.learning.linear_fit import least

OURS = Path(__file__).parent / "dangers.tsv"
_TWEETS, _REVIEWS = 3_000, 1_500
_QUIET_WEIGHS = 0.4  # one tweet or review against one sentence of ours
_DECAYS = (30.0, 100.0, 300.0)
_PARTS, _STEPS = 10, 300
PRECISE, QUIET = 0.9, 1_000  # an alarm: nine of ten among hard sentences are true, one quiet text in a thousand is not
SURELY, MORE_QUIET = 0.99, 5_000
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Seen:
    """Texts as the encoder sees them: states, whether each is a danger, its family; ours come before the quiet ones."""

    states: States
    danger: NDArray[np.bool_]
    families: tuple[str, ...]
    ours: int


def fitted(folder: Path, artefact: Path, seed: int = 1) -> Figures | None:
    """Fit and write the head of the artefact's encoder; return figures in cross-validation.

    Nothing where the encoder gives no states: an older one. Raises LookupError when it cannot be loaded.
    """
    with deep.reading(artefact):
        model, version = deep.loaded(), deep.version()
        seen = _seen(model, folder, seed)
    if seen is None:
        return None
    scores = {decay: _held_out(seen, decay, seed) for decay in _DECAYS}
    decay = max(_DECAYS, key=lambda one: _likelihood(_meant(scores[one], seen)[0], seen))
    chances, (slope, shift) = _meant(scores[decay], seen)
    alarm_from = least_chance(chances, seen.danger, seen.ours, PRECISE, QUIET)
    sure_from = max(alarm_from, least_chance(chances, seen.danger, seen.ours, SURELY, MORE_QUIET))
    weights, bias = _fit(seen.states, seen.danger, _weights(seen), decay)
    save(Head(weights * np.float32(slope), slope * bias + shift, alarm_from, sure_from), version, artefact)
    deep.forget()
    return figures_of(version, decay, chances, seen.danger, seen.ours, alarm_from, sure_from)


def put_in_place(folder: Path, artefact: Path, path: Path) -> Figures | None:
    """Fit the head of an artefact; write its part of the card at `path` where the artefact is the product's own."""
    found = fitted(folder, artefact)
    if found is not None and artefact.resolve() == deep.FOLDER.resolve():
        card.put(path, "danger head", card_of(found))
    return found


def _seen(model: Loaded, folder: Path, seed: int) -> Seen | None:
    rows = [row.split("\t") for row in OURS.read_text("utf-8").splitlines()]
    chance = random.Random(seed)
    quiet = [*_some(tweets(folder, "train"), _TWEETS, chance), *_some(reviews(folder, "train"), _REVIEWS, chance)]
    _, states = passed(model, [*(row[3] for row in rows), *quiet], with_states=True)
    if states is None:
        return None
    danger = np.array([*(row[0] == "danger" for row in rows), *[False] * len(quiet)])
    families = (*(f"{row[0]} {row[1]}" for row in rows), *(f"quiet {place}" for place in range(len(quiet))))
    return Seen(states, danger, families, len(rows))


def _some(items: Sequence[Labelled], most: int, chance: random.Random) -> list[str]:
    return [item.text for item in chance.sample(items, min(most, len(items)))]


def _held_out(seen: Seen, decay: float, seed: int) -> Numbers:
    """Return the score of each text by a model that never saw its family."""
    names = sorted(set(seen.families))
    random.Random(seed).shuffle(names)
    part_of = {name: place % _PARTS for place, name in enumerate(names)}
    parts = np.array([part_of[name] for name in seen.families])
    scores = np.zeros(len(parts))
    for part in range(_PARTS):
        rest = parts != part
        weights, bias = _fit(seen.states[rest], seen.danger[rest], _weights(seen)[rest], decay)
        scores[~rest] = seen.states[~rest] @ weights + bias
    return scores


def _fit(states: States, danger: NDArray[np.bool_], heft: States, decay: float) -> tuple[States, float]:
    """Return weights and bias of least cross-entropy plus `decay`/2 of the weights' squares, on even columns."""
    middle, spread = states.mean(axis=0), np.maximum(states.std(axis=0), 1e-6)
    even, truth = (states - middle) / spread, danger.astype(np.float32)

    def loss(x: States) -> tuple[float, States]:
        score = even @ x[:-1] + x[-1]
        cost = float((heft * np.logaddexp(0, np.where(danger, -score, score))).sum())
        error = heft * (1 / (1 + np.exp(-score)) - truth)
        slope = np.append(even.T @ error + decay * x[:-1], error.sum())
        return cost + 0.5 * decay * float(x[:-1] @ x[:-1]), slope.astype(np.float32)

    found = least(loss, np.zeros(states.shape[1] + 1, np.float32), _STEPS)
    weights = found[:-1] / spread
    return weights, float(found[-1] - middle @ weights)


def _meant(scores: Numbers, seen: Seen) -> tuple[Numbers, tuple[float, float]]:
    """Return chances that mean what they say among these texts, and the slope and shift that make them (Platt 1999)."""
    column = scores.astype(np.float32)[:, None]
    slope, shift = _fit(column, seen.danger, _weights(seen), 1e-3)
    return 1 / (1 + np.exp(-(scores * float(slope[0]) + shift))), (float(slope[0]), shift)


def _likelihood(chances: Numbers, seen: Seen) -> float:
    right = np.where(seen.danger, chances, 1 - chances)
    return float((_weights(seen) * np.log(np.maximum(right, 1e-9))).sum())


def _weights(seen: Seen) -> States:
    return np.where(np.arange(len(seen.danger)) < seen.ours, 1.0, _QUIET_WEIGHS).astype(np.float32)


if __name__ == "__main__":
    told = put_in_place(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else deep.FOLDER, card.CARD)
    if told is None:
        sys.exit("The encoder gives no states: export it again.")
    sys.stdout.write(json.dumps(asdict(told), ensure_ascii=False) + "\n")
