"""Words that are clearly illegal: hidden at once with their evidence sealed, help called, the network told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from policies.facts import ModerationFacts
from policies.hours import open_at, read_hours
from policies.rules.moderating.clauses import REMOVALS
from policies.verdict import Reason
from words import s

LIVES = frozenset({"threat", "child"})


def remove_illegal(facts: ModerationFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Ask that evidence be sealed before it is out of sight; say when it is late, and whom to call for a life.

    The delay counts from when somebody noticed: short in open hours, longer on call. Who may hide is `role_needed`'s.
    """
    if facts.act not in ("hide", "delete") or not facts.illegal:
        return None
    if not facts.evidence_sealed:
        said = s(
            "Scellez d'abord la preuve (capture, adresse, heure), gardée {months} mois ; masquez aussitôt après.",
            months=settings["evidence_months"],
        )
        return Reason("block", said, code="evidence")
    limit, numbers = _limit(facts, settings), ", ".join(settings["emergency"])
    if facts.noticed_at is not None and facts.at - facts.noticed_at > timedelta(minutes=limit):
        said = s(
            "Vu depuis {minutes} minutes, {limit} étaient permises : masquez maintenant et notez pourquoi. "
            "Une vie est en danger ? Appelez : {numbers}.",
            minutes=int((facts.at - facts.noticed_at).total_seconds() // 60),
            limit=limit,
            numbers=numbers,
        )
        return Reason("warn", said, code="late")
    if facts.message_class in LIVES:
        said = s("Une vie est en danger ? Appelez ({numbers}), puis notez l'appel.", numbers=numbers)
        return Reason("warn", said, code="call")
    return None


def report_to_platform(facts: ModerationFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Have illegal words reported to the network, and the reference of the report kept."""
    if facts.act not in {*REMOVALS, "report"} or not facts.illegal or facts.reported_ref.strip():
        return None
    said = s("Signalez aussi ce message au réseau comme illicite, et gardez ici la référence du signalement.")
    return Reason("warn", said, code="report")


def _limit(facts: ModerationFacts, settings: Mapping[str, Any]) -> int:
    hours = read_hours(settings["hours"]).in_zone(facts.territory_zone)
    in_hours = facts.noticed_at is None or open_at(facts.noticed_at, hours)
    minutes: int = settings["minutes" if in_hours else "on_call_minutes"]
    return minutes
