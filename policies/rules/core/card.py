"""The card of an account: who keeps it, who takes over, and when somebody asks whether it is still worth it (AC-19)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from policies.facts import ChannelFacts
from policies.verdict import Reason
from words import s


def channel_card(facts: ChannelFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse to open an account without an owner, another person as deputy, and a review date still to come."""
    today = facts.at.astimezone(ZoneInfo(facts.territory_zone or settings["hours"]["tz"])).date()
    if facts.owner is None:
        return Reason("block", s("Ce compte n'a pas de responsable : nommez qui s'en occupe."), code="owner")
    if facts.deputy is None or str(facts.deputy) == str(facts.owner):
        said = s("Ce compte n'a pas de suppléant : nommez une autre personne que le responsable.")
        return Reason("block", said, code="deputy")
    if facts.review_on is None or facts.review_on <= today:
        said = s("Ce compte n'a pas de date de revue à venir : fixez le jour où l'on décidera de le garder ou non.")
        return Reason("block", said, code="review")
    return None
