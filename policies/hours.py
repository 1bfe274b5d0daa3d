"""Opening hours: several intervals a day, seasons, each territory's own zone. Given a moment, never asks for one.

Holidays are accepted in the files and not counted yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from words import Sentence, s

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Day = tuple[tuple[int, int], ...]  # intervals in minutes since midnight, in order
Week = tuple[Day, ...]  # Monday first
_INTERVAL = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")


class Unclear(ValueError):
    """Hours that cannot be understood; `sentence` says how to write them."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.text)
        self.sentence = sentence


@dataclass(frozen=True)
class Season:
    """A part of the year with a week of its own; bounds are (month, day), both included."""

    begins: tuple[int, int]
    ends: tuple[int, int]
    week: Week

    def covers(self, day: date) -> bool:
        """Tell whether `day` lies in the season, which may run over New Year."""
        here = (day.month, day.day)
        if self.begins <= self.ends:
            return self.begins <= here <= self.ends
        return here >= self.begins or here <= self.ends


@dataclass(frozen=True)
class Hours:
    """When a territory is open. Round the clock beats everything else."""

    zone: ZoneInfo
    week: Week = ((),) * 7
    seasons: tuple[Season, ...] = ()
    round_the_clock: bool = False

    def in_zone(self, name: str | None) -> Hours:
        """Return the same hours lived in the zone `name` (None: unchanged)."""
        return replace(self, zone=ZoneInfo(name)) if name else self


def read_hours(section: Mapping[str, Any]) -> Hours:
    """Return the hours a file's section describes; raise `Unclear`. An absent week means always closed."""
    seasons = tuple(
        Season(read_day(one["from"]), read_day(one["to"]), read_week(one["week"]))
        for one in section.get("seasons") or ()
    )
    zone = ZoneInfo(section.get("tz") or "UTC")
    return Hours(zone, read_week(section.get("week") or {}), seasons, bool(section.get("round_the_clock")))


def read_week(days: Mapping[str, Sequence[str]]) -> Week:
    """Read `{"mon-fri": ["09:00-12:30", "13:30-18:00"], "sat": [...]}`; days not named are closed."""
    week: list[Day] = [()] * 7
    for names, intervals in days.items():
        first, _, last = names.partition("-")
        if first not in DAYS or (last or first) not in DAYS or DAYS.index(last or first) < DAYS.index(first):
            raise Unclear(s("Jour non reconnu : « {names} » (écrivez par exemple mon-fri, sat ou sun).", names=names))
        for number in range(DAYS.index(first), DAYS.index(last or first) + 1):
            week[number] = tuple(sorted((*week[number], *(read_interval(text) for text in intervals))))
    for day in week:
        if any(before[1] > after[0] for before, after in pairwise(day)):
            raise Unclear(s("Deux intervalles se chevauchent le même jour."))
    return tuple(week)


def read_interval(text: str) -> tuple[int, int]:
    """Read "09:00-12:30" as minutes since midnight; "24:00" is the day's end."""
    found = _INTERVAL.fullmatch(text)
    if found:
        begin_hour, begin_minute, end_hour, end_minute = (int(part) for part in found.groups())
        begins, ends = begin_hour * 60 + begin_minute, end_hour * 60 + end_minute
        if begins < ends <= 24 * 60:
            return begins, ends
    raise Unclear(s("Intervalle non reconnu : « {said} » (écrivez par exemple 09:00-12:30).", said=text))


def read_day(text: str) -> tuple[int, int]:
    """Read "12-26" as (12, 26): month, then day."""
    try:
        there = date.fromisoformat(f"2024-{text}")  # a leap year: 29 February is a day
    except ValueError as wrong:
        raise Unclear(s("Date non reconnue : « {said} » (écrivez mois-jour, par exemple 12-26).", said=text)) from wrong
    return there.month, there.day


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


def _day(day: date, hours: Hours) -> Day:
    week = next((season.week for season in hours.seasons if season.covers(day)), hours.week)
    return week[day.weekday()]


def _intervals(moment: datetime, hours: Hours) -> Iterator[tuple[datetime, datetime]]:
    """Give the open intervals of a year that end after `moment`, in UTC (clock changes included)."""
    today = moment.astimezone(hours.zone).date()
    for number in range(367):
        day = today + timedelta(days=number)
        for begins, ends in _day(day, hours):
            pair = _at(day, begins, hours.zone), _at(day, ends, hours.zone)
            if pair[1] > moment:
                yield pair


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    midnight = datetime.combine(day + timedelta(days=minute // 1440), time(minute % 1440 // 60, minute % 60), zone)
    return midnight.astimezone(UTC)
