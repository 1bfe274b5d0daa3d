"""A series is read with all its dates by who sees it, with the words of one's own accounts only."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from data.queries import calendar
from data.queries import series as read
from desk import posts, series
from desk.posts import VariantText
from desk.series import Rule
from tests import cast

RULE = Rule("week", date(2026, 12, 12), date(2026, 12, 26), "10:00", "Europe/Paris", weekdays=(5,))

pytestmark = pytest.mark.usefixtures("database")


def test_the_dates_the_rule_and_the_words_with_their_blank(noon: datetime) -> None:
    people = cast.gather(noon)
    alice, x = people.user["alice"], people.channel["colmar/x"]
    done = series.lay(alice, people.territory["colmar"], [VariantText(x, "Marché {date}.")], RULE)
    posts.cancel(alice, done.post_ids[1])
    found = read.one(alice, done.series_id)
    assert found
    assert (found.unit, found.weekdays, found.hour, found.ends_on) == ("week", (5,), "10:00", date(2026, 12, 26))
    assert [(one.id, one.state) for one in found.posts] == [
        (done.post_ids[0], "draft"), (done.post_ids[1], "cancelled"), (done.post_ids[2], "draft"),
    ]  # fmt: skip
    assert [one.text for one in found.words] == ["Marché {date}."]
    opened = calendar.one_post(alice, done.post_ids[2])
    assert opened
    assert (opened.series_id, opened.local_date) == (done.series_id, date(2026, 12, 26))


def test_a_series_of_the_region_shows_each_city_its_own_words_only(noon: datetime) -> None:
    people = cast.gather(noon)
    words = [VariantText(people.channel[f"{city}/x"], f"Bonjour {city}.") for city in ("colmar", "mulhouse")]
    done = series.lay(people.user["alice"], people.territory["alsace"], words, RULE)
    seen = read.one(people.user["dora"], done.series_id)
    assert seen
    assert [one.text for one in seen.words] == ["Bonjour mulhouse."]
    assert "colmar" not in repr(seen)
    assert read.one(people.user["emile"], done.series_id) is None
    assert read.one(people.user["bruno"], done.series_id) is None
