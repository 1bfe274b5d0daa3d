"""What a judge is worth is printed with n and intervals; history is judged again; what cannot be read is named."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import clock
from commands import measuring, teaching
from data import store
from data.models import Message, Sample
from desk import labelling, sampling
from scheduler import rejudging, rescoring
from sentiment import evaluate, light, measures, tiers
from tests import cast, judging
from tests.commands.conftest import Parvis
from words import s

TEXTS = [
    ("neg", "Accueil déplorable, vraiment !", "fr"),
    ("positive", "Un séjour merveilleux", "fr"),
    ("neu", "À quelle heure ouvre le musée ?", "fr"),
    ("negative", "déplorable, dirty place", "en"),
    ("pos", "merveilleux evening, we loved it", "en"),
    ("negative", "bof, merveilleux", "en"),  # a label that no judge will find: and it says so
]


@pytest.fixture(autouse=True)
def known_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried here is the measuring, not the judge."""
    monkeypatch.setattr(evaluate, "weigh_many", judging.weigh_many)
    monkeypatch.setattr(rejudging, "weigh_many", judging.weigh_many)
    monkeypatch.setattr(rescoring, "weigh", judging.weigh)


def write(home: Path, form: str) -> Path:
    """Write the texts as `form` says; return the file."""
    path = home / f"labelled.{form}"
    if form == "jsonl":
        lines = [json.dumps({"label": label, "text": text, "lang": lang}) for label, text, lang in TEXTS]
    elif form == "csv":
        lines = ["label,text,lang", *(f'{label},"{text}",{lang}' for label, text, lang in TEXTS)]
    else:
        lines = [f"{label}\t{text}" for label, text, _ in TEXTS]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.mark.parametrize("form", ["tsv", "jsonl", "csv", "val"])
def test_every_form_of_a_labelled_file_gives_the_same_figures(parvis: Parvis, home: Path, form: str) -> None:
    outcome = parvis("sentiment", "evaluate", str(write(home, form)), "--tier", "fast", "--json")
    found = outcome.data
    whole = found["figures"][0]
    assert (outcome.code, whole["lang"], whole["n"]) == (0, "*", 6)
    assert found["tier"] == "fast/known"
    assert (whole["undetermined"]["k"], whole["accuracy_of_the_rest"]["share"]) == (1, 1.0)
    assert (whole["accuracy"]["k"], whole["accuracy"]["n"]) == (5, 6)
    assert whole["confusion"]["negative"] == {"negative": 2, "neutral": 0, "positive": 1}
    assert whole["accuracy"]["low"] == pytest.approx(measures.wilson(5, 6).low)
    low, high = whole["macro_f1_interval"]
    assert low <= whole["macro_f1"] <= high
    assert whole["risk_coverage"][0] == {"coverage": 1.0, "n": 6, "accuracy": pytest.approx(5 / 6)}
    langs = [one["lang"] for one in found["figures"][1:]]
    assert langs == (["en", "fr"] if form in ("jsonl", "csv") else [])


def test_a_language_given_for_the_whole_file_is_named(parvis: Parvis, home: Path) -> None:
    found = parvis("sentiment", "evaluate", str(write(home, "tsv")), "--lang", "fr", "--json").data
    assert [one["lang"] for one in found["figures"]] == ["*", "fr"]


def test_people_read_every_figure(parvis: Parvis, home: Path) -> None:
    outcome = parvis("sentiment", "evaluate", str(write(home, "csv")))
    for words in (
        "macro-F1",
        "exactitude 83.3 %",
        "rappel negative 66.7 %",
        "indéterminés",
        "n = 6",
        "100%",
        "Jugé par",
    ):
        assert words in outcome.out, words


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.tsv", "neg\tbien\nsad\tmal\n", "Ligne 2"),
        ("a.tsv", "neg\n", "Ligne 1"),
        ("a.jsonl", '{"label": "neg", "text": "mal"}\n{\n', "Ligne 2"),
        ("a.jsonl", '{"label": "neg"}\n', "Ligne 1"),
        ("a.csv", 'label,text\nneg,"jamais fini\n', "Ligne 2"),
        ("a.csv", "texte,avis\nmal,neg\n", "Ligne 2"),
        ("a.tsv", "", "aucun texte"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(parvis: Parvis, home: Path, name: str, content: str, says: str) -> None:
    path = home / name
    path.write_text(content, "utf-8")
    assert parvis("sentiment", "evaluate", str(path)).failed_saying(says)


def test_training_asks_for_a_folder_and_has_none_by_default(parvis: Parvis, home: Path) -> None:
    assert parvis("sentiment", "train").code == 2
    assert parvis("sentiment", "train", str(home / "absent")).failed_saying("n'est pas un dossier")


def test_a_missing_library_is_named_with_what_brings_it(
    parvis: Parvis, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.delitem(sys.modules, "sentiment.learning.deep_train", raising=False)
    outcome = parvis("sentiment", "train", str(home), "--tier", "deep", "--out", str(home / "out"))
    assert outcome.failed_saying("torch")
    assert ".[train]" in outcome.err


def test_every_part_is_taught_in_its_order_into_its_place_with_the_seed_given(
    parvis: Parvis, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, Path, Path, int]] = []

    def teacher(name: str) -> object:
        def taught(data: Path, out: Path, seed: int, say: object) -> dict[str, float]:
            told.append((name, data, out, seed))
            return {"mean": 0.5}

        return taught

    monkeypatch.setattr(measuring, "_tier", teacher)
    monkeypatch.setattr(teaching, "models", lambda data: iter([("intent", light.load("intent"))]))
    outcome = parvis("sentiment", "train", str(home), "--out", str(home / "out"), "--seed", "7")
    assert told == [("fast", home, home / "out", 7), ("deep", home, home / "out" / "deep", 7)]
    lines = [json.loads(line) for line in outcome.out.splitlines()]
    light_one = {"tier": "light", "written": ["intent.npz"]}
    assert lines == [{"tier": "fast", "mean": 0.5}, light_one, {"tier": "deep", "mean": 0.5}]
    assert (home / "out" / "intent.npz").stat().st_size > 1000


def test_the_tier_asked_for_must_be_there(parvis: Parvis, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiers, "why_not_deep", lambda: s("Le niveau profond n'est pas là."))
    for words in (("rescore", "--tier", "deep"), ("sentiment", "evaluate", str(write(home, "tsv")), "--tier", "deep")):
        outcome = parvis(*words)
        assert outcome.failed_saying("profond") or "migrate" in outcome.err


def test_rescore_says_what_changed_on_standard_output_and_how_far_on_standard_error(
    parvis: Parvis, people: cast.Cast
) -> None:
    at = clock.now()
    cast.conversation(people, "colmar/x", "Accueil déplorable !", at)
    cast.conversation(people, "mulhouse/x", "Merveilleux", at)
    outcome = parvis("rescore", "--territory", "colmar", "--tier", "fast", "--since", "2026-01-01", "--batch", "1")
    assert outcome.code == 0
    assert outcome.data["labels"] == {"none→negative": 1}
    assert "0 sur 1" in outcome.err
    assert "1 sur 1" in outcome.err
    with store.reading() as session:
        assert [one.label for one in session.query(Message).order_by(Message.id)] == ["negative", None]
    assert parvis("rescore", "--territory", "zorg").failed_saying("zorg")
    assert parvis("rescore", "--since", "hier").code == 2


def test_what_people_labelled_comes_out_as_evaluate_reads_it(parvis: Parvis, people: cast.Cast, home: Path) -> None:
    at = clock.now()
    for city, text in (("colmar", "Super arnaque"), ("mulhouse", "Très bien"), ("strasbourg", "Bof")):
        cast.conversation(people, f"{city}/x", text, at)
    with store.reading() as session:
        one, _two, three = (row.id for row in session.query(Message).order_by(Message.id))
    alice = people.user["alice"]
    labelling.relabel(alice, one, label="positive")
    labelling.relabel(alice, one, label="negative")
    labelling.relabel(alice, three, label="mixed")  # none of the three classes
    sampling.draw(alice, people.territory["mulhouse"])
    with store.reading() as session:
        sampling.answer(alice, session.query(Sample).one().id, "positive")
    lines = [json.loads(line) for line in parvis("sentiment", "labelled").out.splitlines()]
    found = [(line["label"], line["text"], line["source"]) for line in lines]
    assert sorted(found) == [("negative", "Super arnaque", "correction"), ("positive", "Très bien", "sample")]
    kept = home / "ours.jsonl"
    kept.write_text(parvis("sentiment", "labelled", "--territory", "colmar").out, "utf-8")
    assert parvis("sentiment", "evaluate", str(kept), "--json").data["figures"][0]["n"] == 1
