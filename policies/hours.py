"""Opening hours: several intervals a day, seasons, closures, public holidays, each territory's own zone.

Given a moment, never asks for one. A day opened by name is open; else a closure or a holiday shuts it; else the week of
its season, or of the year, holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from policies.days import Holidays, Span, Unclear, is_named, read_holidays, read_named, read_span
from words import s

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Day = tuple[tuple[int, int], ...]  # intervals in minutes since midnight, in order
Week = tuple[Day, ...]  # Monday first
_INTERVAL = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")


@dataclass(frozen=True)
class Season:
    """A part of the year with a week of its own."""

    span: Span
    week: Week


@dataclass(frozen=True)
class Hours:
    """When a territory is open. Round the clock beats everything else.

    `open_on` are days opened whatever else shuts them, by name ("12-26", "2026-12-26", "good_friday").
    """

    zone: ZoneInfo
    week: Week = ((),) * 7
    seasons: tuple[Season, ...] = ()
    round_the_clock: bool = False
    closures: tuple[Span, ...] = ()
    holidays: Holidays | None = None
    open_on: tuple[tuple[str, Day], ...] = ()

    def in_zone(self, name: str | None) -> Hours:
        """Return the same hours lived in the zone `name` (None: unchanged)."""
        return replace(self, zone=ZoneInfo(name)) if name else self

    def by_clock(self) -> Hours:
        """Return hours that never close, in the same zone: for what is promised in plain minutes."""
        return Hours(self.zone, round_the_clock=True)


def read_hours(section: Mapping[str, Any]) -> Hours:
    """Return the hours a file's section describes; raise `Unclear`. An absent week means always closed."""
    seasons = tuple(
        Season(read_span(one["from"], one["to"]), read_week(one["week"])) for one in section.get("seasons") or ()
    )
    found = section.get("holidays")
    return Hours(
        zone=ZoneInfo(section.get("tz") or "UTC"),
        week=read_week(section.get("week") or {}),
        seasons=seasons,
        round_the_clock=bool(section.get("round_the_clock")),
        closures=tuple(read_span(one["from"], one["to"]) for one in section.get("closures") or ()),
        holidays=read_holidays(found["calendar"], found.get("plus") or ()) if found else None,
        open_on=read_open_on(section.get("open_on") or {}),
    )


def read_open_on(days: Mapping[str, Sequence[str]]) -> tuple[tuple[str, Day], ...]:
    """Read `{"12-26": ["10:00-18:00"]}`: days opened on purpose, the exact ones before those that come each year."""
    read = [(read_named(name), read_intervals(intervals)) for name, intervals in days.items()]
    return tuple(sorted(read, key=lambda one: -len(one[0]) if one[0][:1].isdigit() else 0))


def read_week(days: Mapping[str, Sequence[str]]) -> Week:
    """Read `{"mon-fri": ["09:00-12:30", "13:30-18:00"], "sat": [...]}`; days not named are closed."""
    week: list[Day] = [()] * 7
    for names, intervals in days.items():
        first, _, last = names.partition("-")
        if first not in DAYS or (last or first) not in DAYS or DAYS.index(last or first) < DAYS.index(first):
            raise Unclear(s("Jour non reconnu : « {names} » (écrivez par exemple mon-fri, sat ou sun).", names=names))
        for number in range(DAYS.index(first), DAYS.index(last or first) + 1):
            week[number] = read_intervals(intervals, week[number])
    return tuple(week)


def read_intervals(texts: Sequence[str], before: Day = ()) -> Day:
    """Read a day's intervals, beside those it has; raise `Unclear` where two overlap."""
    day = tuple(sorted((*before, *(read_interval(text) for text in texts))))
    if any(one[1] > after[0] for one, after in pairwise(day)):
        raise Unclear(s("Deux intervalles se chevauchent le même jour."))
    return day


def read_interval(text: str) -> tuple[int, int]:
    """Read "09:00-12:30" as minutes since midnight; "24:00" is the day's end."""
    found = _INTERVAL.fullmatch(text)
    if found:
        begin_hour, begin_minute, end_hour, end_minute = (int(part) for part in found.groups())
        begins, ends = begin_hour * 60 + begin_minute, end_hour * 60 + end_minute
        if begins < ends <= 24 * 60:
            return begins, ends
    raise Unclear(s("Intervalle non reconnu : « {said} » (écrivez par exemple 09:00-12:30).", said=text))


def open_at(moment: datetime, hours: Hours) -> bool:
    """Tell whether the territory is open at `moment` (aware)."""
    if hours.round_the_clock:
        return True
    local = moment.astimezone(hours.zone)
    minute = local.hour * 60 + local.minute
    return any(begins <= minute < ends for begins, ends in _day(local.date(), hours))


def next_opening(moment: datetime, hours: Hours) -> datetime | None:
    """Return `moment` itself when open, else the next opening (UTC) within a year; None when there is none."""
    if open_at(moment, hours):
        return moment.astimezone(UTC)
    openings = (begins for begins, _ in _intervals(moment, hours) if begins > moment and open_at(begins, hours))
    return next(openings, None)


def add_open(moment: datetime, minutes: float, hours: Hours) -> datetime | None:
    """Return when `minutes` of open time have passed since `moment` (UTC); None when the doors stay shut for a year."""
    if hours.round_the_clock:
        return moment.astimezone(UTC) + timedelta(minutes=minutes)
    left = timedelta(minutes=minutes)
    for begins, ends in _intervals(moment, hours):
        begins = max(begins, moment.astimezone(UTC))
        if ends - begins >= left:
            return begins + left
        left -= max(ends - begins, timedelta(0))
    return None


def open_between(since: datetime, until: datetime, hours: Hours) -> timedelta:
    """Return how long the territory was open from `since` to `until`; nothing when `until` comes first."""
    if until <= since:
        return timedelta(0)
    if hours.round_the_clock:
        return until - since
    spent, days = timedelta(0), (until.astimezone(hours.zone).date() - since.astimezone(hours.zone).date()).days + 1
    for begins, ends in _intervals(since, hours, days):
        if begins >= until:
            break
        spent += min(ends, until) - max(begins, since)
    return spent


def _day(day: date, hours: Hours) -> Day:
    for name, opened in hours.open_on:
        if is_named(name, day):
            return opened
    if any(closure.covers(day) for closure in hours.closures) or (hours.holidays and hours.holidays.hold(day)):
        return ()
    week = next((season.week for season in hours.seasons if season.span.covers(day)), hours.week)
    return week[day.weekday()]


def _intervals(moment: datetime, hours: Hours, days: int = 367) -> Iterator[tuple[datetime, datetime]]:
    """Give the open intervals of so many days that end after `moment`, in UTC (clock changes included)."""
    today = moment.astimezone(hours.zone).date()
    for number in range(days):
        day = today + timedelta(days=number)
        for begins, ends in _day(day, hours):
            pair = _at(day, begins, hours.zone), _at(day, ends, hours.zone)
            if pair[1] > moment:
                yield pair


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    midnight = datetime.combine(day + timedelta(days=minute // 1440), time(minute % 1440 // 60, minute % 60), zone)
    return midnight.astimezone(UTC)
