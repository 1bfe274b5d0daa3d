"""Who learns of an incident and when: the table of the files, as steps with their moments. Pure; calls nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from policies.hours import Hours, read_hours

Kind = Literal["informed", "called", "note", "still", "frozen"]
UNTOLD = 3  # from this level on, only a suspension makes the whole house listen
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True)
class Alarm:
    """What the steps depend on: the level, since when people are alarmed, whether one took it on, since when it holds
    back what would leave (None: it does not)."""

    level: int
    since: datetime
    acknowledged: bool = False
    frozen_at: datetime | None = None


@dataclass(frozen=True)
class Step:
    """One time people are told. `roles` in the order of the list; `nth` person of it alone, or everybody (None)."""

    name: str
    kind: Kind
    at: datetime
    roles: tuple[str, ...]
    nth: int | None = None
    any_hour: bool = False


def steps(section: Mapping[str, Any], alarm: Alarm, at: datetime) -> list[Step]:
    """Return the steps of an alarm up to `at`, and the next of each kind after it, in order.

    Of the notes only the last that is due: who slept through three of them is asked once.
    """
    table = section[f"p{alarm.level}"]
    found = [*_told(table, alarm), *_notes(table, alarm, at), *_still(section, alarm)]
    return sorted(found, key=lambda step: step.at)


def on_call(section: Mapping[str, Any], zone: str) -> Hours:
    """Return when phones may ring for what is not of any hour."""
    return read_hours({"tz": zone, "week": section["on_call"]})


def _told(table: Mapping[str, Any], alarm: Alarm) -> Iterator[Step]:
    if table["calls"] and not alarm.acknowledged:
        yield from _calls(table, alarm)
    if table["informs"]:
        yield Step("informed", "informed", alarm.since, tuple(table["informs"]), any_hour=table["any_hour"])


def _calls(table: Mapping[str, Any], alarm: Alarm) -> Iterator[Step]:
    """Give one person after the other, then everyone."""
    ways = {"any_hour": table["any_hour"]}
    calls, each, everyone = tuple(table["calls"]), table["next_after"], table["everyone_after"]
    one_by_one = range(0, everyone, each) if each and everyone else (0,)
    for nth, minutes in enumerate(one_by_one):
        yield Step(f"called:{minutes}", "called", alarm.since + minutes * MINUTE, calls, nth, **ways)
    if everyone:
        yield Step(f"called:{everyone}", "called", alarm.since + everyone * MINUTE, calls, **ways)


def _notes(table: Mapping[str, Any], alarm: Alarm, at: datetime) -> Iterator[Step]:
    if not table["note_every"]:
        return
    every = table["note_every"] * MINUTE
    last = max(0, (at - alarm.since) // every)
    for number in (last, last + 1):
        if number:
            ways = {"any_hour": table["any_hour"]}
            yield Step(f"note:{number}", "note", alarm.since + number * every, tuple(table["writes"]), **ways)


def _still(section: Mapping[str, Any], alarm: Alarm) -> Iterator[Step]:
    if alarm.frozen_at is None:
        return
    if alarm.level >= UNTOLD:
        yield Step("frozen", "frozen", alarm.frozen_at, tuple(section["still_to"]))
    for hours in section["still_after"]:
        yield Step(f"still:{hours}", "still", alarm.frozen_at + hours * HOUR, tuple(section["still_to"]))
