"""A base model as the packages bundle it, small: one file of tensors in blocks, and a tokenizer beside it."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np

from tests.sentiment import small_model

WIDTH, LAYERS, HEADS, WIDE = 32, 2, 2, 64
Tensors = dict[str, tuple[int, int, bytes]]  # name → dtype, number of values, bytes


def write(path: Path, pieces: list[str], tensors: Tensors) -> Path:
    """Write header, pieces, an empty normalisation map, the directory and the tensors."""
    blob = "".join(pieces).encode()
    offsets = np.cumsum([0, *(len(piece.encode()) for piece in pieces)]).astype(np.uint32).tobytes()
    scores = np.zeros(len(pieces), np.float32).tobytes()
    tokens = struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, len(blob)) + offsets + scores + blob
    head = b"E5S1" + struct.pack("<8ifi", 1, WIDTH, LAYERS, HEADS, WIDE, len(pieces), 200, 1, 1e-12, 32)
    at = len(head) + len(tokens) + 8 + 4 + sum(2 + len(name) + 21 for name in tensors)
    directory, data = struct.pack("<i", len(tensors)), b""
    for name, (dtype, count, raw) in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", dtype, count, at, len(raw))
        data, at = data + raw, at + len(raw)
    path.write_bytes(head + tokens + struct.pack("<iI", 0, 0) + directory + data)
    return path


def whole(folder: Path) -> tuple[Path, Path]:
    """Write a whole base model drawn by chance, and its tokenizer; return both files."""
    chance = np.random.default_rng(5)
    pieces = small_model.PIECES

    def packed(*size: int) -> tuple[int, int, bytes]:
        count = int(np.prod(size))
        blocks = chance.integers(0, 256, (count // 32, 18), np.uint8)
        blocks[:, :2] = np.array([0.05], np.float16).view(np.uint8)
        return 1, count, blocks.tobytes()

    def plain(size: int, middle: float = 0.0) -> tuple[int, int, bytes]:
        return 0, size, chance.normal(middle, 0.1, size).astype(np.float32).tobytes()

    tensors: Tensors = {"emb.word": packed(len(pieces), WIDTH), "emb.pos": plain(200 * WIDTH), "emb.type": plain(WIDTH)}
    tensors |= {"emb.ln.w": plain(WIDTH, 1.0), "emb.ln.b": plain(WIDTH)}
    for n in range(LAYERS):
        for part, ends, width in (("q", 1, 1), ("k", 1, 1), ("v", 1, 1), ("ao", 1, 1), ("fi", 2, 1), ("fo", 1, 2)):
            tensors |= {f"l{n}.{part}.w": packed(ends * WIDTH, width * WIDTH), f"l{n}.{part}.b": plain(ends * WIDTH)}
        for part in ("aln", "oln"):
            tensors |= {f"l{n}.{part}.w": plain(WIDTH, 1.0), f"l{n}.{part}.b": plain(WIDTH)}
    tokenizer = folder / "tokenizer.json"
    tokenizer.write_text(json.dumps(small_model.tokenizer()), encoding="utf-8")
    return write(folder / "base.bin", pieces, tensors), tokenizer
