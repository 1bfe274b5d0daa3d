"""Every rule ships saved events that pass it and that it objects to; they replay on the engine alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policies.book import SHIPPED
from policies.engine import decide
from policies.named import NAMES
from policies.rule_settings import Rules
from policies.rules import RULES
from tests.policies.samples import BOOK

FOLDER = SHIPPED / "fixtures"
SAVED = sorted(FOLDER.glob("*/*.json"))


@pytest.mark.parametrize("path", SAVED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_saved_event_replays_to_what_its_name_says(path: Path) -> None:
    decision = decide(json.loads(path.read_text("utf-8")), BOOK)
    said = {line.rule: line.said for line in decision.trace}[path.parent.name]
    outcome, _, rest = path.stem.partition("-")
    assert said == ("allow" if outcome == "pass" else rest.split("-")[0])
    assert all(reason.sentence.say() for reason in decision.reasons)


@pytest.mark.parametrize("rule", RULES)
def test_ac_60_every_rule_has_a_fixture_that_passes_and_one_that_fails(rule: str) -> None:
    names = [path.stem for path in SAVED if path.parent.name == rule]
    assert any(name.split("-")[0] == "pass" for name in names), f"{rule}: no passing fixture"
    assert any(name.split("-")[0] == "fail" for name in names), f"{rule}: no failing fixture"


def test_ac_60_every_fixture_folder_is_a_rule_and_every_rule_has_settings() -> None:
    assert {path.parent.name for path in SAVED} == set(RULES) == set(Rules.model_fields)


def test_every_rule_is_named_in_words_a_person_reads() -> None:
    assert set(RULES) <= set(NAMES)
