"""What the rules page shows is what the policies judge by, and trying words leaves nothing behind."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import func, select

from data import store
from data.models import Base
from desk import ruling
from desk.refusal import NotHere, Refused
from policies.rules import RULES
from tests import cast


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


def value(found: ruling.RulesHere, rule: str, name: str) -> tuple[object, tuple[str, ...]]:
    one = next(one for one in found.rules if one.id == rule)
    return next((each.value, each.files) for each in one.values if each.name == name)


def rows() -> dict[str, int]:
    with store.reading() as session:
        tables = Base.metadata.sorted_tables
        return {one.name: session.scalar(select(func.count()).select_from(one)) or 0 for one in tables}


def test_each_value_names_the_file_that_set_it_by_place_network_and_mode(crew: cast.Cast) -> None:
    alice, mulhouse, colmar = crew.user["alice"], crew.territory["mulhouse"], crew.territory["colmar"]
    assert value(ruling.rules_here(alice, mulhouse), "four_eyes", "posts") == (True, ("mulhouse.yaml",))
    assert value(ruling.rules_here(alice, colmar), "four_eyes", "posts") == (False, ("base.yaml",))
    assert value(ruling.rules_here(alice, colmar), "media_limits", "images") == (8, ("alsace.yaml",))
    assert value(ruling.rules_here(alice, colmar, "x"), "media_limits", "images") == (4, ("colmar.yaml#x",))
    usual, crisis = ruling.rules_here(alice, colmar), ruling.rules_here(alice, colmar, modes=("crisis",))
    modes = [next(one.mode for one in found.rules if one.id == "duplicate_cities") for found in (usual, crisis)]
    assert modes == ["warn", "block"]
    assert [one.id for one in usual.rules] == list(RULES)
    assert {"hours.week", "languages.publish"} <= {one.name for one in usual.others}


def test_trying_words_answers_like_a_submission_and_keeps_nothing(crew: cast.Cast) -> None:
    before = rows()
    channel = crew.channel["colmar/x"]
    night = ruling.try_words(crew.user["alice"], channel, "Bonne année !", local="2026-12-06T03:00")
    day = ruling.try_words(crew.user["alice"], channel, "Bonne année !", local="2026-12-06T12:00")
    assert (night.verb, day.verb) == ("delay", "allow")
    assert [one.rule for one in night.trace] == [one.id for one in RULES.values() if "post.submit" in one.events]
    assert rows() == before


def test_an_adviser_tries_nothing_and_a_stranger_finds_nothing(crew: cast.Cast) -> None:
    with pytest.raises(Refused):
        ruling.try_words(crew.user["chloe"], crew.channel["colmar/x"], "Bonjour")
    for channel in (crew.channel["colmar/x"], 987654):
        with pytest.raises(NotHere):
            ruling.try_words(crew.user["dora"], channel, "Bonjour")
    with pytest.raises(NotHere):
        ruling.rules_here(crew.user["dora"], crew.territory["colmar"])
