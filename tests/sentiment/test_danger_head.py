"""The danger head: from the same pass as the tone, beside the words, quieter than false friends. On a small model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from sentiment import deep, tiers
from sentiment.alarm import with_told
from sentiment.danger_head import HEAD, Head, Told, head_of, save, told
from sentiment.judgement import Judgement
from sentiment.learning import deep_export
from sentiment.urgency import ALARM_FROM, Danger
from sentiment.weigh import weigh
from tests.sentiment import small_model
from words import s

PLAIN = "Venez vite voir cela"
BURNS = "La cuisine est en feu, vite les pompiers"


@pytest.fixture
def artefact(tmp_path: Path) -> Iterator[Path]:
    small_model.put(tmp_path)
    with deep.reading(tmp_path):
        yield tmp_path


@pytest.mark.parametrize(("set_to", "after"), [(1, 1), (7, small_model.LAYERS)])
def test_the_file_gives_the_mean_state_of_a_middle_layer_padding_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, set_to: int, after: int
) -> None:
    monkeypatch.setattr(deep_export, "_STATE_AFTER", set_to)
    small_model.put(tmp_path)
    w, word = small_model.drawn()
    ids = [[0, 5, 8, 9, 2], [0, 6, 2, 1, 1]]
    given = {"ids": np.array(ids), "lengths": np.array([5, 3], np.int32), "loud": np.zeros((2, 1), np.float32)}
    (states,) = onnxruntime.InferenceSession(tmp_path / "model.onnx").run(["state"], given)
    expected = [small_model.state(w, word, ids[0], after), small_model.state(w, word, ids[1][:3], after)]
    assert states == pytest.approx(np.array(expected), abs=0.15)  # what eight bits cost
    other = small_model.state(w, word, ids[0], 3 - after)
    assert np.abs(expected[0] - other).max() > 1  # another layer says something else


def test_one_pass_gives_tone_and_danger_each_text_its_own(artefact: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    width = np.linspace(-1, 1, small_model.WIDTH, dtype=np.float32)
    save(Head(width, 0.0, 0.5, 0.9), "deep-1", artefact)
    model = deep.loaded()
    passes: list[object] = []

    class Counted:
        get_outputs = model.session.get_outputs

        def run(self, *given: object) -> object:
            passes.append(given)
            return model.session.run(*given)

    texts = ["super", "un parking nul " * 20, "schön !", "x" * 30]
    langs = ["fr"] * len(texts)
    monkeypatch.setattr(deep, "loaded", lambda: replace(model, session=Counted()))  # type: ignore[arg-type]
    together = deep.heard(texts, langs)
    assert len(passes) == 1
    for text, (chances, danger) in zip(texts, together, strict=True):
        ((alone, by_itself),) = deep.heard([text], ["fr"])
        assert chances == pytest.approx(alone, abs=0.03)
        assert danger is not None
        assert by_itself is not None
        assert danger.chance == pytest.approx(by_itself.chance, abs=0.05)
    assert [chances for chances, _ in together] == deep.chances_of(texts, langs)
    assert np.ptp([danger.chance for _, danger in together if danger]) > 0.1


def test_without_a_head_for_exactly_this_version_all_is_as_before(artefact: Path) -> None:
    before = weigh(PLAIN, tier="deep")
    small_model.put_head(artefact, version="deep-2")
    assert not deep.hears_danger()
    assert weigh(PLAIN, tier="deep") == before
    (artefact / HEAD).write_bytes(b"PK damaged")
    assert weigh(PLAIN, tier="deep") == before
    small_model.put_head(artefact)
    assert deep.hears_danger()
    assert weigh(PLAIN, tier="deep").flagged("safety")


def test_an_older_model_that_gives_no_state_is_told_nothing_of(artefact: Path) -> None:
    raw = (artefact / "model.onnx").read_bytes()
    assert raw.count(b"state") == 2  # what makes it, and what is given out
    (artefact / "model.onnx").write_bytes(raw.replace(b"state", b"older"))
    manifest = json.loads((artefact / "manifest.json").read_text())
    manifest["files"]["model.onnx"] = hashlib.sha256((artefact / "model.onnx").read_bytes()).hexdigest()
    (artefact / "manifest.json").write_text(json.dumps(manifest))
    deep.forget()
    before = weigh(PLAIN, tier="deep")
    small_model.put_head(artefact)
    assert weigh(PLAIN, tier="deep") == before


def test_a_head_is_read_as_it_was_written(tmp_path: Path) -> None:
    head = Head(np.array([1, -2], np.float32), 0.5, 0.6, 0.9)
    save(head, "deep-x", tmp_path)
    kept = head_of(tmp_path, "deep-x")
    assert kept is not None
    states = np.array([[0, 0], [2, 0], [0, 2]], np.float32)
    assert told(kept, states) == told(head, states)
    low, high, least = told(head, states)
    assert [round(one.chance, 3) for one in (low, high, least)] == [0.622, 0.924, 0.029]
    assert [(one.alarms, one.surely) for one in (low, high, least)] == [(True, False), (True, True), (False, False)]


QUIET = Danger(0.0, (), None)
ALARMS, SURELY, CALM = Told(0.7, True, False), Told(0.99, True, True), Told(0.2, False, False)


@pytest.mark.parametrize(
    ("risk", "heard", "raised"),
    [
        (QUIET, ALARMS, True),
        (QUIET, CALM, False),
        (QUIET, None, False),
        (replace(QUIET, weight=0.5, words=("feu",)), ALARMS, True),
        (replace(QUIET, set_aside=s("Écarté.")), ALARMS, False),
        (replace(QUIET, set_aside=s("Écarté.")), SURELY, True),
        (replace(QUIET, elsewhere=True), SURELY, False),
    ],
)
def test_the_model_raises_the_alarm_unless_a_false_friend_stands_there(
    risk: Danger, heard: Told | None, raised: bool
) -> None:
    found = with_told(risk, heard)
    assert (found.weight >= ALARM_FROM) == raised
    assert found.estimate == (heard.chance if raised and heard else None)


def test_a_child_that_lost_a_thing_is_a_word_set_aside(artefact: Path) -> None:
    small_model.put_head(artefact)  # high enough to alarm, not beside a false friend
    judged = weigh("Ma fille a perdu son doudou dans le petit train", tier="deep")
    assert not judged.flagged("safety")
    assert any("sans danger" in str(reason) for reason in judged.reasons)


def safety_of(judged: Judgement) -> str:
    return next((flag.because.say("fr") for flag in judged.flags if flag.code == "safety"), "")


@pytest.mark.parametrize(
    "text",
    [
        "Dans ce film tout un village brûle",
        "Expo : la ville en ruines, 1870",
        "Quel match, quelle attaque du Racing",
        "Jahrestag des Anschlags, wir denken an die Opfer",
    ],
)
def test_films_football_anniversaries_and_other_centuries_stay_silent_however_high_the_chance(
    artefact: Path, text: str
) -> None:
    small_model.put_head(artefact, bias=30.0)
    assert safety_of(weigh(PLAIN, tier="deep"))
    assert not safety_of(weigh(text, tier="deep"))


def test_an_alarm_of_the_model_gives_its_estimate_and_one_of_words_quotes_them(artefact: Path) -> None:
    small_model.put_head(artefact)
    assert safety_of(weigh(PLAIN, tier="deep")) == "Se lit comme l’annonce d’un danger (estimation : 99 %)."
    assert "feu" in safety_of(weigh(BURNS, tier="deep"))
    assert "estimation" not in safety_of(weigh(BURNS, tier="deep"))
    flag = next(flag for flag in weigh(PLAIN, tier="deep").flags if flag.code == "safety")
    assert flag.because.say("en").startswith("Reads like")
    assert flag.because.say("de").startswith("Liest sich")


def test_what_only_the_model_hears_is_urgent_and_never_louder_than_words(artefact: Path) -> None:
    calm = weigh(PLAIN, tier="deep")
    small_model.put_head(artefact, bias=30.0)
    heard, said = weigh(PLAIN, tier="deep"), weigh(BURNS, tier="deep")
    assert calm.urgency < ALARM_FROM <= heard.urgency <= said.urgency
    assert (heard.label, heard.intent) == ("negative", "report")


def test_the_fast_tier_hears_words_alone(artefact: Path) -> None:
    small_model.put_head(artefact)
    assert not weigh(PLAIN, tier="fast").flagged("safety")
    assert weigh(BURNS, tier="fast").flagged("safety")
    assert [danger for _, danger in tiers.heard(tiers.named("fast"), [PLAIN], ["fr"])] == [None]
