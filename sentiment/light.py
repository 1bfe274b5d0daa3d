"""Light models: a table of weights over hashed words and pieces of words. Reads a table, never learns one.

A text's score is the sum of its words' scores divided by the root of their number, so each word's share can be shown.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

ARTEFACTS = Path(__file__).parent / "artefacts"
_MOST_SEEN = 50_000  # words whose weights are kept at hand
Weights = NDArray[np.float32]


@dataclass(frozen=True)
class Light:
    """A model: its classes, the weights (buckets × classes), the bias, the longest piece, and whether pairs count."""

    classes: tuple[str, ...]
    weights: Weights
    bias: Weights
    longest: int
    pairs: bool
    seen: dict[str, Weights] = field(default_factory=dict, compare=False, repr=False)


def scores(model: Light, words: Sequence[str]) -> dict[str, float]:
    """Return the chances of each class, summing to 1, of a text given as words in small letters."""
    total = _total(model, words)
    lifted = np.exp(total - total.max())
    return dict(zip(model.classes, (lifted / lifted.sum()).tolist(), strict=True))


def heaviest(model: Light, words: Sequence[str], name: str, most: int = 3) -> list[str]:
    """Return the words that speak most for the class `name` against the others, heaviest first."""
    place = model.classes.index(name)
    shares = {word: _against(_of(model, word), place) for word in words}
    return [word for word, share in sorted(shares.items(), key=lambda pair: -pair[1])[:most] if share > 0]


def pieces(word: str, longest: int) -> list[str]:
    """Return a word, marked as whole, and its pieces of one to `longest` letters, its ends marked."""
    ends = f"<{word}>"
    found = {ends[at : at + size] for size in range(1, longest + 1) for at in range(len(ends) - size + 1)}
    return [f"={word}", *sorted(found - {"<", ">"})]


def terms(words: Sequence[str], longest: int, pairs: bool) -> list[list[str]]:
    """Return what counts in a text, word by word, then the pairs of neighbours."""
    found = [pieces(word, longest) for word in words]
    if pairs:
        found += [[f"{one} {two}"] for one, two in itertools.pairwise(words)]
    return found


def buckets(names: Sequence[str], size: int) -> NDArray[np.int64]:
    """Return the rows of the table that names fall in (CRC-32: the same on every machine)."""
    return np.array([crc32(name.encode()) % size for name in names], dtype=np.int64)


def load(name: str, folder: Path = ARTEFACTS) -> Light:
    """Read `name`.npz: weights as small integers with one scale a class."""
    with np.load(folder / f"{name}.npz", allow_pickle=False) as kept:
        weights = kept["weights"].astype(np.float32) * kept["scale"]
        return Light(tuple(kept["classes"].tolist()), weights, kept["bias"], int(kept["longest"]), bool(kept["pairs"]))


def save(model: Light, name: str, folder: Path = ARTEFACTS) -> Path:
    """Write a model as `load` reads it; return its path."""
    scale = np.maximum(np.abs(model.weights).max(axis=0), 1e-9) / 127
    small = np.round(model.weights / scale).astype(np.int8)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.npz"
    np.savez_compressed(
        path, weights=small, scale=scale.astype(np.float32), bias=model.bias, classes=np.array(model.classes),
        longest=np.array(model.longest), pairs=np.array(model.pairs),
    )  # fmt: skip
    return path


def _total(model: Light, words: Sequence[str]) -> Weights:
    if not words:
        return model.bias
    total = sum((_of(model, word) for word in words), start=np.zeros_like(model.bias))
    count = sum(len(word) for word in words)
    if model.pairs:
        for one, two in itertools.pairwise(words):
            total = total + _of(model, f"{one} {two}", _alone)
    result: Weights = model.bias + total / np.float32(np.sqrt(max(count, 1)))
    return result


def _alone(name: str, _longest: int) -> list[str]:
    return [name]


def _of(model: Light, word: str, cut: Callable[[str, int], list[str]] = pieces) -> Weights:
    found = model.seen.get(word)
    if found is None:
        if len(model.seen) >= _MOST_SEEN:
            model.seen.clear()
        found = model.weights[buckets(cut(word, model.longest), len(model.weights))].sum(axis=0)
        model.seen[word] = found
    return found


def _against(shares: Weights, place: int) -> float:
    others = np.delete(shares, place)
    return float(shares[place] - others.max())
