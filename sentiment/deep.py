"""The deep tier: a small multilingual transformer, trained by `sentiment/learning`, run by onnxruntime. Asks nobody.

Loaded when it is first asked; without its artefact, or with a damaged one, it is not present and says why.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sentiment.deep_artefact import MANIFEST, MODEL, PIECES, looked
from sentiment.deep_calibration import Calibration, Scores, linear_of
from sentiment.deep_text import prepared, shortened
from sentiment.judgement import CLASSES, Class
from words import Sentence, s

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

NAME = "deep"
FOLDER = Path(__file__).parent / "artefacts" / "deep"
_FIRST, _PAD, _LAST = 0, 1, 2  # pieces that stand around every text
_MOST_TEXTS, _MOST_PIECES = 16, 1_024  # of a batch, padding included: bounds the memory
_loading = threading.Lock()
_broken: dict[str, Sentence] = {}  # version → why it could not be loaded in this process


@dataclass(frozen=True)
class Loaded:
    """A model at work: its session, its tokenizer, and its calibration."""

    session: InferenceSession
    tokenizer: Tokenizer
    calibration: Calibration


def present() -> bool:
    """Tell whether the artefact is there and whole; it is not loaded for that."""
    return absent_because() is None


def absent_because() -> Sentence | None:
    """Return why the tier cannot judge, or nothing when it can, as far as was tried."""
    manifest, reason = looked(FOLDER)
    return reason or _broken.get(str(manifest["version"]))


def version() -> str:
    """Return the version that the artefact's manifest names, or an empty string without an artefact."""
    manifest, reason = looked(FOLDER)
    return "" if reason else str(manifest["version"])


def chances_of(texts: Sequence[str], langs: Sequence[str]) -> list[dict[Class, float]]:
    """Return the calibrated probabilities of the three classes, summing to 1, for each text in the language beside it.

    Any string is accepted. Raises LookupError when the tier is not present.
    """
    model = loaded()
    linear = linear_of(model.calibration.linear, texts, langs)
    found = model.calibration.of(scores(model, texts), linear, langs)
    return [dict(zip(CLASSES, row, strict=True)) for row in found.tolist()]


def forget() -> None:
    """Forget what was seen and loaded, so that an artefact put in place meanwhile is seen."""
    with _loading:
        _broken.clear()
        load.cache_clear()


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Judge by the artefact in `folder` for a while: what trains measures it there. Not for several threads."""
    global FOLDER
    before, FOLDER = FOLDER, folder
    forget()
    try:
        yield
    finally:
        FOLDER = before
        forget()


def scores(model: Loaded, texts: Sequence[str]) -> Scores:
    """Return the scores of the three classes before calibration, (texts, 3)."""
    read = [prepared(text) for text in texts]
    cut = [[_FIRST, *shortened(model.tokenizer.encode(text, add_special_tokens=False).ids), _LAST] for text, _ in read]
    out = np.zeros((len(texts), len(CLASSES)))
    for places in _batches([len(pieces) for pieces in cut]):
        lengths = np.array([len(cut[place]) for place in places], np.int32)
        ids = np.full((len(places), lengths.max()), _PAD, np.int64)
        for row, place in enumerate(places):
            ids[row, : lengths[row]] = cut[place]
        loud = np.array([[read[place][1]] for place in places], np.float32)
        out[places] = model.session.run(None, {"ids": ids, "lengths": lengths, "loud": loud})[0]
    return out


def loaded() -> Loaded:
    """Return the model in place, loaded once. Raises LookupError when the tier is not present."""
    with _loading:
        if (reason := absent_because()) is not None:
            raise LookupError(reason.say())
        called = version()
        try:
            return load(FOLDER, called)
        except (
            Exception
        ) as failure:  # whatever the library or the machine lacks: the fast tier judges, and people see why
            why = s("Le modèle approfondi ne se charge pas ici ({error}).", error=type(failure).__name__)
            _broken[called] = why
            raise LookupError(why.say()) from failure


@lru_cache(maxsize=1)
def load(folder: Path, version: str) -> Loaded:
    """Return the model in `folder`, kept for as long as its version stays the same."""
    # Imported here: they bring megabytes that a process which never weighs deeply does not need.
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # every batch has its own size
    session = onnxruntime.InferenceSession(folder / MODEL, options, providers=["CPUExecutionProvider"])
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    calibration = Calibration(dict(manifest["warmth"]), float(manifest["linear"]))
    return Loaded(session, Tokenizer.from_file(str(folder / PIECES)), calibration)


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
