"""While an incident is open: what is not written, what must be verified; and who opens, lowers and closes one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policies.facts import IncidentFacts, PostFacts
from policies.roles import may
from policies.verdict import Reason
from words import Sentence, s


def crisis_verified(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse, during a grave incident, a safety message that nobody checked with the authority (AC-72)."""
    if not facts.is_safety or facts.verified or not _as_grave_as(facts.incident_level, settings["level"]):
        return None
    said = s(
        "Pendant un incident P{level}, un message de sécurité ne part que vérifié auprès de l'autorité : "
        "vérifiez-le, puis ajoutez l'étiquette « vérifié ».",
        level=facts.incident_level,
    )
    return Reason("block", said, code="unverified")


def incident_roles(facts: IncidentFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Ask for the role, a reason and a place; a grave incident is lowered and closed by who answers for it.

    A drill, which hurts nobody, is closed by whoever may open one. What an incident still holds only warns.
    """
    if not facts.scope or facts.level is None:
        return Reason("block", s("Dites où et à quel niveau : choisissez un territoire et P1 à P4."), code="empty")
    if facts.event == "incident.open" and len(facts.reason.strip()) < settings["reason_min"]:
        return Reason("block", s("Dites pourquoi, en quelques mots."), code="reason")
    action = _action(facts, settings["kept_level"])
    if not may(settings["roles"], facts.actor_roles, action, facts.ancestry):
        return Reason("block", _refusal(facts, action, settings), code="role")
    if facts.event == "incident.close" and facts.unreviewed:
        said = s(
            "Envois encore retenus, que personne n'a relus : {n}. Ils restent retenus ; relisez-les sur la page Crise.",
            n=facts.unreviewed,
        )
        return Reason("warn", said, code="unreviewed")
    return None


def _action(facts: IncidentFacts, kept: int) -> str:
    """Return the line of the matrix of roles that this is."""
    if facts.drill:
        return "open_incident"
    if facts.event == "incident.close":
        return "lower_incident" if _as_grave_as(facts.level, kept) else "close_incident"
    lowered = facts.before is not None and facts.level is not None and facts.level > facts.before
    return "lower_incident" if lowered and _as_grave_as(facts.before, kept) else "open_incident"


def _refusal(facts: IncidentFacts, action: str, settings: Mapping[str, Any]) -> Sentence:
    roles = ", ".join(settings["role_names"].get(role, role) for role in settings["roles"].get(action, ())) or "—"
    if action == "lower_incident":
        return s("Un incident P1 ou P2 ne s'abaisse et ne se clôt que par : {roles}. Appelez-les.", roles=roles)
    return s("Votre rôle ne permet pas cela ici. Peuvent le faire : {roles}.", roles=roles)


def _as_grave_as(level: int | None, limit: int) -> bool:
    return level is not None and level <= limit
