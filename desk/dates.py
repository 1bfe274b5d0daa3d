"""On which days a post comes back. Pure: asks no clock and no database; the moment of each is in `occurrences`.

A week begins on Monday. A month without the day (31 June) has no date: the last day is a choice of its own.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from desk import times
from desk.refusal import refused
from words import s

MOST = 200  # dates of one series
LAST_DAY = -1
OddHours = Literal["moved", "left_out"]
HIGHEST = {"day": 366, "week": 53, "month": 12}


@dataclass(frozen=True)
class Rule:
    """When a post comes back: every `every` days, weeks (on `weekdays`, 0 is Monday) or months (on `month_day`).

    `hour` is wall time in `zone`. Nothing said, it is the weekday, or the day of the month, of `starts_on`.
    `odd_hours` is what a person decided for hours that clocks skip or show twice; None: not asked yet.
    """

    unit: Literal["day", "week", "month"]
    starts_on: date
    until: date
    hour: str
    zone: str
    every: int = 1
    weekdays: tuple[int, ...] = ()
    month_day: int | None = None
    odd_hours: OddHours | None = None


def checked(rule: Rule) -> Rule:
    """Return a rule with nothing left unsaid; raise Refused for one that makes no sense, or is too long."""
    if not 1 <= rule.every <= HIGHEST[rule.unit]:
        raise refused(s("Indiquez un nombre entre 1 et {most}.", most=HIGHEST[rule.unit]))
    if any(one not in range(7) for one in rule.weekdays):
        raise refused(s("Choisissez des jours entre lundi et dimanche."))
    if rule.month_day is not None and rule.month_day not in (LAST_DAY, *range(1, 32)):
        raise refused(s("Choisissez un jour du mois entre 1 et 31, ou le dernier."))
    if rule.until < rule.starts_on:
        raise refused(s("La dernière date doit venir après la première."))
    if rule.until > year_after(rule.starts_on):
        raise refused(s("Une série dure un an au plus : choisissez une fin plus proche, vous pourrez la prolonger."))
    times.place(rule.zone)
    said = replace(
        rule,
        hour=times.read(f"{rule.starts_on}T{rule.hour}").strftime("%H:%M"),
        weekdays=tuple(sorted(set(rule.weekdays))) or (rule.starts_on.weekday(),),
        month_day=rule.month_day or rule.starts_on.day,
    )
    stop_if_many(days(said))
    return said


def stop_if_many(found: Sequence[object]) -> None:
    """Raise Refused for no date at all, or for too many."""
    if not found:
        raise refused(s("Aucune date ne tombe dans cette période : changez les jours ou la fin."))
    if len(found) > MOST:
        raise refused(s("{n} dates, c'est trop : {most} au plus par série.", n=len(found), most=MOST))


def year_after(day: date) -> date:
    """Return the same day a year later; 28 February for a 29th that is missing."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def days(rule: Rule) -> list[date]:
    """Return the days of a checked rule, in order."""
    every = {"day": _daily, "week": _weekly, "month": _monthly}[rule.unit]
    return [day for day in every(rule) if rule.starts_on <= day <= rule.until]


def _daily(rule: Rule) -> Iterator[date]:
    for n in range(0, (rule.until - rule.starts_on).days + 1, rule.every):
        yield rule.starts_on + timedelta(n)


def _weekly(rule: Rule) -> Iterator[date]:
    monday = rule.starts_on - timedelta(rule.starts_on.weekday())
    for n in range(0, (rule.until - monday).days + 1, 7 * rule.every):
        yield from (monday + timedelta(n + weekday) for weekday in rule.weekdays)


def _monthly(rule: Rule) -> Iterator[date]:
    first, last = (day.year * 12 + day.month - 1 for day in (rule.starts_on, rule.until))
    for year, month in (divmod(n, 12) for n in range(first, last + 1, rule.every)):
        length = monthrange(year, month + 1)[1]
        wanted = length if rule.month_day == LAST_DAY else rule.month_day or rule.starts_on.day
        if wanted <= length:
            yield date(year, month + 1, wanted)
