"""Reach that somebody pays for: never for an institution's record before a vote; political reach is refused anyway."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policies.facts import BoostFacts
from policies.rules.elections.window import day_of, public_voice, vote_near, weighed
from policies.verdict import Reason
from words import s


def electoral_boost(facts: BoostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse to pay for an institution's words before a vote; all year, warn that networks refuse political ones."""
    vote = vote_near(facts, settings, day_of(facts.at, facts, settings)) if public_voice(facts, settings) else None
    if vote is not None and set(facts.tags) & set(settings["tags"]):
        said = s(
            "Contenu institutionnel sponsorisé avant « {election} » : publiez-le sans payer, ou après le vote.",
            election=vote.name,
        )
        return weighed(Reason("block", said, code="electoral_boost"), vote.mode)
    if facts.political or set(facts.tags) & set(settings["political_tags"]):
        said = s(
            "Risque de refus : Meta et Google ne vendent plus de publicité politique ou sociale dans l'Union "
            "européenne. Sponsorisez plutôt un contenu touristique."
        )
        return Reason("warn", said, code="political_ad")
    return None
