"""Each date of a series with its moment, in the zone it is said in. An hour that clocks skip or show twice is asked
about, never guessed. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from desk import times
from desk.dates import OddHours, Rule, days
from desk.refusal import NeedsConfirmation
from words import s

ANSWERS: tuple[OddHours, ...] = ("moved", "left_out")


@dataclass(frozen=True)
class Occurrence:
    """One date of a series: its wall time ("2026-11-07T10:00") and its moment."""

    on: date
    local: str
    due_at: datetime


@dataclass(frozen=True)
class Odd:
    """A date whose hour is skipped or comes twice. `proposed` is when it would leave; None: nothing fits that day."""

    on: date
    kind: Literal["skipped", "doubled"]
    proposed: Occurrence | None


def occurrences(rule: Rule) -> list[Occurrence]:
    """Return each date of a checked rule with its moment. Raises NeedsConfirmation (token: an answer) for odd hours."""
    zone = ZoneInfo(rule.zone)
    found = [_at(day, rule.hour, zone) for day in days(rule)]
    unsure = [one for one in found if isinstance(one, Odd)]
    if unsure and rule.odd_hours is None:
        raise _question(rule.hour, unsure)
    decided = [_decided(one, rule) if isinstance(one, Odd) else one for one in found]
    return [one for one in decided if one is not None]


def odd(rule: Rule) -> list[Odd]:
    """Return the dates of a checked rule whose hour is skipped or comes twice."""
    zone = ZoneInfo(rule.zone)
    return [one for one in (_at(day, rule.hour, zone) for day in days(rule)) if isinstance(one, Odd)]


def answered(rule: Rule, confirm: str | None) -> Rule:
    """Return the rule with the answer that a confirmation brings, if it brings one."""
    return next((replace(rule, odd_hours=one) for one in ANSWERS if one == confirm), rule)


def _decided(one: Odd, rule: Rule) -> Occurrence | None:
    return one.proposed if rule.odd_hours == "moved" else None


def _at(day: date, hour: str, zone: ZoneInfo) -> Occurrence | Odd:
    meant = times.meant(times.read(f"{day}T{hour}"), zone)
    if meant.kind == "once":
        return _occurrence(day, meant.first, zone)
    if meant.kind == "doubled":
        return Odd(day, "doubled", _occurrence(day, meant.first, zone))
    # as much later as the clocks jump, or as much earlier where that would be the next day
    same_day = (at for at in (meant.first, meant.second) if at.astimezone(zone).date() == day)
    return Odd(day, "skipped", next((_occurrence(day, at, zone) for at in same_day), None))


def _occurrence(day: date, at: datetime, zone: ZoneInfo) -> Occurrence:
    return Occurrence(
        day, at.astimezone(zone).replace(tzinfo=None, fold=0).isoformat("T", "minutes"), at.astimezone(UTC)
    )


def _question(hour: str, unsure: Sequence[Odd]) -> NeedsConfirmation:
    skipped = ", ".join(
        f"{one.on:%d/%m/%Y} ({one.proposed.local[11:] if one.proposed else '—'})"
        for one in unsure
        if one.kind == "skipped"
    )
    doubled = ", ".join(f"{one.on:%d/%m/%Y}" for one in unsure if one.kind == "doubled")
    if not doubled:
        said = s("L'heure change : {hour} n'existe pas le {skipped}. Partir à l'heure entre parenthèses ?",
                 hour=hour, skipped=skipped)  # fmt: skip
    elif not skipped:
        said = s("L'heure change : {hour} existe deux fois le {doubled}. Partir la première fois ?",
                 hour=hour, doubled=doubled)  # fmt: skip
    else:
        said = s("L'heure change : {hour} n'existe pas le {skipped} et existe deux fois le {doubled}. Partir à l'heure "
                 "entre parenthèses, et la première des deux fois ?",
                 hour=hour, skipped=skipped, doubled=doubled)  # fmt: skip
    return NeedsConfirmation(said, "moved")
