"""Learns the gate that keeps listening noise out, from lines of our own and, as visits, review sentences."""

from __future__ import annotations

from pathlib import Path

from sentiment.learning.fitting import fit
from sentiment.light import Light
from sentiment.noise import words_of
from sentiment.reading import read

OURS = Path(__file__).parent / "noise.tsv"
REVIEWS = tuple(f"reviews-{kind}.{lang}.train" for kind in ("hotel", "restaurant") for lang in ("fr", "de", "en"))
_MOST = 60  # sentences of a file
_TIMES = 4  # our lines against one review sentence


def learn(folder: Path, seed: int = 1) -> Light:
    """Return the gate: `noise` or `visit`."""
    rows = [row.split("\t") for row in OURS.read_text("utf-8").splitlines()] * _TIMES
    for name in REVIEWS:
        path = folder / f"{name}.tsv"
        told = path.read_text("utf-8").splitlines() if path.exists() else []
        rows += [["visit", row.partition("\t")[2]] for row in told[:_MOST]]
    texts = [words_of(read(text)) for _, text in rows]
    return fit(texts, [label for label, _ in rows], bits=15, longest=5, pairs=True, rounds=4, rate=0.2, seed=seed)
