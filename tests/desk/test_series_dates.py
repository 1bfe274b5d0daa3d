"""The dates of a series are those of its rule, none missing and none twice, each at its wall time in its own zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.rrule import DAILY, MO, MONTHLY, WEEKLY, rrule, weekday
from hypothesis import given
from hypothesis import strategies as st

from desk.dates import LAST_DAY, MOST, Rule, checked, days, year_after
from desk.occurrences import occurrences, odd
from desk.refusal import NeedsConfirmation, Refused

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
CHANGING = [
    "Europe/Paris",
    "America/Toronto",
    "Australia/Lord_Howe",
    "America/Nuuk",
    "Antarctica/Troll",
    "Africa/Cairo",
]
FREQUENCIES = {"day": DAILY, "week": WEEKLY, "month": MONTHLY}


def rule(unit: Any, starts_on: str, until: str, hour: str = "10:00", zone: str = "Europe/Paris", **more: Any) -> Rule:
    return checked(Rule(unit, date.fromisoformat(starts_on), date.fromisoformat(until), hour, zone, **more))


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    starts_on = draw(st.dates(date(2005, 1, 1), date(2036, 1, 1)))
    unit = draw(st.sampled_from(["day", "week", "month"]))
    return Rule(
        unit,
        starts_on,
        starts_on + timedelta(draw(st.integers(0, 365))),
        f"{draw(st.integers(0, 23)):02d}:{draw(st.sampled_from([0, 15, 30, 59])):02d}",
        draw(st.sampled_from(CHANGING) | st.sampled_from(ZONES)),
        every=draw(st.integers(1, 5)),
        weekdays=tuple(draw(st.sets(st.integers(0, 6), max_size=7))) if unit == "week" else (),
        month_day=draw(st.none() | st.just(LAST_DAY) | st.integers(1, 31)) if unit == "month" else None,
        odd_hours=draw(st.sampled_from(["moved", "left_out"])),
    )


def by_dateutil(asked: Rule) -> list[date]:
    """Say the same rule to another library."""
    also: dict[str, Any] = {}
    if asked.unit == "week":
        also["byweekday"] = [weekday(n) for n in asked.weekdays] or [weekday(asked.starts_on.weekday())]
    if asked.unit == "month":
        also["bymonthday"] = asked.month_day or asked.starts_on.day
    first, last = (datetime.combine(day, datetime.min.time()) for day in (asked.starts_on, asked.until))
    return [at.date() for at in rrule(FREQUENCIES[asked.unit], first, asked.every, MO, until=last, **also)]


@given(rules())
def test_the_dates_are_those_that_another_library_finds_for_the_same_rule(asked: Rule) -> None:
    wanted = by_dateutil(asked)
    if not 0 < len(wanted) <= MOST:
        with pytest.raises(Refused):
            checked(asked)
        return
    assert days(checked(asked)) == wanted


@given(rules())
def test_each_moment_read_on_a_wall_clock_there_is_its_time_on_its_date(asked: Rule) -> None:
    try:
        said = checked(asked)
    except Refused:
        return
    found, unsure = occurrences(said), {one.on: one for one in odd(said)}
    for one in found:
        wall = one.due_at.astimezone(ZoneInfo(said.zone)).replace(tzinfo=None)
        assert wall == datetime.fromisoformat(one.local)
        assert wall.date() == one.on
        assert wall.strftime("%H:%M") == said.hour or unsure[one.on].kind == "skipped"
    left_out = {on for on, one in unsure.items() if said.odd_hours == "left_out" or one.proposed is None}
    assert [one.on for one in found] == [day for day in days(said) if day not in left_out]
    assert all(one.due_at < other.due_at for one, other in pairwise(found))


def test_ten_o_clock_stays_ten_o_clock_across_both_changes() -> None:
    autumn = occurrences(rule("week", "2026-10-17", "2026-11-07", weekdays=(5,)))
    assert [one.due_at.hour for one in autumn] == [8, 8, 9, 9]  # 25 October lies between the second and the third
    spring = occurrences(rule("day", "2027-03-27", "2027-03-29"))
    assert [one.due_at.hour for one in spring] == [9, 8, 8]
    toronto = occurrences(rule("day", "2026-10-31", "2026-11-02", zone="America/Toronto"))
    assert [one.due_at.hour for one in toronto] == [14, 15, 15]
    lord_howe = occurrences(rule("day", "2026-10-03", "2026-10-05", zone="Australia/Lord_Howe"))
    half = datetime(2026, 10, 2, 23, 30, tzinfo=UTC)
    assert [one.due_at for one in lord_howe] == [half, half + timedelta(hours=23.5), half + timedelta(hours=47.5)]


def test_an_hour_that_is_skipped_or_comes_twice_is_asked_about_once_with_the_dates_named() -> None:
    night = {"hour": "02:30", "weekdays": (6,)}
    with pytest.raises(NeedsConfirmation) as asked:
        occurrences(rule("week", "2026-10-04", "2027-04-04", **night))
    assert all(said in str(asked.value) for said in ("28/03/2027 (03:30)", "25/10/2026", "02:30"))
    moved = {o.on: o for o in occurrences(rule("week", "2026-10-04", "2027-04-04", odd_hours="moved", **night))}
    assert moved[date(2027, 3, 28)].local == "2027-03-28T03:30"
    assert moved[date(2026, 10, 25)].due_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the first of the two
    left = {o.on for o in occurrences(rule("week", "2026-10-04", "2027-04-04", odd_hours="left_out", **night))}
    assert moved.keys() - left == {date(2027, 3, 28), date(2026, 10, 25)}
    for starts_on, until, says in [("2027-03-28", "2027-04-04", "parenthèses"), ("2026-10-25", "2026-10-25", "fois")]:
        with pytest.raises(NeedsConfirmation, match=says):
            occurrences(rule("week", starts_on, until, **night))


def test_half_an_hour_is_skipped_on_lord_howe_and_late_evening_in_nuuk_never_slips_into_the_next_day() -> None:
    (one,) = odd(rule("day", "2026-10-04", "2026-10-04", "02:15", "Australia/Lord_Howe"))
    assert one.proposed is not None
    assert (one.kind, one.proposed.local) == ("skipped", "2026-10-04T02:45")
    (one,) = odd(rule("day", "2027-03-27", "2027-03-27", "23:30", "America/Nuuk"))
    assert one.proposed is not None
    assert (one.kind, one.proposed.local) == ("skipped", "2027-03-27T22:30")
    (one,) = odd(rule("day", "2011-12-30", "2011-12-30", zone="Pacific/Apia"))  # a day Samoa never had
    assert (one.kind, one.proposed) == ("skipped", None)


def test_the_last_day_of_the_month_and_a_day_some_months_lack() -> None:
    last = days(rule("month", "2027-01-31", "2027-04-30", month_day=LAST_DAY))
    assert [str(day) for day in last] == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]
    assert [str(day) for day in days(rule("month", "2027-01-31", "2027-04-30"))] == ["2027-01-31", "2027-03-31"]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"every": 0}, "entre 1"),
        ({"every": 400}, "entre 1"),
        ({"weekdays": (7,)}, "lundi"),
        ({"unit": "month", "month_day": 32}, "mois"),
        ({"until": date(2026, 11, 6)}, "après la première"),
        ({"until": date(2027, 11, 8)}, "un an"),
        ({"weekdays": (0,), "until": date(2026, 11, 8)}, "Aucune date"),
        ({"unit": "day", "until": date(2027, 11, 7)}, "200"),
        ({"hour": "dix heures"}, "illisible"),
        ({"hour": "10:00+01:00"}, "illisible"),
        ({"zone": "Mars/Olympus"}, "Fuseau inconnu"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_in_a_sentence(asked: dict[str, Any], says: str) -> None:
    said: dict[str, Any] = {"unit": "week", "starts_on": date(2026, 11, 7), "until": date(2026, 12, 19)}
    with pytest.raises(Refused, match=says):
        checked(Rule(**said | {"hour": "10:00", "zone": "Europe/Paris"} | asked))


def test_a_year_after_a_leap_day_is_a_day_that_exists() -> None:
    assert year_after(date(2028, 2, 29)) == date(2029, 2, 28)
    assert year_after(date(2026, 11, 7)) == date(2027, 11, 7)
