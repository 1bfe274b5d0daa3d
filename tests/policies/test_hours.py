"""Opening hours: several intervals a day, seasons, zones and clock changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.days import Unclear
from policies.hours import Hours, add_open, next_opening, open_at, read_hours, read_interval, read_week
from tests.policies.samples import BOOK

ALSACE = BOOK.for_("alsace").hours()  # mon-fri 09:00-12:30 and 13:30-18:00, sat 10:00-16:00
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))


def paris(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ALSACE.zone)


@pytest.mark.parametrize(
    ("local", "is_open"),
    [
        ("2026-06-03 09:00", True),
        ("2026-06-03 12:29", True),
        ("2026-06-03 12:30", False),
        ("2026-06-03 13:30", True),
        ("2026-06-03 18:00", False),
        ("2026-06-06 15:59", True),
        ("2026-06-07 11:00", False),
    ],
)
def test_ac_53_several_intervals_a_day_leave_the_lunch_break_closed(local: str, is_open: bool) -> None:
    assert open_at(paris(local), ALSACE) is is_open


def test_ac_53_each_city_has_its_own_season() -> None:
    sunday_evening = paris("2026-12-06 20:30")
    assert open_at(sunday_evening, BOOK.for_("strasbourg").hours())
    assert not open_at(sunday_evening, BOOK.for_("colmar").hours())
    assert not open_at(paris("2026-11-15 20:30"), BOOK.for_("strasbourg").hours())


def test_a_season_may_run_over_new_year() -> None:
    winter = {"name": "winter", "from": "12-20", "to": "01-05", "week": {"mon-sun": ["10:00-11:00"]}}
    hours = read_hours({"tz": "Europe/Paris", "seasons": [winter]})
    assert open_at(paris("2027-01-05 10:30"), hours)
    assert not open_at(paris("2027-01-06 10:30"), hours)


@pytest.mark.parametrize(
    ("local", "opens"),
    [
        ("2026-06-03 12:40", "2026-06-03 13:30"),
        ("2026-06-05 18:00", "2026-06-06 10:00"),
        ("2026-06-06 16:00", "2026-06-08 09:00"),
        ("2026-10-24 20:00", "2026-10-26 09:00"),  # the clocks go back in between
    ],
)
def test_the_next_opening_is_the_right_interval_of_the_right_day(local: str, opens: str) -> None:
    assert next_opening(paris(local), ALSACE) == paris(opens)


def test_the_clock_of_promises_stops_outside_the_hours() -> None:
    assert add_open(paris("2026-06-03 12:00"), 60, ALSACE) == paris("2026-06-03 14:00")
    assert add_open(paris("2026-06-05 17:30"), 240, ALSACE) == paris("2026-06-06 13:30")
    assert add_open(paris("2026-06-07 03:00"), 0, ALSACE) == paris("2026-06-08 09:00")


def test_hours_are_lived_in_the_territory_s_own_zone() -> None:
    quebec = ALSACE.in_zone("America/Montreal")
    noon = datetime(2026, 6, 3, 12, tzinfo=UTC)
    assert open_at(noon - timedelta(hours=3), ALSACE)
    assert not open_at(noon - timedelta(hours=3), quebec)
    assert open_at(noon + timedelta(hours=3), quebec)


def test_round_the_clock_is_always_open_and_closed_for_ever_says_so() -> None:
    always = read_hours({"tz": "Europe/Paris", "round_the_clock": True})
    never = read_hours({"tz": "Europe/Paris"})
    night = paris("2026-06-07 03:00")
    assert open_at(night, always)
    assert add_open(night, 30, always) == night + timedelta(minutes=30)
    assert next_opening(night, never) is None
    assert add_open(night, 30, never) is None


@pytest.mark.parametrize("text", ["9-12", "12:00-09:00", "09:00-24:30", "09:60-10:00", "10:00-10:00", ""])
def test_an_interval_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(Unclear):
        read_interval(text)


@pytest.mark.parametrize(
    "days", [{"lun": ["09:00-12:00"]}, {"fri-mon": ["09:00-12:00"]}, {"mon": ["09:00-12:00", "11:00-13:00"]}]
)
def test_days_that_make_no_sense_are_refused(days: dict[str, list[str]]) -> None:
    with pytest.raises(Unclear):
        read_week(days)


@settings(max_examples=60, deadline=None)
@given(moment=MOMENTS, minutes=st.integers(1, 900), city=st.sampled_from(["alsace", "strasbourg", "colmar"]))
def test_openings_are_open_and_promises_never_end_early(moment: datetime, minutes: int, city: str) -> None:
    hours: Hours = BOOK.for_(city).hours()
    opens, ends = next_opening(moment, hours), add_open(moment, minutes, hours)
    assert opens is not None
    assert ends is not None
    assert open_at(opens, hours)
    assert opens >= moment
    assert (opens == moment) is open_at(moment, hours)
    assert ends >= opens + timedelta(minutes=minutes)
    assert open_at(ends - timedelta(microseconds=1), hours)
