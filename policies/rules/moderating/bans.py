"""Keeping somebody away: only after a warning, for a while, decided by two people, and open to appeal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policies.facts import ModerationFacts
from policies.verdict import Reason
from words import s


def ban_proportionate(facts: ModerationFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse a ban without warning (threats need none), without end or too long, decided alone, or without appeal."""
    if facts.act != "ban":
        return None
    if facts.message_class != "threat" and facts.prior_warnings < settings["warnings"]:
        return Reason(
            "block", s("Avertissez d'abord la personne : on n'exclut sans cela que pour une menace."), code="warning"
        )
    if facts.ban_days is None or not 1 <= facts.ban_days <= settings["days"]:
        said = s(
            "Donnez une fin à l'exclusion, dans {days} jours au plus ; elle se lèvera d'elle-même.",
            days=settings["days"],
        )
        return Reason("block", said, code="days")
    second = facts.second_reviewer
    if second is None or str(second) == str(facts.actor_id):
        return Reason(
            "block", s("Une exclusion se décide à deux : faites-la relire par une autre personne."), code="second"
        )
    if not facts.appeal.strip():
        said = s(
            "Dites à la personne où contester ; la charte donne l'adresse {address}.",
            address=settings["charter"].get("appeal") or "—",
        )
        return Reason("block", said, code="appeal")
    return None
