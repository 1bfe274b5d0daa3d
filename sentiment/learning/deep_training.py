"""Teaches the encoder one stage after the other. Stopped at any moment, it goes on from its last checkpoint."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor

from sentiment.deep_text import prepared, shortened
from sentiment.learning.deep_base import Shape
from sentiment.learning.deep_encoder import (
    FIRST,
    LAST,
    PAD,
    Weights,
    embedded,
    layers_of,
    logits,
    mean,
    pooled,
    through,
)
from sentiment.learning.deep_texts import Labelled
from words import t

BATCH = 32
_RATE = 1e-4
_WARM = 0.06  # of the steps, until the full rate
_DECAY = 0.01
_DROPPED = 0.1
_SMOOTHED = 0.05
_SORTED = 50  # batches whose texts are sorted by length together
_SAVED_EVERY = 50  # steps
_LONGEST_STEP = 1.0  # norm of a gradient
Say = Callable[[str], None]


@dataclass(frozen=True)
class Example:
    """A text in pieces; `target` is the share of each class (a label is all of one)."""

    pieces: tuple[int, ...]
    loud: bool
    target: tuple[float, float, float]


@dataclass(frozen=True)
class Stage:
    """One run over examples: its name, how often it sees each, its seed, where it keeps its checkpoint.

    Layers below `first` stay as they are: what they give is computed once a text and kept (half the time, two bytes a
    value).
    """

    name: str
    epochs: int
    seed: int
    kept_in: Path
    first: int = 6


def examples(tokenizer: Tokenizer, items: Sequence[Labelled]) -> list[Example]:
    """Return texts as the model reads them."""
    made = [prepared(item.text) for item in items]
    pieces = tokenizer.encode_batch([text for text, _ in made], add_special_tokens=False)
    targets = [(float(item.label == 0), float(item.label == 1), float(item.label == 2)) for item in items]
    return [
        Example((FIRST, *shortened(cut.ids), LAST), loud, target)
        for cut, (_, loud), target in zip(pieces, made, targets, strict=True)
    ]


def learn(w: Weights, stage: Stage, shape: Shape, seen: Sequence[Example], say: Say) -> Weights:
    """Return `w` after `stage`; the word table stays as it is. AdamW, warmed up, its rate falling to zero."""
    taught = {name: tensor.clone().requires_grad_() for name, tensor in w.items() if _is_taught(name, stage.first)}
    everything = {**w, **taught}
    below: list[Tensor | None] = [None] * len(seen)
    matrices = [tensor for tensor in taught.values() if tensor.ndim > 1]
    vectors = [tensor for tensor in taught.values() if tensor.ndim == 1]
    groups = [{"params": matrices, "weight_decay": _DECAY}, {"params": vectors, "weight_decay": 0.0}]
    pace = torch.optim.AdamW(groups, lr=_RATE, betas=(0.9, 0.98))
    steps = -(-len(seen) // BATCH) * stage.epochs
    at = _resumed(stage, taught, pace)
    if at:
        say(t("{stage} : reprise à l'étape {step} sur {steps}.", stage=stage.name, step=at, steps=steps))
    lost, many = 0.0, 0
    for step, places in enumerate(_batches(seen, stage), start=1):
        if step <= at:
            continue
        batch = [seen[place] for place in places]
        x = _states(w, shape, stage, batch, places, below)
        for group in pace.param_groups:
            group["lr"] = _RATE * min(step / (_WARM * steps), (steps - step + 1) / ((1 - _WARM) * steps), 1.0)
        lost += _step(everything, x, pace, shape, batch, stage, step)
        many += 1
        if step % _SAVED_EVERY == 0 or step == steps:
            say(
                t(
                    "{stage} : étape {step} sur {steps}, perte {loss}.",
                    stage=stage.name,
                    step=step,
                    steps=steps,
                    loss=f"{lost / many:.3f}",
                )
            )
            lost, many = 0.0, 0
            _keep(stage, step, taught, pace)
    return {**w, **{name: tensor.detach() for name, tensor in taught.items()}}


def judged(w: Weights, shape: Shape, seen: Sequence[Example]) -> Tensor:
    """Return the scores of the classes for each example, (texts, 3), in their order."""
    order = sorted(range(len(seen)), key=lambda place: len(seen[place].pieces))
    out = torch.zeros(len(seen), 3)
    with torch.no_grad():
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            ids, loud, _ = _tensors([seen[place] for place in places])
            out[places] = logits(w, pooled(w, ids, shape), loud)
    return out


def _is_taught(name: str, first: int) -> bool:
    layer = name.partition(".")[0]
    if layer.isdigit():
        return int(layer) >= first
    return layer == "head" or (first == 0 and name != "word")


def _states(
    w: Weights, shape: Shape, stage: Stage, batch: list[Example], places: list[int], below: list[Tensor | None]
) -> Tensor | None:
    """Return what enters the first layer that learns, computed once a text; nothing where all of them learn."""
    if stage.first == 0:
        return None
    ids, _, _ = _tensors(batch)
    if any(below[place] is None for place in places):
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            made = through(w, embedded(w, ids, shape), ids != PAD, range(stage.first), shape).bfloat16()
        for row, place in enumerate(places):
            below[place] = made[row, : len(batch[row].pieces)].clone()
    x = torch.zeros(*ids.shape, w["norm.w"].shape[0], dtype=torch.bfloat16)
    for row, place in enumerate(places):
        kept = below[place]
        assert kept is not None
        x[row, : len(kept)] = kept
    return x


def _step(
    w: Weights, x: Tensor | None, pace: torch.optim.AdamW, shape: Shape, batch: list[Example], stage: Stage, step: int
) -> float:
    torch.manual_seed(stage.seed * 1_000_000 + step)  # drops the same values whether the run was resumed or not
    ids, loud, target = _tensors(batch)
    there = ids != PAD
    with torch.autocast("cpu", torch.bfloat16):
        start = embedded(w, ids, shape) if x is None else x
        x = through(w, start, there, range(stage.first, layers_of(w)), shape, learning=True)
    state = F.dropout(mean(x, there), _DROPPED, True)
    loss = F.cross_entropy(logits(w, state, loud), target, label_smoothing=_SMOOTHED)
    pace.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_([one for group in pace.param_groups for one in group["params"]], _LONGEST_STEP)
    pace.step()
    return float(loss.detach())


def _tensors(batch: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    longest = max(len(example.pieces) for example in batch)
    ids = torch.tensor([[*example.pieces, *[PAD] * (longest - len(example.pieces))] for example in batch])
    loud = torch.tensor([float(example.loud) for example in batch])
    return ids, loud, torch.tensor([example.target for example in batch])


def _batches(seen: Sequence[Example], stage: Stage) -> Iterator[list[int]]:
    """Yield batches of places of texts of like length, in an order that only the seed decides."""
    chance = random.Random(stage.seed)
    for _ in range(stage.epochs):
        order = chance.sample(range(len(seen)), len(seen))
        batches: list[list[int]] = []
        for start in range(0, len(order), BATCH * _SORTED):
            near = sorted(order[start : start + BATCH * _SORTED], key=lambda place: len(seen[place].pieces))
            batches += [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
        chance.shuffle(batches)
        yield from batches


def _keep(stage: Stage, step: int, taught: Weights, pace: torch.optim.AdamW) -> None:
    plain = {name: tensor.detach() for name, tensor in taught.items()}
    made = stage.kept_in / f"{stage.name}.new"
    torch.save({"step": step, "weights": plain, "pace": pace.state_dict()}, made)
    made.replace(stage.kept_in / f"{stage.name}.pt")


def _resumed(stage: Stage, taught: Weights, pace: torch.optim.AdamW) -> int:
    path = stage.kept_in / f"{stage.name}.pt"
    if not path.exists():
        return 0
    kept = torch.load(path, weights_only=True)
    with torch.no_grad():
        for name, tensor in taught.items():
            tensor.copy_(kept["weights"][name])
    pace.load_state_dict(kept["pace"])
    return int(kept["step"])
