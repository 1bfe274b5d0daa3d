"""The plan of a round: the seed repeats it, and it holds what a round must meet."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.faults import plan, strikes, weather
from tests.faults.plan import Wish
from tests.faults.sky import NIGHT

WISH = Wish(1000, 4, "postgresql", 1)
PARIS = ZoneInfo("Europe/Paris")


def test_the_same_seed_repeats_who_says_what_and_when_what_strikes_and_another_does_not() -> None:
    accounts, other = plan.places(WISH), replace(WISH, seed=2)
    assert plan.words(WISH, accounts) == plan.words(WISH, accounts) != plan.words(other, accounts)
    assert strikes.strikes(WISH) == strikes.strikes(WISH) != strikes.strikes(other)


def test_a_round_has_replies_pairs_pictures_and_every_way_to_be_connected() -> None:
    said = plan.words(WISH, plan.places(WISH))
    ways = Counter(one.how for one in said)
    assert len(said) == WISH.deliveries
    assert 0.15 < ways["reply"] / len(said) < 0.25
    assert {one.place.kind for one in said} == set(plan.KINDS)
    assert any(one.picture for one in said)
    pairs = [mark for mark, times in Counter(one.mark for one in said).items() if times == 2]
    assert len(pairs) > 10
    assert all(len({(one.text, one.place) for one in said if one.mark == mark}) == 1 for mark in pairs[:5])


def test_words_said_by_wall_time_fall_on_both_sides_of_the_moment_when_two_oclock_comes_again() -> None:
    starts_at = NIGHT - timedelta(seconds=WISH.lasts_for / 2)
    wall = [one for one in plan.words(WISH, plan.places(WISH)) if one.how == "wall"]
    local = [(starts_at + timedelta(seconds=one.due_in)).astimezone(PARIS) for one in wall]
    assert {moment.fold for moment in local} == {0, 1}
    assert {moment.hour for moment in local} == {2}


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@pytest.mark.parametrize("deliveries", [60, 150, 10_000])
def test_every_kind_strikes_in_a_round_of_any_size(database: str, deliveries: int) -> None:
    wish = replace(WISH, database=database, deliveries=deliveries)
    assert {one.kind for one in strikes.strikes(wish)} == strikes.kinds(wish)
    rules = [rule for spell in range(weather.spells(wish)) for rule in weather.rules(wish, spell, {})]
    assert {rule["fault"] for rule in rules} >= weather.FAULTS
