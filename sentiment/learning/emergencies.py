"""Learns how people write of an emergency, from tweets of crises, and measures it on events it never saw.

An item is urgent, in the broad sense, when its annotators called it "Related and informative"; in the narrow sense
when it also tells of people affected, of caution or of broken infrastructure.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sentiment.emergency import words_of
from sentiment.learning.fitting import fit
from sentiment.light import Light

EVENTS = "crisis.multi.train.tsv"
NARROW = frozenset({"Affected individuals", "Caution and advice", "Infrastructure and utilities"})
TWEETS = tuple(f"umsab.{lang}.train" for lang in ("fr", "en", "de", "es", "it", "pt"))
REVIEWS = tuple(f"reviews-{kind}.{lang}.train" for kind in ("hotel", "restaurant") for lang in ("fr", "en", "de"))
_REVIEWS = 800  # lines of a quiet file at most, tweets excepted


@dataclass(frozen=True)
class Item:
    """One tweet of a crisis, urgent or not in either sense."""

    event: str
    broad: bool
    narrow: bool
    text: str


def learn(folder: Path, without: frozenset[str] = frozenset(), seed: int = 1) -> Light:
    """Return the model of the folder's crises, less the events `without`, beside its quiet tweets and reviews."""
    told = [item for item in items(folder) if item.event not in without]
    quiet = list(_quiet(folder))
    texts = [words_of(item.text) for item in told] + [words_of(text) for text in quiet]
    labels = ["urgent" if item.broad else "quiet" for item in told] + ["quiet"] * len(quiet)
    return fit(texts, labels, bits=16, longest=4, rounds=3, rate=0.2, seed=seed)


def items(folder: Path) -> Iterator[Item]:
    """Yield the tweets of the crisis file (label: event|source|type|informativeness)."""
    for line in (folder / EVENTS).read_text("utf-8").splitlines():
        label, _, text = line.partition("\t")
        event, _, kind, worth = label.split("|")
        broad = worth == "Related and informative"
        yield Item(event, broad, broad and kind in NARROW, text)


def quarters(told: list[Item], seed: int = 7) -> list[frozenset[str]]:
    """Return the events of these tweets in four parts, each to be left out of the learning once."""
    events = sorted({item.event for item in told})
    random.Random(seed).shuffle(events)
    return [frozenset(events[part::4]) for part in range(4)]


def curve(truth: list[bool], score: list[float]) -> dict[str, float]:
    """Return prevalence, average precision, precision at recall 0.95, and the best recall at precision 0.6."""
    order = np.argsort(-np.array(score), kind="stable")
    right = np.array(truth)[order]
    found = np.cumsum(right)
    precision, recall = found / np.arange(1, len(right) + 1), found / found[-1]
    enough = recall[precision >= 0.6]
    return {
        "n": len(right),
        "prevalence": round(float(right.mean()), 3),
        "average_precision": round(float((precision * right).sum() / found[-1]), 3),
        "precision_at_recall_0.95": round(float(precision[np.searchsorted(recall, 0.95)]), 3),
        "recall_at_precision_0.6": round(float(enough.max()) if len(enough) else 0.0, 3),
    }


def _quiet(folder: Path) -> Iterator[str]:
    for name in (*TWEETS, *REVIEWS):
        path = folder / f"{name}.tsv"
        rows = path.read_text("utf-8").splitlines() if path.exists() else []
        yield from (row.partition("\t")[2] for row in rows[: _REVIEWS if name in REVIEWS else None])
