"""A deep model small enough for a test: two layers of 64, some forty pieces, weights drawn by chance."""

from __future__ import annotations

import hashlib
import json
from math import erf
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sentiment.danger_head import Head, save
from sentiment.learning.deep_base import Shape, unpacked
from sentiment.learning.deep_export import onnx_of

WIDTH, LAYERS, WIDE = 64, 2, 128
SHAPE = Shape(heads=2, epsilon=1e-12)
PIECES = [
    "<s>",
    "<pad>",
    "</s>",
    "<unk>",
    "▁",
    "▁super",
    "▁nul",
    "▁schön",
    "▁parking",
    "!",
    *"abcdefghijklmnopqrstuvwxyz",
]
Array = NDArray[Any]


def drawn(seed: int = 1) -> tuple[dict[str, Array], Array]:
    """Return weights by name and a packed word table, as `onnx_of` takes them."""
    chance = np.random.default_rng(seed)

    def some(*size: int) -> Array:
        return chance.normal(0, 0.3, size).astype(np.float32)

    w: dict[str, Array] = {"place": some(200, WIDTH), "head.w": some(3, WIDTH + 1), "head.b": some(3)}
    sizes = {"qkv": (3 * WIDTH, WIDTH), "out": (WIDTH, WIDTH), "up": (WIDE, WIDTH), "down": (WIDTH, WIDE)}
    for layer in range(LAYERS):
        for part, (ends, width) in sizes.items():
            w |= {f"{layer}.{part}.w": some(ends, width), f"{layer}.{part}.b": some(ends)}
    for name in ("norm", *(f"{layer}.norm{which}" for layer in range(LAYERS) for which in (1, 2))):
        w |= {f"{name}.w": 1 + some(WIDTH), f"{name}.b": some(WIDTH)}
    scales = np.full((len(PIECES), WIDTH // 32, 1), 0.1, np.float16).view(np.uint8)
    nibbles = chance.integers(0, 256, (len(PIECES), WIDTH // 32, 16), np.uint8)
    return w, np.concatenate([scales, nibbles], axis=-1)


def computed(w: dict[str, Array], word: Array, ids: list[int], loud: bool) -> Array:
    """Return the scores of one text by the textbook, in doubles: what the file has to say too."""
    scores: Array = w["head.w"] @ np.append(state(w, word, ids, LAYERS), loud) + w["head.b"]
    return scores


def state(w: dict[str, Array], word: Array, ids: list[int], after: int) -> Array:
    """Return the mean of a text's pieces after some layers, by the textbook."""
    x = _norm(w, "norm", unpacked(word)[ids].astype(float) + w["place"][: len(ids)])
    for n in range(after):
        q, k, v = (x @ part.T + bias for part, bias in _thirds(w, n))
        parts = [_attended(q[:, at], k[:, at], v[:, at]) for at in (slice(0, 32), slice(32, 64))]
        x = _norm(w, f"{n}.norm1", x + np.concatenate(parts, axis=1) @ w[f"{n}.out.w"].T + w[f"{n}.out.b"])
        up = x @ w[f"{n}.up.w"].T + w[f"{n}.up.b"]
        wide = up * (1 + np.vectorize(erf)(up / np.sqrt(2))) / 2
        x = _norm(w, f"{n}.norm2", x + wide @ w[f"{n}.down.w"].T + w[f"{n}.down.b"])
    middle: Array = x.mean(axis=0)
    return middle


def put_head(folder: Path, *, version: str = "deep-1", bias: float = 5.0, alarm_from: float = 0.5) -> None:
    """Write a danger head that gives every text the same chance: by its `bias`, 0.993."""
    head = Head(np.zeros(WIDTH, np.float32), bias, alarm_from, sure_from=0.999)
    save(head, version, folder)


def put(folder: Path, seed: int = 1) -> None:
    """Write an artefact made of the small model: its file, its pieces and its manifest."""
    w, word = drawn(seed)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(onnx_of(w, word, SHAPE))
    (folder / "pieces.json").write_text(json.dumps(tokenizer()), encoding="utf-8")
    files = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in ("model.onnx", "pieces.json")}
    manifest = {"version": f"deep-{seed}", "files": files, "warmth": {"*": 1.0, "fr": 2.0}, "linear": 0.0}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def tokenizer() -> dict[str, Any]:
    """Return the tokenizer of the small model, as its file says it."""
    space = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    vocabulary = [[piece, 0.0 if place < 4 else -float(place) / 4] for place, piece in enumerate(PIECES)]
    model = {"type": "Unigram", "unk_id": 3, "vocab": vocabulary, "byte_fallback": False}
    return {"version": "1.0", "added_tokens": [], "pre_tokenizer": space, "model": model}


def _thirds(w: dict[str, Array], n: int) -> list[tuple[Array, Array]]:
    cuts = [slice(at, at + WIDTH) for at in (0, WIDTH, 2 * WIDTH)]
    return [(w[f"{n}.qkv.w"][at], w[f"{n}.qkv.b"][at]) for at in cuts]


def _attended(q: Array, k: Array, v: Array) -> Array:
    weights = np.exp(q @ k.T / np.sqrt(q.shape[1]))
    mixed: Array = (weights / weights.sum(axis=1, keepdims=True)) @ v
    return mixed


def _norm(w: dict[str, Array], name: str, x: Array) -> Array:
    centred = x - x.mean(axis=1, keepdims=True)
    normed: Array = centred / np.sqrt((centred**2).mean(axis=1, keepdims=True)) * w[f"{name}.w"] + w[f"{name}.b"]
    return normed
