"""What the deep tier thinks of the training texts, whose labels it does not look at: a teacher for the fast tier."""

from __future__ import annotations

from pathlib import Path

from sentiment import deep
from sentiment.learning.deep_texts import pool

Soft = dict[str, tuple[float, float, float]]


def soft_labels(data: Path) -> Soft:
    """Return text → chances of negative, neutral and positive, by the artefact in place.

    Raises LookupError when the deep tier is not present.
    """
    loaded = deep.loaded()
    items = pool(data)
    scores = deep.scores(loaded, [item.text for item in items])
    chances = loaded.calibration.of(scores, None, [item.lang for item in items]).tolist()
    return {item.text: (row[0], row[1], row[2]) for item, row in zip(items, chances, strict=True)}
