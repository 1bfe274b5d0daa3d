"""Moments that ask for care: hours of remembrance, and until when somebody may answer a request for approval."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from policies.days import read_day
from policies.facts import PostFacts
from policies.hours import read_interval
from policies.plain import first_named
from policies.verdict import Reason
from words import s

FESTIVE = "festive"
LONGEST = 31  # days over which a free evening is looked for


def sensitive_dates(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Ask for another look at festive words that would appear in hours of remembrance, and propose another day."""
    if facts.seen_by_another or facts.is_safety:
        return None
    there = facts.goes_at.astimezone(ZoneInfo(facts.territory_zone or settings["hours"]["tz"]))
    held = _remembered(there, settings["calendar"])
    if held is None or not (FESTIVE in facts.tags or first_named(tuple(settings["festive"]), facts.text)):
        return None
    said = s(
        "{name}, le {day} ({hours}) : un message festif n'y a pas sa place. Déplacez-le, par exemple au {free} à la "
        "même heure, ou faites valider.",
        name=held["name"],
        day=f"{there:%d/%m}",
        hours=held["hours"],
        free=f"{_free(there, settings['calendar']):%d/%m}",
    )
    return Reason("require_approval", said, approver="cm", code="sensitive")


def approval_deadline(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse a request for approval without a deadline and what happens at it; grave matters only ever escalate."""
    asked = facts.approval
    if asked is None:
        return None
    if asked.deadline is None or asked.default is None:
        said = s("Demande de validation : dites jusqu'à quand, et ce qui se passe sans réponse (partir ou escalader).")
        return Reason("block", said, code="deadline")
    if asked.deadline <= facts.at:
        return Reason("block", s("Le délai de validation est déjà passé : choisissez-en un autre."), code="deadline")
    if facts.due_at is not None and asked.deadline > facts.due_at:
        said = s("Le délai de validation dépasse l'heure de publication : avancez-le.")
        return Reason("block", said, code="deadline")
    grave = next((tag for tag in facts.tags if tag in settings["grave_tags"]), "safety" if facts.is_safety else None)
    if grave is not None and asked.default == "goes_out":
        said = s("Sujet à risque (« {tag} ») : sans réponse, il doit escalader, jamais partir.", tag=grave)
        return Reason("block", said, code="grave")
    return None


def _remembered(there: datetime, calendar: list[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the hours of remembrance a local moment falls into, or nothing."""
    minute = there.hour * 60 + there.minute
    for held in calendar:
        begins, ends = read_interval(held["hours"])
        days = (there.month, there.day), (there.year, there.month, there.day)
        if read_day(held["day"]) in days and begins <= minute < ends:
            return held
    return None


def _free(there: datetime, calendar: list[Mapping[str, Any]]) -> date:
    later = (there + timedelta(days=n) for n in range(1, LONGEST))
    return next((one for one in later if _remembered(one, calendar) is None), there + timedelta(days=LONGEST)).date()
