"""The planted stories have the shape they were specified with, and the noise its share."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from commands.demo import margins, season, stories
from commands.demo.chronicle import chronicle
from commands.demo.planting import usual

ZONE = season.ZONE


@pytest.fixture(scope="module")
def told() -> dict[str, list[season.Said]]:
    found: dict[str, list[season.Said]] = {}
    for said in stories.between(season.START, season.END):
        found.setdefault(said.story or "", []).append(said)
    return found


SPANS = {
    "S1": ("colmar", (5, 13), (5, 19)), "S2": ("mulhouse", (8, 6), (8, 11)), "S3": ("strasbourg", (17, 18), (17, 19)),
    "S4": ("strasbourg", (2, 0), (20, 23)), "S5": ("alsace", (13, 0), (13, 23)), "S6": (None, (9, 2), (9, 3)),
    "S7": ("mulhouse", (15, 0), (15, 23)), "S8": ("colmar", (1, 0), (31, 23)), "S9": ("strasbourg", (26, 0), (26, 23)),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(SPANS))
def test_a_story_happens_where_and_when_it_was_planted(told: dict[str, list[season.Said]], name: str) -> None:
    where, start, end = SPANS[name]
    places = {s.territory for s in told[name]}
    assert places == ({where} if where else set(margins.TERRITORIES))
    low, high = (datetime(2026, 12, *moment, tzinfo=ZONE) for moment in (start, end))
    assert all(low <= s.at <= high for s in told[name])
    assert all(s.author.endswith("_demo") and s.text and "{" not in s.text for s in told[name])


def test_s1_multiplies_crowding_and_parking_by_six_and_one_medium_asks(told: dict[str, list[season.Said]]) -> None:
    start, end = (datetime(2026, 12, 5, hour, tzinfo=ZONE) for hour in (13, 19))
    expected = sum(usual("colmar", start, end, topic, "complaint") for topic in ("crowding", "parking_traffic"))
    counts = Counter(s.intent for s in told["S1"])
    assert counts["press"] == 1
    assert abs((counts["complaint"] + expected) / expected - 6) < 0.2
    complaints = [s for s in told["S1"] if s.intent == "complaint"]
    half = len(complaints) // 2
    german = [sum(s.lang == "de" for s in part) for part in (complaints[:half], complaints[half:])]
    assert german[0] < german[1]


def test_what_is_usual_agrees_with_what_the_season_draws() -> None:
    start, end = (datetime(2026, 12, 5, hour, tzinfo=ZONE) for hour in (9, 22))
    days = [season.draw(seed, 2, start, end) for seed in range(8)]
    found = sum(s.territory == "colmar" and s.intent == "complaint" for day in days for s in day) / (8 * 2)
    assert 0.7 < found / usual("colmar", start, end, None, "complaint") < 1.3


def test_s3_is_an_exercise_of_forty_authors_in_twenty_minutes(told: dict[str, list[season.Said]]) -> None:
    assert all(s.text.startswith("EXERCICE") for s in told["S3"])
    assert len({s.author for s in told["S3"]}) == 40
    assert told["S3"][-1].at - told["S3"][0].at <= timedelta(minutes=20)
    assert sum("RUMEUR" in s.text for s in told["S3"]) == 3


def test_s4_grows_by_six_percent_a_day(told: dict[str, list[season.Said]]) -> None:
    day = datetime(2026, 12, 2, tzinfo=ZONE)
    base = [usual("strasbourg", day + timedelta(days=n), day + timedelta(days=n + 1), "cleanliness", "complaint")
            for n in range(19)]  # fmt: skip
    owed = sum(one * (1.06 ** (n + 1) - 1) for n, one in enumerate(base))
    assert abs(len(told["S4"]) - owed) <= 1
    middle = datetime(2026, 12, 11, 12, tzinfo=ZONE)
    assert sum(s.at < middle for s in told["S4"]) < len(told["S4"]) / 3


def test_s5_is_glad_and_s6_comes_from_nine_accounts(told: dict[str, list[season.Said]]) -> None:
    assert {s.mood for s in told["S5"]} <= {"positive", "neutral"}
    assert {s.intent for s in told["S5"]} == {"praise", "ugc_share"}
    assert (len(told["S6"]), len({s.author for s in told["S6"]})) == (120, 9)
    assert {s.intent for s in told["S6"]} == {"spam"}


def test_s7_is_corrected_twelve_times_and_s8_is_one_author(told: dict[str, list[season.Said]]) -> None:
    assert len(told["S7"]) == 12
    assert (len(told["S8"]), len({s.author for s in told["S8"]})) == (40, 1)
    assert len({s.text for s in told["S8"]}) == 40
    assert {s.intent for s in told["S9"]} == {"question"}


def test_between_gives_each_record_once_whatever_the_steps() -> None:
    whole = stories.between(season.START, season.END)
    days = [season.START + timedelta(days=n) for n in range(93)]
    steps = [s for a, b in pairwise(days) for s in stories.between(a, b)]
    assert [s.number for s in steps] == [s.number for s in whole]
    assert whole == sorted(whole, key=lambda s: s.at)


def test_only_what_began_before_the_present_is_in_the_chronicle() -> None:
    lines = chronicle(season.draw(3, 0.05, until=season.NOW), 3)
    planted = {line.said.story for line in lines if line.said and line.said.story}
    assert planted <= {"S4", "S8"}
    assert "S8" in planted
    assert all(line.text for line in lines)
