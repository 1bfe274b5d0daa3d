"""Training the fast tier: from a folder to an artefact in place, the same each time, never to something worse."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sentiment.fast import linear, tier
from sentiment.learning import linear_fit, linear_model, linear_train
from sentiment.learning.calibrating import gained
from sentiment.learning.linear_train import train_linear

CLASSES = ("neg", "neu", "pos")
LANGUAGES = ("fr", "en", "de", "es", "it", "pt")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(linear_model, "STEPS", 8)
    data = tmp_path / "data"
    data.mkdir()
    for lang in LANGUAGES:
        for side, places in (("train", "abcd"), ("val", "ef")):
            lines = [f"{label}\t{label} zig{n} {lang} zag{label}" for n in places for label in CLASSES]
            (data / f"umsab.{lang}.{side}.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    (data / "reviews-hotel.fr.train.tsv").write_text("pos\tchambre zagpos\nneg\tchambre zagneg\n", "utf-8")
    return data


def test_a_folder_becomes_an_artefact_that_judges_with_figures_and_calibration(folder: Path, tmp_path: Path) -> None:
    out, said = tmp_path / "out", list[str]()
    figures = train_linear(folder, out, 1, said.append)
    assert figures.replaced
    assert figures.in_place is None
    assert said
    assert set(figures.macro_f1) == set(LANGUAGES)
    assert set(json.loads((out / "calibration.json").read_text("utf-8"))["fast"]) == {*LANGUAGES, "*"}
    with linear.reading(out / "fast.npz"):
        (kind,) = tier.chances_of(["zagpos"], ["fr"])
        (harsh,) = tier.chances_of(["zagneg"], ["fr"])
    assert kind["positive"] > harsh["positive"]
    assert harsh["negative"] > kind["negative"]


def test_what_is_in_place_stays_when_the_new_one_is_worse(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    train_linear(folder, out, 1, lambda _: None)
    before = (out / "fast.npz").read_bytes()
    for lang in LANGUAGES:
        path = folder / f"umsab.{lang}.train.tsv"
        path.write_text(
            path.read_text("utf-8").replace("neg\tneg", "pos\tneg").replace("pos\tpos", "neg\tpos"), "utf-8"
        )
    figures = train_linear(folder, out, 1, lambda _: None)
    assert not figures.replaced
    assert (out / "fast.npz").read_bytes() == before


def test_the_same_folder_gives_the_same_weights_and_a_teacher_gives_others(folder: Path, tmp_path: Path) -> None:
    first, again = (linear_model.taught(folder, path=tmp_path / name) for name in ("a.npz", "b.npz"))
    soft = {f"neg ziga {lang} zagneg": (0.0, 0.0, 1.0) for lang in LANGUAGES}
    other = linear_model.taught(folder, soft, tmp_path / "c.npz")
    versions = [str(np.load(path)["version"]) for path in (first, again, other)]
    assert versions[0] == versions[1] != versions[2]


def test_the_search_for_the_least_finds_it() -> None:
    aim = np.array([3.0, -2.0], np.float32)

    def loss(x: np.ndarray) -> tuple[float, np.ndarray]:
        return float(((x - aim) ** 2 * [1, 10]).sum()), (2 * (x - aim) * np.array([1, 10])).astype(np.float32)

    assert np.allclose(linear_fit.least(loss, np.zeros(2, np.float32), 50), aim, atol=1e-2)


def test_the_card_is_written_from_the_figures_where_the_products_own_artefact_gives_way(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, out = tmp_path / "card.md", tmp_path / "out"
    monkeypatch.setattr(linear_train, "CARD", card)
    train_linear(folder, out, 1, lambda _: None)
    assert not card.exists()  # this was not the product's own place
    monkeypatch.setattr(linear, "PATH", out / "fast.npz")
    (folder / "reviews-hotel.fr.val.tsv").write_text("pos\tchambre zagpos\nneg\tchambre zagneg\n", "utf-8")
    figures = train_linear(folder, out, 1, lambda _: None)
    told = card.read_text("utf-8")
    assert figures.version in told
    assert f"{100 * figures.mean:.1f}" in told
    for part in ("Data", "Figures", "Risk and coverage", "Limits"):
        assert f"### {part} of the fast tier" in told
    assert "| fr | 2 |" in told  # the review sentences, judged apart


def test_what_leaving_out_the_doubtful_gains_lies_in_its_interval() -> None:
    low, high = gained(200, 277, 221, 324)
    assert low < 200 / 277 - 221 / 324 < high
    assert 0.03 < high - low < 0.07
    assert gained(10, 10, 10, 10) == (0.0, 0.0)
