"""Rebuilds the deep tier from a folder of labelled texts: base weights, two stages, ONNX, calibration, figures.

What was trained goes into place only where it judges the validation tweets at least as well as what stands there.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from tokenizers import Tokenizer

from sentiment import calibration, deep
from sentiment.deep_artefact import MANIFEST, MODEL, PIECES, looked
from sentiment.deep_calibration import linear_of
from sentiment.deep_text import prepared
from sentiment.learning import card, deep_base, deep_vocabulary
from sentiment.learning.calibrating import fitted, write
from sentiment.learning.deep_card import card_of
from sentiment.learning.deep_encoder import Weights, weights_of
from sentiment.learning.deep_export import onnx_of
from sentiment.learning.deep_figures import Figures, Row, row_of, share_of, warmth_of
from sentiment.learning.deep_texts import (
    LANGUAGES,
    Labelled,
    all_texts,
    first_texts,
    review_sentences,
    second_texts,
    tweets,
)
from sentiment.learning.deep_training import Say, Stage, examples, learn
from settings import ROOT

CARD = ROOT / "docs" / "model-card.md"
RUNS = 3  # how often the second stage runs, each from another seed; the weights are averaged
FIRST = 3  # the lowest layer that learns; 0 learns more and takes longer
_FIRST_EPOCHS, _SECOND_EPOCHS = 1, 3


def train_deep(data: Path, out: Path, seed: int, say: Say) -> Figures:
    """Train on the files in `data`, put the artefact into `out` if it is no worse, and return the figures.

    Checkpoints lie in `out`/checkpoints until it is done: begun again with the same seed, it goes on from there.
    Raises ImportError without the extra `train` and ValueError where `data` lacks a file.
    """
    kept = out / "checkpoints"
    kept.mkdir(parents=True, exist_ok=True)
    pieces, rows = deep_vocabulary.cut(deep_vocabulary.bundled(), (prepared(text)[0] for text in all_texts(data)))
    say(f"{len(rows)} pieces kept")
    base = deep_base.read_base(deep_base.bundled())
    w = _taught(weights_of(base, rows), base.shape, Tokenizer.from_str(pieces), data, kept, seed, say)
    plain = {name: tensor.numpy() for name, tensor in w.items()}
    with TemporaryDirectory(dir=out) as made:
        figures = _finished(Path(made), onnx_of(plain, base.word[rows], base.shape), pieces, data, out, seed)
    for path in kept.iterdir():
        path.unlink()
    kept.rmdir()
    if figures.replaced:
        _told(figures, data, out)
    return figures


def averaged(runs: Sequence[Weights]) -> Weights:
    """Return the mean of each tensor over runs that began from the same weights (Wortsman et al. 2022)."""
    return {name: torch.stack([run[name] for run in runs]).mean(dim=0) for name in runs[0]}


def _told(figures: Figures, data: Path, out: Path) -> None:
    """Fit from where on the tier is sure enough, beside `out`; write the card where the product's own gave way."""
    with deep.reading(out):
        write(deep.NAME, fitted(deep, data), out.parent / calibration.PATH.name)
    if out.resolve() == deep.FOLDER.resolve():
        card.put(CARD, "deep tier", card_of(figures))


def _taught(
    w: Weights, shape: deep_base.Shape, tokenizer: Tokenizer, data: Path, kept: Path, seed: int, say: Say
) -> Weights:
    first = examples(tokenizer, first_texts(data, random.Random(seed)))
    second = examples(tokenizer, second_texts(data, random.Random(seed)))
    if not first or not second:
        raise ValueError("The folder must hold the training files of reviews and of tweets.")
    w = learn(w, first_stage(seed, kept), shape, first, say)
    return averaged([learn(w, second_stage(seed, run, kept), shape, second, say) for run in range(RUNS)])


def first_stage(seed: int, kept: Path) -> Stage:
    """Return the stage on reviews and on other collections' tweets, with its checkpoint in `kept`."""
    return Stage(f"reviews-{seed}-from-{FIRST}", _FIRST_EPOCHS, seed, kept, FIRST)


def second_stage(seed: int, run: int, kept: Path) -> Stage:
    """Return one run of the stage on the balanced tweets."""
    return Stage(f"tweets-{seed}-from-{FIRST}-{run}", _SECOND_EPOCHS, seed + run, kept, FIRST)


def _finished(made: Path, model: bytes, pieces: str, data: Path, out: Path, seed: int) -> Figures:
    (made / MODEL).write_bytes(model)
    (made / PIECES).write_text(pieces, encoding="utf-8")
    digests = {name: hashlib.sha256((made / name).read_bytes()).hexdigest() for name in (MODEL, PIECES)}
    version = f"deep-{digests[MODEL][:8]}"
    manifest: dict[str, Any] = {"version": version, "files": digests, "warmth": {"*": 1.0}, "linear": 0.0}
    _write(made, manifest)
    sides = [side for lang in LANGUAGES if (side := tweets(data, "val", lang))]
    items = [item for side in sides for item in side]
    loaded = deep.load(made, version)
    scores = deep.scores(loaded, [item.text for item in items])
    linear = linear_of(1.0, [item.text for item in items], [item.lang for item in items])
    share = manifest["linear"] = 0.0 if linear is None else share_of(scores, linear, items)
    manifest["warmth"] = warmth_of(scores, linear, share, items)
    _write(made, manifest)
    deep.forget()
    rows = judged(made, sides)
    sentences = judged(made, [review_sentences(data, lang) for lang in LANGUAGES])
    mean = _mean(rows)
    before = _mean_of(out, sides)
    figures = Figures(
        version=version,
        seed=seed,
        runs=RUNS,
        pieces=len(json.loads(pieces)["model"]["vocab"]),
        size=sum((made / name).stat().st_size for name in digests),
        linear=share,
        warmth=manifest["warmth"],
        tweets=rows,
        reviews=sentences,
        mean=mean,
        before=before,
        replaced=before is None or mean >= before,
    )
    _write(made, {**manifest, "figures": asdict(figures)})
    if figures.replaced:
        for name in (MODEL, PIECES, MANIFEST):  # the manifest last: until then digests differ
            (made / name).replace(out / name)
    deep.forget()
    return figures


def judged(folder: Path, sides: Sequence[Sequence[Labelled]]) -> tuple[Row, ...]:
    """Return the figures of the artefact in `folder` on each side that has texts, as the product would judge them."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    loaded = deep.load(folder, str(manifest["version"]))
    found = []
    for side in filter(None, sides):
        texts, langs = [item.text for item in side], [item.lang for item in side]
        linear = linear_of(loaded.calibration.linear, texts, langs)
        chances = loaded.calibration.of(deep.scores(loaded, texts), linear, langs)
        found.append(row_of(side[0].lang, chances, side))
    return tuple(found)


def _mean(rows: Sequence[Row]) -> float:
    return sum(row.macro_f1 for row in rows) / len(rows)


def _mean_of(out: Path, sides: Sequence[Sequence[Labelled]]) -> float | None:
    """Return the mean of the artefact in place; nothing where none stands whole: that one gives way."""
    return _mean(judged(out, sides)) if looked(out)[1] is None else None


def _write(folder: Path, manifest: dict[str, Any]) -> None:
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
