"""The encoder as functions over named tensors: multilingual-e5-small's forward pass, and a head of three classes."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from sentiment.learning.deep_base import Base, Shape, unpacked

PAD, FIRST, LAST, UNKNOWN = 1, 0, 2, 3
CLASSES = 3
_DROPPED = 0.1  # of what the layers hand on, while learning
Weights = dict[str, Tensor]


def weights_of(base: Base, rows: Sequence[int]) -> Weights:
    """Return the base model's tensors for the word pieces `rows`, with an untrained head.

    A layer's query, key and value stand in one matrix. The word table stays as bundled (four bits a value, exact):
    it is not trained, so the artefact can carry it unchanged.
    """
    plain, wide = base.tensors, base.width
    weights = {
        "word": torch.from_numpy(unpacked(base.word[list(rows)])),
        "place": torch.from_numpy(plain["emb.pos"].reshape(-1, wide) + plain["emb.type"].reshape(-1, wide)[0]),
        "norm.w": torch.from_numpy(plain["emb.ln.w"]),
        "norm.b": torch.from_numpy(plain["emb.ln.b"]),
        "head.w": torch.zeros(CLASSES, wide + 1),  # one more: did the text shout?
        "head.b": torch.zeros(CLASSES),
    }
    for layer in range(base.layers):
        for kind in ("w", "b"):
            qkv = [plain[f"l{layer}.{part}.{kind}"] for part in "qkv"]
            weights[f"{layer}.qkv.{kind}"] = torch.cat([_shaped(part, kind, wide) for part in qkv])
            for ours, theirs in (("out", "ao"), ("up", "fi"), ("down", "fo")):
                ends = plain[f"l{layer}.{theirs}.b"].size
                weights[f"{layer}.{ours}.{kind}"] = _shaped(plain[f"l{layer}.{theirs}.{kind}"], kind, -1, ends)
            weights[f"{layer}.norm1.{kind}"] = torch.from_numpy(plain[f"l{layer}.aln.{kind}"])
            weights[f"{layer}.norm2.{kind}"] = torch.from_numpy(plain[f"l{layer}.oln.{kind}"])
    return weights


def layers_of(w: Weights) -> int:
    """Return how many layers the encoder has."""
    return sum(name.endswith("up.w") for name in w)


def embedded(w: Weights, ids: Tensor, shape: Shape) -> Tensor:
    """Return what enters the first layer, (texts, pieces, width)."""
    x = F.embedding(ids, w["word"]) + w["place"][: ids.shape[1]]
    return F.layer_norm(x, x.shape[-1:], w["norm.w"], w["norm.b"], shape.epsilon)


def through(w: Weights, x: Tensor, there: Tensor, layers: range, shape: Shape, *, learning: bool = False) -> Tensor:
    """Return the states after some layers; `there` (texts, pieces) is false on padding."""
    mask = there[:, None, None, :]
    for n in layers:
        seen = F.linear(x, w[f"{n}.qkv.w"], w[f"{n}.qkv.b"])
        q, k, v = (part.unflatten(-1, (shape.heads, -1)).transpose(1, 2) for part in seen.chunk(3, dim=-1))
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).flatten(2)
        x = _added(w, f"{n}.norm1", x, F.linear(mixed, w[f"{n}.out.w"], w[f"{n}.out.b"]), shape, learning)
        wide = F.gelu(F.linear(x, w[f"{n}.up.w"], w[f"{n}.up.b"]))
        x = _added(w, f"{n}.norm2", x, F.linear(wide, w[f"{n}.down.w"], w[f"{n}.down.b"]), shape, learning)
    return x


def mean(x: Tensor, there: Tensor) -> Tensor:
    """Return the mean state of each text's pieces, (texts, width)."""
    share = there[:, :, None].float()
    return (x.float() * share).sum(1) / share.sum(1)


def pooled(w: Weights, ids: Tensor, shape: Shape) -> Tensor:
    """Return the mean of the last layer's states over the pieces that are not padding, (texts, width)."""
    there = ids != PAD
    return mean(through(w, embedded(w, ids, shape), there, range(layers_of(w)), shape), there)


def logits(w: Weights, state: Tensor, loud: Tensor) -> Tensor:
    """Return the scores of the three classes, (texts, 3), from the pooled states and the flags of shouting."""
    return F.linear(torch.cat([state, loud[:, None]], dim=1), w["head.w"], w["head.b"])


def _added(w: Weights, norm: str, x: Tensor, change: Tensor, shape: Shape, learning: bool) -> Tensor:
    total = x + F.dropout(change, _DROPPED, learning)
    return F.layer_norm(total, total.shape[-1:], w[f"{norm}.w"], w[f"{norm}.b"], shape.epsilon)


def _shaped(values: object, kind: str, width: int, ends: int = -1) -> Tensor:
    tensor = torch.as_tensor(values)
    return tensor if kind == "b" else tensor.reshape(ends, width)
