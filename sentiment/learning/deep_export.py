"""Writes the trained encoder as ONNX with weights of eight bits, the word table as it was bundled (four bits).

Matrices are multiplied in integers, with a scale for each output. What enters the feed-forward *down* projection has
outliers that cost accuracy: there a scale stands for every block of 128 values.

Beside the scores it gives the mean state of the pieces in the middle of the encoder: the last layers were taught to
tell moods apart and have forgotten much of what a text is about, which the danger head needs.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sentiment.deep_artefact import STATE
from sentiment.learning.deep_base import Shape
from sentiment.learning.onnx_file import Graph, onnx_bytes

_FLOAT = 1  # the number of float32 in the format
_STATE_AFTER = 7  # layers: average precision of the danger head in cross-validation 0.96; after the last of twelve 0.87
_BLOCK, _IN_BYTES = 128, 4  # of onnxruntime's MatMulNBits: values a scale, and the level that multiplies bytes
Floats = NDArray[np.float32]
Weights = Mapping[str, Floats]


def onnx_of(w: Weights, word: NDArray[np.uint8], shape: Shape) -> bytes:
    """Return the ONNX file of `w`, its word table taken packed from `word` (pieces, blocks, 18).

    Inputs: `ids` (texts, pieces) padded with 1, `lengths` (texts,) and `loud` (texts, 1); outputs: `scores` (texts, 3)
    and `state` (texts, width), the mean of the pieces after the seventh layer, or after the last of fewer.
    """
    g = Graph()
    x = _embedded(g, w, word, shape.epsilon)
    share, count = _there(g)
    layers = sum(name.endswith("up.w") for name in w)
    for layer in range(layers):
        x = _layer(g, w, str(layer), x, shape)
        if layer + 1 == min(_STATE_AFTER, layers):
            state = _mean(g, x, share, count)
    head = w["head.w"]
    scores = g.node("MatMul", [_mean(g, x, share, count), g.constant("head", head[:, :-1].T)])
    scores = g.node("Add", [scores, g.constant("head.b", w["head.b"])])
    shouted = g.node("MatMul", ["loud", g.constant("head.loud", head[:, -1:].T)])
    inputs = {
        "ids": ("int64", ("texts", "pieces")),
        "lengths": ("int32", ("texts",)),
        "loud": ("float32", ("texts", 1)),
    }
    outputs = {"scores": (g.node("Add", [scores, shouted]), "classes"), STATE: (state, "width")}
    return onnx_bytes(g, inputs, outputs)


def quantised(weight: Floats) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return a matrix (outputs, inputs) as signed bytes, with the scale of each output."""
    scales = np.maximum(np.abs(weight).max(axis=1), 1e-8).astype(np.float32) / 127
    return np.round(weight / scales[:, None]).astype(np.int8), scales


def _embedded(g: Graph, w: Weights, word: NDArray[np.uint8], epsilon: float) -> str:
    rows, blocks = word.shape[:2]
    packed = g.constant("word", word[..., 2:].reshape(rows, -1))
    scales = g.constant("word.scales", np.ascontiguousarray(word[..., :2]).view(np.float16).reshape(rows, blocks))
    apart = g.constant("apart", np.array([0, 0, blocks, 16], np.int64))
    bytes_ = g.node("Reshape", [g.node("Gather", [packed, "ids"]), apart])
    low = g.node("BitwiseAnd", [bytes_, g.constant("low", np.array(15, np.uint8))])
    high = g.node("BitShift", [bytes_, g.constant("four", np.array(4, np.uint8))], direction="RIGHT")
    values = g.node("Cast", [g.node("Concat", [low, high], axis=-1)], to=_FLOAT)
    values = g.node("Sub", [values, g.constant("middle", np.array(8, np.float32))])
    scale = g.node("Cast", [g.node("Gather", [scales, "ids"])], to=_FLOAT)
    scale = g.node("Unsqueeze", [scale, g.constant("last", np.array([-1], np.int64))])
    joined = g.constant("joined", np.array([0, 0, blocks * 32], np.int64))
    words = g.node("Reshape", [g.node("Mul", [values, scale]), joined])
    longest = g.node("Slice", [g.node("Shape", ["ids"]), _ints(g, "one", 1), _ints(g, "two", 2)])
    places = g.node("Slice", [g.constant("place", w["place"]), _ints(g, "zero", 0), longest])
    normal = [g.constant("norm.w", w["norm.w"]), g.constant("norm.b", w["norm.b"])]
    return g.node("LayerNormalization", [g.node("Add", [words, places]), *normal], axis=-1, epsilon=epsilon)


def _layer(g: Graph, w: Weights, n: str, x: str, shape: Shape) -> str:
    width = len(w["norm.w"])
    q, k, v = (
        _multiplied(g, f"{n}.{part}", x, w[f"{n}.qkv.w"][at : at + width], w[f"{n}.qkv.b"][at : at + width])
        for part, at in (("q", 0), ("k", width), ("v", 2 * width))
    )
    mixed = g.node("MultiHeadAttention", [q, k, v, "", "lengths"], ours=True, num_heads=shape.heads)
    x = _normed(g, w, f"{n}.norm1", x, _multiplied(g, f"{n}.out", mixed, w[f"{n}.out.w"], w[f"{n}.out.b"]), shape)
    wide = g.node("Gelu", [_multiplied(g, f"{n}.up", x, w[f"{n}.up.w"], w[f"{n}.up.b"])], ours=True)
    return _normed(g, w, f"{n}.norm2", x, _by_blocks(g, f"{n}.down", wide, w[f"{n}.down.w"], w[f"{n}.down.b"]), shape)


def _normed(g: Graph, w: Weights, name: str, x: str, change: str, shape: Shape) -> str:
    # Two nodes: onnxruntime's own SkipLayerNormalization takes four times as long on a CPU.
    normal = [g.constant(f"{name}.{kind}", w[f"{name}.{kind}"]) for kind in "wb"]
    return g.node("LayerNormalization", [g.node("Add", [x, change]), *normal], axis=-1, epsilon=shape.epsilon)


def _multiplied(g: Graph, name: str, x: str, weight: Floats, bias: Floats) -> str:
    values, scales = quantised(weight)
    given = [x, g.constant(name, values.T), g.constant(f"{name}.scales", scales), ""]
    return g.node("DynamicQuantizeMatMul", [*given, g.constant(f"{name}.b", bias)], ours=True)


def _by_blocks(g: Graph, name: str, x: str, weight: Floats, bias: Floats) -> str:
    """Multiply with a scale for every block, of the weights and of what enters: no outlier spoils its neighbours."""
    ends, width = weight.shape
    size = _BLOCK if width % _BLOCK == 0 else 32
    blocks = weight.reshape(ends, width // size, size)
    scales = np.maximum(np.abs(blocks).max(axis=2), 1e-8).astype(np.float32) / 127
    values = (np.round(blocks / scales[..., None]) + 128).astype(np.uint8)
    given = [x, g.constant(name, values), g.constant(f"{name}.scales", scales), "", "", g.constant(f"{name}.b", bias)]
    said = {"K": width, "N": ends, "bits": 8, "block_size": size, "accuracy_level": _IN_BYTES}
    return g.node("MatMulNBits", given, ours=True, **said)


def _there(g: Graph) -> tuple[str, str]:
    """Return what counts a piece and not padding (texts, 1, pieces), and how many there are (texts, 1)."""
    there = g.node("Not", [g.node("Equal", ["ids", g.constant("pad", np.array(1, np.int64))])])
    share = g.node("Unsqueeze", [g.node("Cast", [there], to=_FLOAT), _ints(g, "middle_axis", 1)])
    return share, g.node("ReduceSum", [share, _ints(g, "summed", 2)], keepdims=0)


def _mean(g: Graph, x: str, share: str, count: str) -> str:
    total = g.node("Squeeze", [g.node("MatMul", [share, x]), _ints(g, "squeezed", 1)])
    return g.node("Div", [total, count])


def _ints(g: Graph, name: str, value: int) -> str:
    return g.constant(name, np.array([value], np.int64))
