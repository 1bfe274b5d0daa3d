"""What is handed to `score` and `policy` is judged, or refused in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from settings import ROOT
from tests.commands.conftest import Parvis

KEYS = {"id", "lang", "label", "probabilities", "compound", "confidence", "urgency", "flags", "tier"}
FIXTURE = ROOT / "policies" / "fixtures" / "alt_text" / "fail-block.json"


def test_score_reads_jsonl_on_standard_input_and_writes_one_object_a_line(parvis: Parvis) -> None:
    given = '{"id": 1, "text": "Accueil déplorable"}\n\n{"id": "b", "text": "not bad at all", "lang": "en"}\n'
    outcome = parvis("score", "--tier", "fast", given=given)
    judged = [json.loads(line) for line in outcome.out.splitlines()]
    assert (outcome.code, [one["id"] for one in judged]) == (0, [1, "b"])
    assert all(one.keys() == KEYS for one in judged)
    assert [one["label"] for one in judged] == ["negative", "positive"]
    assert judged[0]["probabilities"].keys() == {"negative", "neutral", "positive"}
    assert judged[0]["tier"] == "fast"


def test_score_reads_csv_from_a_spreadsheet(parvis: Parvis, home: Path) -> None:
    texts = home / "texts.CSV"
    texts.write_bytes('\ufeffid,text\r\n7,"Une ligne,\r\npuis une autre"\r\n8,Merveilleux\r\n'.encode())
    judged = [json.loads(line) for line in parvis("score", str(texts)).out.splitlines()]
    assert [one["id"] for one in judged] == ["7", "8"]
    with texts.open(encoding="utf-8") as file:
        piped = parvis("score", given=file.read())
    assert [json.loads(line)["id"] for line in piped.out.splitlines()] == ["7", "8"]


def test_score_of_nothing_is_nothing(parvis: Parvis) -> None:
    outcome = parvis("score")
    assert (outcome.code, outcome.out) == (0, "")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'{"id": 1}\n', "Ligne 1"),
        (b'{"id": 1, "text": "a"}\nnon\n', "Ligne 2"),
        (b'{"id": 1, "text": "\xff"}', "UTF-8"),
    ],
)
def test_score_names_the_line_it_cannot_read(parvis: Parvis, home: Path, content: bytes, says: str) -> None:
    texts = home / "texts.jsonl"
    texts.write_bytes(content)
    assert parvis("score", str(texts)).failed_saying(says)


def test_score_says_when_a_level_is_not_installed_and_when_a_file_is_none(
    parvis: Parvis, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sentiment.deep.FOLDER", home / "nowhere")
    assert parvis("score", "--tier", "deep").failed_saying("approfondi")
    assert parvis("score", str(home / "absent.csv")).failed_saying("n'existe pas")
    assert parvis("score", str(home)).failed_saying("ne se lit pas")


def test_policy_check_prints_the_decision_with_its_trace_the_same_each_time(parvis: Parvis) -> None:
    outcome = parvis("policy", "check", str(FIXTURE))
    assert outcome.code == 0  # the question was answered: what it decides is in the answer
    assert outcome.data["verb"] == "block"
    assert "image 1" in outcome.data["reasons"][0]["says"]
    assert {"rule", "mode", "said"} <= outcome.data["trace"][0].keys()
    assert parvis("policy", "check", str(FIXTURE)) == outcome


@pytest.mark.parametrize(
    ("content", "says"),
    [("{", "ligne 1"), ("[1]", "objet JSON"), ('{"event": "zorg"}', "zorg"), ('{"event": "post.submit"}', "champ")],
)
def test_policy_check_of_what_is_no_event_is_a_failure(parvis: Parvis, home: Path, content: str, says: str) -> None:
    event = home / "event.json"
    event.write_text(content, "utf-8")
    outcome = parvis("policy", "check", str(event))
    assert outcome.failed_saying(says)
    assert not outcome.out or outcome.data["verb"] == "block"  # and where there is a decision, it is no


def test_policy_list_names_every_rule_in_words_and_as_json(parvis: Parvis) -> None:
    listed = parvis("policy", "list", "--json").data
    assert {"id", "event", "mode", "files"} <= listed[0].keys()
    words = parvis("policy", "list").out
    assert all(rule["id"] in words for rule in listed)
    assert {"four_eyes", "quiet_hours"} <= {rule["id"] for rule in listed}


def test_any_version_of_a_policy_file_that_was_in_force_can_be_read(parvis: Parvis, database: str) -> None:
    listed = parvis("policy", "show", "colmar.yaml")
    version = listed.out.split()[0]
    text = (ROOT / "policies" / "colmar.yaml").read_text("utf-8")
    assert (listed.code, len(listed.out.splitlines())) == (0, 1)
    assert parvis("policy", "show", f"colmar.yaml@{version}").out == text
    assert parvis("policy", "show", "colmar.yaml@000000000000").failed_saying("colmar.yaml")
    assert parvis("policy", "show", "nowhere.yaml").failed_saying("nowhere.yaml")


def test_a_file_in_force_is_not_retired_by_a_command(parvis: Parvis, database: str) -> None:
    assert parvis("policy", "retire", "colmar.yaml").failed_saying("colmar.yaml")
    assert parvis("policy", "retire", "nowhere.yaml").failed_saying("nowhere.yaml")
    assert "retirée" not in parvis("policy", "show", "colmar.yaml").out
