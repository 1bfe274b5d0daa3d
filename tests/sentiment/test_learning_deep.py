"""What teaches the deep tier, as far as it goes without torch: reading, cutting, choosing, figures, the card."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import numpy as np
import pytest

from sentiment.deep_calibration import Calibration
from sentiment.learning import card, deep_card, deep_texts, deep_vocabulary
from sentiment.learning.deep_base import read_base, unpacked
from sentiment.learning.deep_figures import Figures, row_of, share_of, warmth_of
from sentiment.learning.deep_texts import Labelled
from tests.sentiment import small_base


def bundled(folder: Path) -> Path:
    """Write a plain tensor, and a word table in blocks whose scale is a half."""
    block = np.array([0.5], np.float16).tobytes() + bytes(range(16))
    plain = np.arange(3, dtype=np.float32).tobytes()
    tensors = {"emb.word": (1, 64, block * 2), "emb.ln.w": (0, 3, plain)}
    return small_base.write(folder / "model.bin", ["<s>", "é"], tensors)


def test_the_bundled_file_is_read_header_pieces_and_tensors(tmp_path: Path) -> None:
    base = read_base(bundled(tmp_path))
    assert (base.width, base.layers, base.shape.heads) == (32, 2, 2)
    assert base.pieces == ("<s>", "é")
    assert base.tensors["emb.ln.w"].tolist() == [0, 1, 2]
    first = unpacked(base.word)[0]
    assert first[:3].tolist() == [(n - 8) / 2 for n in (0, 1, 2)]  # low halves of the bytes come first
    assert first[16:18].tolist() == [-4, -4]  # then the high halves, which are 0 here


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"nothing of the kind")
    with pytest.raises(ValueError, match=r"model\.bin"):
        read_base(tmp_path / "model.bin")


def test_the_vocabulary_keeps_our_letters_emoji_and_what_texts_use(tmp_path: Path) -> None:
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "▁merci", "Merci", "▁спасибо", "😚", "▁rare", "ł", "。", "▁", "a"]
    weights = [0.0] * 4 + [-9.0, -9.0, -9.0, -9.0, -15.0, -9.0, -9.0, -5.0, -9.0]
    vocabulary = [[piece, weight] for piece, weight in zip(pieces, weights, strict=True)]
    model = {"type": "Unigram", "unk_id": 3, "vocab": vocabulary, "byte_fallback": False}
    space = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    whole = {"version": "1.0", "added_tokens": [], "pre_tokenizer": space, "model": model}
    (tmp_path / "tokenizer.json").write_text(json.dumps(whole), encoding="utf-8")
    cut, rows = deep_vocabulary.cut(tmp_path / "tokenizer.json", ["rare"])
    kept = [piece for piece, _ in json.loads(cut)["model"]["vocab"]]
    assert kept == ["<s>", "<pad>", "</s>", "<unk>", "▁merci", "😚", "▁rare", "▁", "a"]
    assert [pieces[row] for row in rows] == kept


def test_more_german_is_balanced_and_knows_no_text_of_the_judging_side(tmp_path: Path) -> None:
    def write(name: str, lines: list[tuple[str, str]]) -> None:
        (tmp_path / name).write_text("".join(f"{label}\t{text}\n" for label, text in lines), encoding="utf-8")

    write("umsab.de.val.tsv", [("pos", "Wie schön!")])
    write("umsab.de.train.tsv", [("neg", "Wie schlecht")])
    copies = [("pos", "@wer wie  SCHÖN http://x.y"), ("neg", "wie schlecht!!!"), ("mixed", "so so")]
    fresh = [
        (label, f"{word} {n}") for label, word in (("neg", "übel"), ("neu", "egal"), ("pos", "toll")) for n in "abc"
    ]
    write("sb10k.de.train.tsv", [*copies, *fresh, ("neu", "noch eins")])
    found = deep_texts.more_german(tmp_path, Random(1))
    assert sorted(item.label for item in found) == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert not {"@wer wie  SCHÖN http://x.y", "wie schlecht!!!", "so so"} & {item.text for item in found}


def items(n: int) -> list[Labelled]:
    return [Labelled(str(place), "fr", place % 3) for place in range(n)]


@pytest.mark.parametrize("too_sure", [0.6, 1.0, 2.5])
def test_the_temperature_undoes_too_much_confidence(too_sure: float) -> None:
    chance = np.random.default_rng(1)
    scores = chance.normal(0, 1.5, (3000, 3))
    drawn = (scores + chance.gumbel(size=scores.shape)).argmax(axis=1)  # draws a class by its probability
    true = [Labelled("", "fr", int(label)) for label in drawn]
    assert warmth_of(scores * too_sure, None, 0.0, true)["fr"] == pytest.approx(too_sure, rel=0.12)


def test_the_share_of_the_linear_model_moves_the_chances_towards_it() -> None:
    scores, linear = np.array([[2.0, 0.0, 0.0]]), np.log(np.array([[0.1, 0.1, 0.8]]))
    of = [Calibration({"*": 1.0}, share).of(scores, linear, ["fr"])[0] for share in (0.0, 0.5, 1.0)]
    assert of[0][0] > of[1][0] > of[2][0]
    assert of[2] == pytest.approx([0.1, 0.1, 0.8])


def test_the_linear_model_gets_the_share_that_judges_best() -> None:
    true = np.eye(3)[[item.label for item in items(90)]]
    negative, sure = np.tile([1.0, 0.0, 0.0], (90, 1)), np.log(true * 0.5 + 0.1)
    assert share_of(true * 2, negative, items(90)) == 0.0
    assert share_of(negative * 0.4, sure, items(90)) > 0.0


def test_figures_of_a_perfect_and_of_a_blind_judge() -> None:
    perfect = row_of("fr", np.eye(3)[[item.label for item in items(90)]], items(90))
    assert (perfect.n, perfect.macro_f1, perfect.accuracy, perfect.polar, perfect.calibration_error) == (90, 1, 1, 1, 0)
    blind = row_of("fr", np.tile([1.0, 0.0, 0.0], (90, 1)), items(90))
    assert blind.macro_f1 == pytest.approx(1 / 6)
    assert (blind.recall_negative, blind.calibration_error) == (1, pytest.approx(2 / 3))


DOUBTS = {
    "n": 90,
    "accuracy": 0.74,
    "undetermined": 0.145,
    "accuracy_of_the_rest": 0.785,
    "gain_low": 0.01,
    "gain_high": 0.08,
}


def test_the_card_shows_the_figures_and_leaves_the_other_tiers_part(tmp_path: Path) -> None:
    rows = tuple(row_of(lang, np.eye(3)[[item.label for item in items(90)]], items(90)) for lang in ("fr", "de"))
    known = {"version": "deep-x", "seed": 7, "runs": 1, "pieces": 60_000, "size": 36_000_000, "linear": 0.4}
    figures = Figures(
        **known,
        warmth={"fr": 1.5, "de": 1.25},
        tweets=rows,
        reviews=rows,
        alone=({"de": 0.8, "fr": 0.7},),
        mean=1.0,
        before=0.5,
        replaced=True,
    )
    path = tmp_path / "model-card.md"
    card.put(path, "fast tier", "the fast one")
    card.put(path, "deep tier", "an old one")
    card.put(path, "deep tier", deep_card.card_of(figures, {"fr": DOUBTS}))
    text = path.read_text(encoding="utf-8")
    assert "the fast one" in text
    assert "an old one" not in text
    for shown in (
        "`deep-x`",
        "60,000 pieces",
        "36.0 MB",
        "| fr | 90 | 100.0 |",
        "1.50",
        "stood there: 50.0",
        "| 50% |",
        "| fr | 90 | 74.0 | 14.5 | 78.5 | +4.5 | +1.0 to +8.0 |",
        "| 7 | 70.0 | 80.0 | 75.0 |",
    ):
        assert shown in text, shown
    assert text.count("deep tier begins") == 1
