"""Rebuilds the deep tier from a folder of labelled texts: base weights, two stages, ONNX, calibration, figures.

What was trained goes into place only where it judges the validation tweets at least as well as what stands there.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from tokenizers import Tokenizer

from sentiment import calibration, deep
from sentiment.deep_text import prepared
from sentiment.learning import card, danger_fit, deep_base, deep_vocabulary
from sentiment.learning.calibrating import fitted, write
from sentiment.learning.deep_card import card_of
from sentiment.learning.deep_encoder import Weights, weights_of
from sentiment.learning.deep_export import onnx_of
from sentiment.learning.deep_figures import Figures
from sentiment.learning.deep_finish import Made, finished
from sentiment.learning.deep_texts import all_texts, first_texts, second_texts
from sentiment.learning.deep_training import Say, Stage, examples, learn
from settings import ROOT
from words import t

CARD = ROOT / "docs" / "model-card.md"
RUNS = 3  # how often the second stage runs, each from another seed; the weights are averaged
GERMAN_FROM = 2  # the first run that also hears the rest of the German tweets' source
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
    say(t("{count} morceaux de mots gardés.", count=len(rows)))
    base = deep_base.read_base(deep_base.bundled())
    runs = _taught(weights_of(base, rows), base.shape, Tokenizer.from_str(pieces), data, kept, seed, say)

    def exported(w: Weights) -> bytes:
        return onnx_of({name: tensor.numpy() for name, tensor in w.items()}, base.word[rows], base.shape)

    with TemporaryDirectory(dir=out) as made:
        made_of = Made(exported(averaged(runs)), pieces, tuple(map(exported, runs)), seed)
        figures = finished(Path(made), made_of, data, out)
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
    """Fit the danger head, and from where on the tier is sure enough; write the card where the product's gave way."""
    danger_fit.put_in_place(data, out, CARD)
    with deep.reading(out):
        rows = fitted(deep, data)
    write(deep.NAME, rows, out.parent / calibration.PATH.name)
    if out.resolve() == deep.FOLDER.resolve():
        card.put(CARD, "deep tier", card_of(figures, rows))


def _taught(
    w: Weights, shape: deep_base.Shape, tokenizer: Tokenizer, data: Path, kept: Path, seed: int, say: Say
) -> list[Weights]:
    """Return what each run of the second stage made of the same first stage."""
    first = examples(tokenizer, first_texts(data, random.Random(seed)))
    runs = [
        examples(tokenizer, second_texts(data, random.Random(seed), german=run >= GERMAN_FROM)) for run in range(RUNS)
    ]
    if not first or not all(runs):
        raise ValueError(t("Il faut dans le dossier les fichiers d'apprentissage des avis et des tweets."))
    w = learn(w, first_stage(seed, kept), shape, first, say)
    return [learn(w, second_stage(seed, run, kept), shape, seen, say) for run, seen in enumerate(runs)]


def first_stage(seed: int, kept: Path) -> Stage:
    """Return the stage on reviews and on other collections' tweets, with its checkpoint in `kept`."""
    return Stage(f"reviews-{seed}-from-{FIRST}", _FIRST_EPOCHS, seed, kept, FIRST)


def second_stage(seed: int, run: int, kept: Path) -> Stage:
    """Return one run of the stage on the balanced tweets."""
    return Stage(f"tweets-{seed}-from-{FIRST}-{run}", _SECOND_EPOCHS, seed + run, kept, FIRST)
