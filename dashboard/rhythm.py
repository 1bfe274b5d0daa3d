"""How often something comes back, and on which dates, as people say it in the present language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from babel.dates import get_day_names

from dashboard import dates
from data.queries.series import Series
from words import present_language, t

LAST_DAY = -1


def units() -> dict[str, str]:
    """Return how often a post may come back, « never » first."""
    return {
        "never": t("jamais"),
        "day": t("chaque jour"),
        "week": t("chaque semaine"),
        "month": t("chaque mois"),
    }


def weekdays(width: Literal["wide", "abbreviated"] = "wide") -> dict[int, str]:
    """Return the names of the days, 0 is Monday; `width` "abbreviated": « lun. »."""
    names = get_day_names(width, locale=present_language())  # begins where the country's week begins
    return {day: names[day] for day in range(7)}


def span(days: Sequence[date], hour: str) -> str:
    """Say the dates of a series in one line: « 7 dates, de sam. 7 nov. à sam. 19 déc., à 10:00 »."""
    if not days:
        return t("Aucune date")
    if len(days) == 1:
        return t("1 date, {day}, à {hour}", day=short(days[0]), hour=hour)
    last = short(days[-1], year=days[0].year != days[-1].year)
    return t("{n} dates, de {first} à {last}, à {hour}", n=len(days), first=short(days[0]), last=last, hour=hour)


def short(day: date, *, year: bool = False) -> str:
    """Say a day: « sam. 7 nov. », with its year where it would be mistaken."""
    return dates.dated(day, "EEE d MMM y" if year else "EEE d MMM")


def said(series: Series) -> str:
    """Say a series' rule: « Toutes les 2 semaines (samedi), à 10:00, jusqu'au samedi 19 décembre »."""
    often = {"day": _daily, "week": _weekly, "month": _monthly}[series.unit](series)
    until = dates.dated(series.ends_on, "EEEE d MMMM y")
    return t("{often}, à {hour}, jusqu'au {until}", often=often, hour=series.hour, until=until)


def _daily(series: Series) -> str:
    return t("Chaque jour") if series.every == 1 else t("Tous les {n} jours", n=series.every)


def _weekly(series: Series) -> str:
    names = weekdays()
    days = ", ".join(names[day] for day in series.weekdays)
    if series.every == 1:
        return t("Chaque semaine ({days})", days=days)
    return t("Toutes les {n} semaines ({days})", n=series.every, days=days)


def _monthly(series: Series) -> str:
    day = t("le dernier jour") if series.month_day == LAST_DAY else t("le {day}", day=series.month_day)
    if series.every == 1:
        return t("Chaque mois ({day})", day=day)
    return t("Tous les {n} mois ({day})", n=series.every, day=day)
