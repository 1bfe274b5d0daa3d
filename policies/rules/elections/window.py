"""Whether people vote soon here, and whether it is a public voice that speaks. Days are the territory's own.

Who answers for a territory is its `controller`; where no file says it, only words tagged « institution » are judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from policies.facts import BoostFacts, Facts, PostFacts
from policies.verdict import Reason, strictness

INSTITUTION = "institution"
PUBLIC = frozenset({"public", "public_authority"})


@dataclass(frozen=True)
class Vote:
    """An election whose period holds: its first day (None: declared by hand), and whether it blocks or warns."""

    name: str
    mode: str
    from_: date | None = None


def public_voice(facts: PostFacts | BoostFacts, settings: Mapping[str, Any]) -> bool:
    """Tell whether a public body speaks: the territory's files say so, or the words are tagged as the institution's."""
    return settings.get("controller", {}).get("type") in PUBLIC or INSTITUTION in facts.tags


def day_of(moment: datetime, facts: Facts, settings: Mapping[str, Any]) -> date:
    """Return the day a moment falls on in the territory."""
    return moment.astimezone(ZoneInfo(facts.territory_zone or settings["hours"]["tz"])).date()


def held_here(facts: Facts, settings: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the elections held in the territory, those that block first."""
    here = [one for one in settings["elections"] if set(one["territories"]) & set(facts.ancestry)]
    return sorted(here, key=lambda one: one["mode"] != "block")


def vote_near(facts: Facts, settings: Mapping[str, Any], day: date) -> Vote | None:
    """Return the election whose period holds on `day`, from its first day to its last round; a blocking one first."""
    if settings["declared"]:
        return Vote("période électorale", "block")
    for one in held_here(facts, settings):
        if one["from"] <= day <= max(one["rounds"]):
            return Vote(one["name"], one["mode"], one["from"])
    return None


def weighed(reason: Reason, mode: str) -> Reason:
    """Return the reason as a warning where the election only warns: its reach there is for a lawyer to say."""
    if mode != "warn" or strictness(reason.verb) <= strictness("warn"):
        return reason
    return replace(reason, verb="warn", approver=None, until=None)
