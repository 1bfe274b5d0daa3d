"""Learns intents from labelled texts, and insults from labelled tweets."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sentiment.heard import words_heard, words_insulting
from sentiment.learning.fitting import fit
from sentiment.light import Light
from sentiment.reading import read

OFFENSIVE = ("offensive", "OFFENSE")
_QUIET = tuple(f"reviews-{kind}.{lang}.train" for kind in ("hotel", "restaurant") for lang in ("fr", "en", "de"))
_MOST = 400  # review sentences of a file: what is angry about a room insults nobody


def learn(rows: Iterable[tuple[str, str]], seed: int = 1) -> Light:
    """Return the model of texts and their intents."""
    told = [(words_heard(read(text)), label) for text, label in rows]
    kept = [(words, label) for words, label in told if words]
    texts, labels = [words for words, _ in kept], [label for _, label in kept]
    return fit(texts, labels, bits=15, longest=5, pairs=True, rounds=5, rate=0.2, seed=seed)


def learn_offence(folder: Path, seed: int = 1) -> Light:
    """Return the model of insults of a folder's `offensive.*.train` files; review sentences insult nobody."""
    rows: list[tuple[str, str]] = []
    for name in ("offensive.en.train", "offensive.de.train"):
        for line in (folder / f"{name}.tsv").read_text("utf-8").splitlines():
            label, _, text = line.partition("\t")
            rows.append((text, "offence" if label.startswith(OFFENSIVE) else "none"))
    for name in _QUIET:
        path = folder / f"{name}.tsv"
        told = path.read_text("utf-8").splitlines() if path.exists() else []
        rows += [(line.partition("\t")[2], "none") for line in told[:_MOST]]
    texts = [words_insulting(read(text)) for text, _ in rows]
    labels = [label for _, label in rows]
    return fit(texts, labels, bits=16, longest=5, pairs=False, rounds=2, rate=0.1, seed=seed)
