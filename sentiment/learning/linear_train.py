"""Trains the fast tier, measures it on the validation sides, and puts it in place only if it is no worse."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from sentiment import calibration
from sentiment.fast import linear as run_time
from sentiment.fast import tier
from sentiment.learning import card
from sentiment.learning.calibrating import fitted, write
from sentiment.learning.deep_texts import LANGUAGES, Labelled, tweets
from sentiment.learning.linear_card import Figures, card_of
from sentiment.learning.linear_model import taught
from sentiment.measures import macro_f1
from settings import ROOT
from words import t

CARD = ROOT / "docs" / "model-card.md"
_NAMES = ("negative", "neutral", "positive")


def train_linear(data: Path, out: Path, seed: int = 1, say: Callable[[str], None] = print) -> Figures:
    """Train on `data` and write `fast.npz` and `calibration.json` into `out`, unless what is there is better.

    Learning here has no chance in it: `seed` changes nothing, and the same folder gives the same file. Where the
    product's own artefact gives way, the model card is written too.
    """
    place = out / run_time.PATH.name
    before = _measured(data, place)[0] if place.is_file() else None
    say(t("Niveau rapide : apprentissage."))
    with tempfile.TemporaryDirectory() as folder:
        new = taught(data, path=Path(folder) / run_time.PATH.name)
        mean, each = _measured(data, new)
        replaced = before is None or mean >= before
        with run_time.reading(new):
            version, rows = tier.version(), fitted(tier, data)
        if replaced:
            out.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(new, place)
            write(tier.NAME, rows, out / calibration.PATH.name)
    run_time.read_from.cache_clear()
    figures = Figures(each, mean, before, replaced, version, rows)
    if replaced and place.resolve() == run_time.PATH.resolve():
        card.put(CARD, "fast tier", card_of(figures, place))
    return figures


def _measured(data: Path, artefact: Path) -> tuple[float, dict[str, float]]:
    """Return the mean of the macro-F1 of the languages, and each, of an artefact on the validation sides."""
    with run_time.reading(artefact):
        each = {lang: _macro_f1(tweets(data, "val", lang), lang) for lang in LANGUAGES}
    return sum(each.values()) / len(each), each


def _macro_f1(items: Sequence[Labelled], lang: str) -> float:
    table: dict[tuple[str, str], int] = {}
    for item, chances in zip(items, tier.chances_of([item.text for item in items], [lang] * len(items)), strict=True):
        pair = _NAMES[item.label], max(chances, key=lambda name: chances[name])
        table[pair] = table.get(pair, 0) + 1
    return macro_f1(table) or 0.0
