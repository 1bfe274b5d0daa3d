"""Calibrates and measures what was trained, and puts it in place only where it judges at least as well as before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sentiment import deep
from sentiment.deep_artefact import MANIFEST, MODEL, PIECES, looked
from sentiment.deep_calibration import linear_of
from sentiment.learning.deep_figures import Figures, Row, row_of, share_of, warmth_of
from sentiment.learning.deep_texts import LANGUAGES, Labelled, review_sentences, tweets


@dataclass(frozen=True)
class Made:
    """What a training made: the averaged model as ONNX, its word pieces, and each run alone, from `seed` on."""

    model: bytes
    pieces: str
    alone: tuple[bytes, ...]
    seed: int


def finished(made: Path, trained: Made, data: Path, out: Path) -> Figures:
    """Write the artefact into `made`, measure it on `data`, and move it to `out` if it is no worse than what is there.

    Each run alone is measured with the temperatures and the linear share of their average.
    """
    digests = _put(made, trained.model, trained.pieces)
    version = f"deep-{digests[MODEL][:8]}"
    manifest: dict[str, Any] = {"version": version, "files": digests, "warmth": {"*": 1.0}, "linear": 0.0}
    _write(made, manifest)
    sides = [side for lang in LANGUAGES if (side := tweets(data, "val", lang))]
    manifest |= _calibrated(made, version, [item for side in sides for item in side])
    _write(made, manifest)
    deep.forget()
    rows = judged(made, sides)
    mean, before = _mean(rows), _mean_of(out, sides)
    figures = Figures(
        version=version,
        seed=trained.seed,
        runs=len(trained.alone),
        pieces=len(json.loads(trained.pieces)["model"]["vocab"]),
        size=sum((made / name).stat().st_size for name in digests),
        linear=manifest["linear"],
        warmth=manifest["warmth"],
        tweets=rows,
        reviews=judged(made, [review_sentences(data, lang) for lang in LANGUAGES]),
        alone=tuple(_alone(made, f"alone-{run}", one, trained, sides) for run, one in enumerate(trained.alone)),
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


def _calibrated(made: Path, version: str, items: Sequence[Labelled]) -> dict[str, Any]:
    loaded = deep.load(made, version)
    scores = deep.scores(loaded, [item.text for item in items])
    linear = linear_of(1.0, [item.text for item in items], [item.lang for item in items])
    share = 0.0 if linear is None else share_of(scores, linear, items)
    return {"linear": share, "warmth": warmth_of(scores, linear, share, items)}


def _alone(made: Path, name: str, model: bytes, trained: Made, sides: Sequence[Sequence[Labelled]]) -> dict[str, float]:
    folder = made / name
    folder.mkdir()
    _put(folder, model, trained.pieces)
    manifest = json.loads((made / MANIFEST).read_text(encoding="utf-8"))
    _write(folder, {**manifest, "version": name})
    return {row.lang: row.macro_f1 for row in judged(folder, sides)}


def _put(folder: Path, model: bytes, pieces: str) -> dict[str, str]:
    (folder / MODEL).write_bytes(model)
    (folder / PIECES).write_text(pieces, encoding="utf-8")
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in (MODEL, PIECES)}


def _mean(rows: Sequence[Row]) -> float:
    return sum(row.macro_f1 for row in rows) / len(rows)


def _mean_of(out: Path, sides: Sequence[Sequence[Labelled]]) -> float | None:
    """Return the mean of the artefact in place; nothing where none stands whole: that one gives way."""
    return _mean(judged(out, sides)) if looked(out)[1] is None else None


def _write(folder: Path, manifest: dict[str, Any]) -> None:
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
