"""The deep tier: a small multilingual transformer, trained by `sentiment/learning`, run by onnxruntime. Asks nobody.

Loaded when it is first asked; without its artefact, or with a damaged one, it is not present and says why.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from sentiment.danger_head import Told, head_of, told
from sentiment.deep_artefact import MANIFEST, MODEL, PIECES, looked
from sentiment.deep_calibration import Calibration, Scores, linear_of
from sentiment.deep_pass import Loaded, passed
from sentiment.judgement import CLASSES, Class
from words import Sentence, s

NAME = "deep"
FOLDER = Path(__file__).parent / "artefacts" / "deep"
_loading = threading.Lock()
_broken: dict[str, Sentence] = {}  # version → why it could not be loaded in this process


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
    return _calibrated(model, scores(model, texts), texts, langs)


def hears_danger() -> bool:
    """Tell whether there is a danger head for exactly this version of the model."""
    return head_of(FOLDER, version()) is not None


def heard(texts: Sequence[str], langs: Sequence[str]) -> list[tuple[dict[Class, float], Told | None]]:
    """Return what `chances_of` does and, from the same pass, what is told of danger in each text.

    Nothing is told without a head for this version. Raises LookupError when the tier is not present.
    """
    model = loaded()
    head = head_of(FOLDER, version())
    found, states = passed(model, texts, with_states=head is not None)
    dangers = [None] * len(texts) if head is None or states is None else told(head, states)
    return list(zip(_calibrated(model, found, texts, langs), dangers, strict=True))


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
    return passed(model, texts)[0]


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


def _calibrated(model: Loaded, found: Scores, texts: Sequence[str], langs: Sequence[str]) -> list[dict[Class, float]]:
    linear = linear_of(model.calibration.linear, texts, langs)
    return [dict(zip(CLASSES, row, strict=True)) for row in model.calibration.of(found, linear, langs).tolist()]
