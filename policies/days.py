"""Days that are not like the others, as the files name them: seasons, closures, public holidays. Pure.

Public holidays come from the `holidays` library: a function of calendar and year, asked once for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays
from dateutil.easter import easter

from words import Sentence, s

MOVABLE = {"good_friday": -2, "easter_monday": 1, "ascension": 39, "whit_monday": 50}  # days after Easter Sunday


class Unclear(ValueError):
    """Hours or days that cannot be understood; `sentence` says how to write them."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.text)
        self.sentence = sentence


@dataclass(frozen=True)
class Span:
    """From one day to another, both included: (month, day) every year, or (year, month, day) once."""

    begins: tuple[int, ...]
    ends: tuple[int, ...]

    def covers(self, day: date) -> bool:
        """Tell whether `day` lies between the two."""
        here = (day.year, day.month, day.day)[-len(self.begins) :]
        if self.begins <= self.ends:
            return self.begins <= here <= self.ends
        return here >= self.begins or here <= self.ends


@dataclass(frozen=True)
class Holidays:
    """The public holidays of a place: a `calendar` such as "fr", "fr-alsace" or "ca-qc", and days it adds."""

    calendar: str
    plus: tuple[str, ...] = ()

    def hold(self, day: date) -> bool:
        """Tell whether `day` is a public holiday here."""
        return day in _of_year(self.calendar, day.year) or any(is_named(one, day) for one in self.plus)


def read_span(begins: str, ends: str) -> Span:
    """Read "12-24" to "01-02" (every year), or "2026-11-23" to "2026-12-02" (once); raise `Unclear`."""
    first, last = read_day(begins), read_day(ends)
    if len(first) != len(last) or (len(first) == 3 and last < first):
        raise Unclear(s("La période de {begins} à {ends} ne se comprend pas.", begins=begins, ends=ends))
    return Span(first, last)


def read_day(text: str) -> tuple[int, ...]:
    """Read "12-26" as (12, 26), month then day, and "2026-12-26" as (2026, 12, 26); raise `Unclear`."""
    yearly = len(text) == len("12-26")
    try:
        there = date.fromisoformat(f"2024-{text}" if yearly else text)  # a leap year: 29 February is a day
    except ValueError:
        there = None
    if there is None or not there.isoformat().endswith(text):  # ISO knows other ways; days are compared as written
        raise Unclear(s("Date non reconnue : « {said} » (écrivez mois-jour, par exemple 12-26).", said=text))
    return (there.month, there.day) if yearly else (there.year, there.month, there.day)


def read_named(text: str) -> str:
    """Return the name of a day as it stands in a file: "12-26", "2026-12-26" or a key of MOVABLE; raise `Unclear`."""
    if text not in MOVABLE:
        read_day(text)
    return text


def is_named(name: str, day: date) -> bool:
    """Tell whether `name`, as `read_named` takes it, names `day`."""
    if name in MOVABLE:
        moved: date = easter(day.year) + timedelta(days=MOVABLE[name])
        return day == moved
    return day.isoformat().endswith(name)


def read_holidays(calendar: str, plus: Sequence[str] = ()) -> Holidays:
    """Return the holidays a file's section describes; raise `Unclear` for a calendar or a day nobody knows."""
    if not _known(calendar):
        raise Unclear(s("Calendrier inconnu : « {said} » (écrivez par exemple fr, fr-alsace ou ca-qc).", said=calendar))
    return Holidays(calendar, tuple(read_named(one) for one in plus))


@lru_cache(maxsize=64)
def _known(calendar: str) -> bool:
    country, _, part = calendar.partition("-")
    if country.upper() not in holidays.list_supported_countries(include_aliases=False):
        return False
    return not part or part.casefold() in {name.casefold() for name in _parts(country)}


@lru_cache(maxsize=256)
def _of_year(calendar: str, year: int) -> frozenset[date]:
    country, _, part = calendar.partition("-")
    named = next((name for name in _parts(country) if name.casefold() == part.casefold()), None)
    return frozenset(holidays.country_holidays(country.upper(), subdiv=named, years=year))


@lru_cache(maxsize=32)
def _parts(country: str) -> tuple[str, ...]:
    """Return the names under which the library knows the parts of a country: codes and names."""
    whole = holidays.country_holidays(country.upper())
    return (*whole.subdivisions, *whole.subdivisions_aliases)
