"""Public holidays, closures and days opened on purpose: which days count, in which city, and which file says so."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from policies.book import Book
from policies.days import Unclear, is_named, read_day, read_holidays, read_span
from policies.hours import Hours, add_open, next_opening, open_at, open_between, read_hours
from tests.policies.samples import BOOK, TEXTS

ALSACE = BOOK.for_("alsace").hours()
GOOD_FRIDAYS = ["2025-04-18", "2026-04-03", "2027-03-26"]
ALWAYS_TEN = {"mon-sun": ["10:00-12:00"]}


def paris(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ALSACE.zone)


def is_open(hours: Hours, day: str, at: str = "11:00") -> bool:
    return open_at(paris(f"{day} {at}"), hours)


@pytest.mark.parametrize("day", [*GOOD_FRIDAYS, "2025-12-26", "2028-12-26", "2026-05-01", "2026-07-14", "2026-04-06"])
def test_ac_53_good_friday_and_26_december_are_holidays_in_alsace_beside_those_of_france(day: str) -> None:
    for city in ("alsace", "mulhouse", "strasbourg"):
        assert not is_open(BOOK.for_(city).hours(), day), city


def test_ac_53_france_elsewhere_works_on_alsace_s_own_two_days() -> None:
    ville = Book.of({**TEXTS, "ville.yaml": "schema: 1\nterritory: ville\ninherits: [base, country-fr]\n"})
    hours = ville.for_("ville").hours()
    assert is_open(hours, "2026-04-03")  # Good Friday
    assert is_open(hours, "2028-12-26")  # a Tuesday
    assert not is_open(hours, "2026-07-14")
    assert not is_open(hours, "2026-05-25")  # Whit Monday, which moves


def test_ac_53_a_season_does_not_open_a_holiday_and_a_city_that_says_so_does() -> None:
    strasbourg, colmar = BOOK.for_("strasbourg").hours(), BOOK.for_("colmar").hours()
    assert is_open(strasbourg, "2026-12-24", "20:00")
    assert not is_open(strasbourg, "2026-12-26")  # its Christmas season covers that day
    assert is_open(colmar, "2026-12-26")
    assert not is_open(colmar, "2026-12-26", "18:30")  # the hours of that day, not of the season
    assert not is_open(colmar, "2026-12-25")


def test_ac_53_a_promise_made_on_christmas_eve_waits_where_the_holidays_are_and_not_where_one_opens() -> None:
    asked = paris("2026-12-24 17:50")
    mulhouse, colmar = BOOK.for_("mulhouse").hours(), BOOK.for_("colmar").hours()
    assert add_open(asked, 60, mulhouse) == paris("2026-12-28 09:50")  # Friday, Saturday: holidays; then Sunday
    assert add_open(asked, 120, colmar) == paris("2026-12-26 10:50")


def test_ac_53_one_day_s_intervals_of_each_city_in_and_out_of_season() -> None:
    for city, day, at, expected in [
        ("strasbourg", "2026-06-03", "12:45", False),
        ("strasbourg", "2026-12-03", "12:45", True),
        ("mulhouse", "2026-12-03", "12:45", False),
        ("colmar", "2026-12-06", "19:30", True),
        ("mulhouse", "2026-12-06", "11:00", False),
    ]:
        assert is_open(BOOK.for_(city).hours(), day, at) is expected, (city, day, at)


def test_quebec_has_its_own_calendar() -> None:
    hours = read_hours({"tz": "Europe/Paris", "week": ALWAYS_TEN, "holidays": {"calendar": "ca-qc"}})
    assert not is_open(hours, "2026-06-24")  # fête nationale
    assert not is_open(hours, "2026-05-18")  # Journée nationale des patriotes
    assert is_open(hours, "2026-07-14")


def test_days_may_be_added_by_name_or_date() -> None:
    written = {"calendar": "fr", "plus": ["good_friday", "12-26", "2026-09-01"]}
    hours = read_hours({"tz": "Europe/Paris", "week": ALWAYS_TEN, "holidays": written})
    assert [is_open(hours, day) for day in (*GOOD_FRIDAYS, "2027-12-26", "2026-09-01")] == [False] * 5
    assert is_open(hours, "2027-09-01")


def test_a_closure_comes_back_each_year_unless_it_names_one() -> None:
    closures = [
        {"from": "12-30", "to": "01-02", "reason": "inventaire"},
        {"from": "2026-02-02", "to": "2026-02-04", "reason": "travaux"},
    ]
    hours = read_hours({"tz": "Europe/Paris", "week": ALWAYS_TEN, "closures": closures})
    shut = ["2026-12-31", "2027-01-02", "2030-12-30", "2026-02-02", "2026-02-04"]
    assert [day for day in shut if is_open(hours, day)] == []
    assert all(is_open(hours, day) for day in ("2026-12-29", "2027-01-03", "2027-02-03"))


def test_a_day_opened_by_name_wins_over_everything_that_shuts_it_and_the_exact_day_over_the_yearly_one() -> None:
    hours = read_hours(
        {
            "tz": "Europe/Paris",
            "week": {},
            "holidays": {"calendar": "fr-alsace"},
            "closures": [{"from": "12-20", "to": "12-31", "reason": "congés"}],
            "open_on": {"good_friday": ["10:00-12:00"], "12-26": ["10:00-12:00"], "2027-12-26": ["14:00-15:00"]},
        }
    )
    assert all(is_open(hours, day) for day in (*GOOD_FRIDAYS, "2026-12-26", "2028-12-26"))
    assert (is_open(hours, "2027-12-26"), is_open(hours, "2027-12-26", "14:30")) == (False, True)
    assert next_opening(paris("2026-12-27 00:00"), hours) == paris("2027-03-26 10:00")


def test_round_the_clock_has_no_holiday() -> None:
    demo = BOOK.for_("strasbourg", overlays=("demo",)).hours()
    assert is_open(demo, "2026-12-25", "03:00")


def test_time_spent_open_leaves_out_nights_lunches_and_holidays() -> None:
    assert open_between(paris("2026-04-02 17:00"), paris("2026-04-07 10:00"), ALSACE) == timedelta(hours=2 + 6)
    assert open_between(paris("2026-06-03 12:00"), paris("2026-06-03 14:00"), ALSACE) == timedelta(hours=1)
    assert open_between(paris("2026-06-03 14:00"), paris("2026-06-03 12:00"), ALSACE) == timedelta(0)
    assert open_between(paris("2026-06-07 03:00"), paris("2026-06-07 04:00"), ALSACE.by_clock()) == timedelta(hours=1)


@pytest.mark.parametrize("calendar", ["xx", "fr-nulle-part", "france", "", "de-xyz"])
def test_a_calendar_nobody_knows_is_refused(calendar: str) -> None:
    with pytest.raises(Unclear):
        read_holidays(calendar)


@pytest.mark.parametrize("text", ["26-12", "2026-02-30", "20261226", "W52-6", "vendredi", "12-6", ""])
def test_a_day_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(Unclear):
        read_day(text)


@pytest.mark.parametrize(("begins", "ends"), [("2026-12-24", "12-26"), ("2026-12-26", "2026-12-24")])
def test_a_closure_that_mixes_or_turns_round_is_refused(begins: str, ends: str) -> None:
    with pytest.raises(Unclear):
        read_span(begins, ends)


@pytest.mark.parametrize(
    "body",
    [
        "hours: {holidays: {calendar: mars}}",
        "hours: {holidays: {calendar: fr, plus: [paques]}}",
        'hours: {closures: [{from: "13-01", to: "13-02", reason: x}]}',
        'hours: {open_on: {"12-26": ["18:00-10:00"]}}',
    ],
)
def test_a_file_with_unclear_days_is_refused_with_its_line_and_its_last_version_stays(body: str) -> None:
    written = "schema: 1\nterritory: mulhouse\ninherits: [alsace]\n" + body
    book = Book.of({**TEXTS, "mulhouse.yaml": written}, BOOK)
    assert [problem.say().startswith("mulhouse.yaml, ligne 4") for problem in book.problems] == [True]
    assert book.for_("mulhouse").hours() == BOOK.for_("mulhouse").hours()


def test_movable_days_follow_easter() -> None:
    good_friday = date(2026, 4, 3)
    assert all(is_named(one, good_friday) for one in ("good_friday", "04-03", "2026-04-03"))
    assert not any(is_named(one, good_friday) for one in ("easter_monday", "2027-04-03"))
