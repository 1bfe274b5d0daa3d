"""Passes texts through the deep model, in batches of like length. Loads nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentiment.danger_head import States
from sentiment.deep_artefact import STATE
from sentiment.deep_calibration import Calibration, Scores
from sentiment.deep_text import prepared, shortened
from sentiment.judgement import CLASSES

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_FIRST, _PAD, _LAST = 0, 1, 2  # pieces that stand around every text
_MOST_TEXTS, _MOST_PIECES = 16, 1_024  # of a batch, padding included: bounds the memory


@dataclass(frozen=True)
class Loaded:
    """A model at work: its session, its tokenizer, and its calibration."""

    session: InferenceSession
    tokenizer: Tokenizer
    calibration: Calibration


def passed(model: Loaded, texts: Sequence[str], *, with_states: bool = False) -> tuple[Scores, States | None]:
    """Return the scores of one pass, (texts, 3), and, if asked and the model gives them, the states (texts, width)."""
    given = [output.name for output in model.session.get_outputs()]
    asked = [given[0], STATE] if with_states and STATE in given else given[:1]
    states = [np.zeros(0, np.float32)] * len(texts)
    read = [prepared(text) for text in texts]
    cut = [[_FIRST, *shortened(model.tokenizer.encode(text, add_special_tokens=False).ids), _LAST] for text, _ in read]
    out = np.zeros((len(texts), len(CLASSES)))
    for places in _batches([len(pieces) for pieces in cut]):
        lengths = np.array([len(cut[place]) for place in places], np.int32)
        ids = np.full((len(places), lengths.max()), _PAD, np.int64)
        for row, place in enumerate(places):
            ids[row, : lengths[row]] = cut[place]
        loud = np.array([[read[place][1]] for place in places], np.float32)
        made = model.session.run(asked, {"ids": ids, "lengths": lengths, "loud": loud})
        out[places] = made[0]
        for row, place in enumerate(places if len(asked) > 1 else ()):
            states[place] = made[1][row]
    return out, np.stack(states) if texts and len(asked) > 1 else None


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield places of texts of like length, shortest first: little padding, and no batch too large."""
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) == _MOST_TEXTS or (len(batch) + 1) * lengths[place] > _MOST_PIECES):
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
