"""The deep tier: a small multilingual transformer, trained by `sentiment/learning`, run by onnxruntime. Asks nobody.

Loaded when it is first asked; without its artefact, or with a damaged one, it is not present and says why.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sentiment.deep_text import prepared, shortened
from sentiment.judgement import CLASSES, Class
from words import Sentence, s

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

NAME = "deep"
FOLDER = Path(__file__).parent / "artefacts" / "deep"
MODEL, PIECES, MANIFEST = "model.onnx", "pieces.json", "manifest.json"
_FIRST, _PAD, _LAST = 0, 1, 2  # pieces that stand around every text
_MOST_TEXTS, _MOST_PIECES = 16, 1_024  # of a batch, padding included: bounds the memory
_loading = threading.Lock()


@dataclass(frozen=True)
class _Loaded:
    session: InferenceSession
    tokenizer: Tokenizer
    warmth: dict[str, float]


def present() -> bool:
    """Tell whether the artefact is there and whole; it is not loaded for that."""
    return absent_because() is None


def absent_because() -> Sentence | None:
    """Return why the tier cannot judge, or nothing when it can."""
    return _look(FOLDER)[1]


def version() -> str:
    """Return the version that the artefact's manifest names, or an empty string without an artefact."""
    manifest, reason = _look(FOLDER)
    return "" if reason else str(manifest["version"])


def chances_of(texts: Sequence[str], langs: Sequence[str]) -> list[dict[Class, float]]:
    """Return the probabilities of the three classes, summing to 1, for each text in the language beside it.

    Any string is accepted. Raises LookupError when the tier is not present.
    """
    loaded = _loaded()
    warmth = [loaded.warmth.get(lang, loaded.warmth["*"]) for lang in langs]
    scores = _scores(loaded, texts) / np.array(warmth, np.float64).reshape(-1, 1)
    shares = np.exp(scores - scores.max(axis=1, keepdims=True)) if len(texts) else scores
    shares /= shares.sum(axis=1, keepdims=True)
    return [dict(zip(CLASSES, row, strict=True)) for row in shares.tolist()]


def forget() -> None:
    """Forget what was seen and loaded, so that an artefact put in place meanwhile is seen."""
    with _loading:
        _look.cache_clear()
        _load.cache_clear()


def _scores(loaded: _Loaded, texts: Sequence[str]) -> NDArray[np.float64]:
    read = [prepared(text) for text in texts]
    cut = [[_FIRST, *shortened(loaded.tokenizer.encode(text, add_special_tokens=False).ids), _LAST] for text, _ in read]
    out = np.zeros((len(texts), len(CLASSES)))
    for places in _batches([len(pieces) for pieces in cut]):
        lengths = np.array([len(cut[place]) for place in places], np.int32)
        ids = np.full((len(places), lengths.max()), _PAD, np.int64)
        for row, place in enumerate(places):
            ids[row, : lengths[row]] = cut[place]
        loud = np.array([[read[place][1]] for place in places], np.float32)
        out[places] = loaded.session.run(None, {"ids": ids, "lengths": lengths, "loud": loud})[0]
    return out


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


def _loaded() -> _Loaded:
    with _loading:
        manifest, reason = _look(FOLDER)
        if reason is not None:
            raise LookupError(str(reason))
        return _load(FOLDER, str(manifest["version"]))


@lru_cache(maxsize=1)
def _load(folder: Path, version: str) -> _Loaded:
    # Imported here: they bring megabytes that a process which never weighs deeply does not need.
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # every batch has its own size
    session = onnxruntime.InferenceSession(folder / MODEL, options, providers=["CPUExecutionProvider"])
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return _Loaded(session, Tokenizer.from_file(str(folder / PIECES)), dict(manifest["warmth"]))


@lru_cache(maxsize=1)
def _look(folder: Path) -> tuple[dict[str, Any], Sentence | None]:
    """Return the manifest and why it cannot be used, if so. Digests are computed once a process."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        for name in (MODEL, PIECES):
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != manifest["files"][name]:
                return {}, s("Le fichier « {name} » du modèle approfondi est abîmé.", name=name)
        manifest["version"], manifest["warmth"]["*"]
    except FileNotFoundError as error:
        name = Path(error.filename).name
        return {}, s("Le modèle approfondi n’est pas installé : « {name} » manque.", name=name)
    except (OSError, ValueError, KeyError, TypeError):
        return {}, s("Le manifeste du modèle approfondi est illisible.")
    return manifest, None
