"""How the command line says that a post comes back: `--every "2 weeks" --on sat --until 2026-12-19`. Only reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from commands.failing import Failed
from desk.series import LAST_DAY
from words import s, t

EVERY = s("Pour une série : day, week, month, ou par exemple « 2 weeks ». Commence à --at.")
ON = s("Jours d'une série : mon, tue, wed, thu, fri, sat, sun (à répéter), ou 1 à 31, ou last, pour « month ».")
UNTIL = s("Dernier jour possible d'une série, par exemple 2026-12-19.")
ODD_HOURS = s("Quand l'heure change et que celle de la série manque ou existe deux fois : moved ou left_out.")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def rule(at: datetime | None, every: str, on: Sequence[str], until: str | None) -> dict[str, Any]:
    """Return what `posting.repeat` takes; raise Failed for what cannot be read."""
    said = re.fullmatch(r"(?:(\d{1,3})\s*)?(day|week|month)s?", every.strip().lower())
    if said is None:
        raise Failed(t("« {every} » : écrivez day, week, month, ou par exemple « 2 weeks ».", every=every))
    if at is None or until is None:
        raise Failed(t("Une série demande aussi --at (la première fois) et --until (le dernier jour)."))
    number, unit = said.groups()
    days = [_day(one.strip().lower(), unit) for one in on]
    if (unit == "day" and days) or (unit == "month" and len(days) > 1):
        raise Failed(t("--on va avec « week » (plusieurs jours) ou « month » (un seul)."))
    chosen = {"weekdays": days} if unit == "week" else {"month_day": days[0]} if days else {}
    return {"at": at, "unit": unit, "every": int(number or 1), "until": _date(until), **chosen}


def _day(said: str, unit: str) -> int:
    if unit == "week" and said in WEEKDAYS:
        return WEEKDAYS.index(said)
    if unit == "month" and said == "last":
        return LAST_DAY
    if unit == "month" and said.isdecimal() and 1 <= int(said) <= 31:
        return int(said)
    raise Failed(t("« {day} » n'est pas un jour pour --on.", day=said))


def _date(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Failed(t("« {day} » n'est pas une date : écrivez par exemple 2026-12-19.", day=said)) from None
