"""Days, hours and spans as people write them, in the present language, on the clock of a territory. Knows no code."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from words import present_language, t


def moment(at: datetime, zone: str = "Europe/Paris") -> str:
    """Say a day and hour, in a territory's zone: « sam. 5 déc., 10:00 »."""
    local = at.astimezone(ZoneInfo(zone))
    day = dated(local.date(), "EEE d MMM")
    return t("{day}, {hour}", day=day, hour=hour(at, zone))


def day(at: datetime, zone: str = "Europe/Paris") -> str:
    """Say a whole day: « samedi 5 décembre »."""
    return whole_day(at.astimezone(ZoneInfo(zone)).date())


def whole_day(on: date) -> str:
    """Say a whole day: « samedi 5 décembre »."""
    return dated(on, "EEEE d MMMM")


def dated(on: date, pattern: str) -> str:
    """Write a day by a French pattern, with the stops German wants: « Samstag, 5. Dezember »."""
    if present_language() == "de":
        pattern = pattern.replace("E d", "E, d").replace("d M", "d. M")
    return format_date(on, pattern, locale=present_language())


def opening(text: str) -> str:
    """Return `text` with its first letter raised, and the months of other languages left as they are."""
    return text[:1].upper() + text[1:]


def hour(at: datetime, zone: str = "Europe/Paris") -> str:
    """Say an hour: « 10:00 »."""
    return format_time(at.astimezone(ZoneInfo(zone)), "HH:mm", locale=present_language())


def span(for_: timedelta) -> str:
    """Say how long something lasts, in its largest unit: « 38 min », « 4 h », « 2 j »."""
    minutes = max(0, round(abs(for_).total_seconds() / 60))
    if minutes < 60:
        return t("{n} min", n=minutes)
    return t("{n} h", n=minutes // 60) if minutes < 48 * 60 else t("{n} j", n=minutes // 1440)
