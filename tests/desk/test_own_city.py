"""What is about everything is about one's own: suspending all, and being told where the same words are planned."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from data import store
from data.models import Freeze
from desk import freezing, posts
from tests import cast
from tests.cast import Cast

SAME = "Le sapin brille place Kléber."


@pytest.fixture
def crew(database: str, noon: datetime) -> Cast:
    return cast.gather(noon)


def test_suspending_everything_suspends_ones_own_territories_only(crew: Cast) -> None:
    (mine,) = freezing.freeze(crew.user["dora"], "Tout")
    with store.reading() as session:
        assert session.scalars(select(Freeze)).one().id == mine
        assert session.get_one(Freeze, mine).territory_id == crew.territory["mulhouse"]


def test_the_same_words_planned_elsewhere_are_told_to_who_sees_both_and_to_nobody_else(crew: Cast) -> None:
    there = [posts.VariantText(crew.channel["strasbourg/x"], SAME)]
    posts.draft(crew.user["alice"], crew.territory["strasbourg"], there, when=posts.When("2026-12-06T10:00"))
    mulhouse, channel = crew.territory["mulhouse"], crew.channel["mulhouse/x"]
    words, at = [posts.VariantText(channel, SAME)], posts.When("2026-12-06T11:00")
    for name, knows in (("alice", True), ("dora", False)):
        decision = posts.check_words(crew.user[name], mulhouse, words, when=at)[channel]
        assert any("strasbourg" in reason.sentence.say("fr") for reason in decision.reasons) is knows
