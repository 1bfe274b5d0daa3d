"""What a person asks about data on them: to be forgotten, or to be left alone. Their name is never repeated here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from policies.facts import MentionFacts, RequestFacts
from policies.verdict import Reason
from words import s


def erasure_request(facts: RequestFacts | MentionFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Have everything of the person deleted, within our own hours; what they post afterwards is not collected again.

    Sealed evidence waits for the data protection officer. What was written to us privately, or calls for help, is read.
    """
    if isinstance(facts, MentionFacts):
        if not facts.suppressed or facts.kind == "dm" or "safety" in facts.flags:
            return None
        said = s("Cette personne a demandé à ne plus être collectée : effacez le message, gardez sa clé hachée.")
        return Reason("delete", said, code="suppressed")
    if facts.kind != "erasure":
        return None
    day, hour = _target(facts, settings)
    if facts.legal_evidence:
        said = s(
            "Effacez partout ce qui vient de cette personne avant le {day} à {hour} (loi : un mois), sauf les preuves "
            "scellées : le délégué à la protection des données décide d'elles. Gardez sa clé hachée, envoyez le reçu.",
            day=day,
            hour=hour,
        )
        return Reason("delete", said, approver="dpo", code="except_evidence")
    said = s(
        "Effacez partout ce qui vient de cette personne avant le {day} à {hour} (loi : un mois) ; gardez sa clé hachée "
        "pour ne plus la collecter, puis envoyez le reçu.",
        day=day,
        hour=hour,
    )
    return Reason("delete", said, code="erase")


def objection_request(facts: RequestFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Have deleted what a person objects to; where something is sealed as evidence, a person decides."""
    if facts.kind != "objection":
        return None
    day, hour = _target(facts, settings)
    if facts.legal_evidence:
        said = s(
            "Des preuves sont scellées : le délégué à la protection des données doit examiner cette opposition "
            "avant le {day} à {hour} (loi : un mois) ; rien n'est effacé d'ici là.",
            day=day,
            hour=hour,
        )
        return Reason("require_approval", said, approver="dpo", code="evidence")
    said = s(
        "Cette personne s'oppose : effacez ce qui vient d'elle avant le {day} à {hour} (loi : un mois), "
        "gardez sa clé hachée pour ne plus la collecter.",
        day=day,
        hour=hour,
    )
    return Reason("delete", said, code="object")


def _target(facts: RequestFacts, settings: Mapping[str, Any]) -> tuple[str, str]:
    """Return the day and the hour, in the territory's zone, when our own delay ends."""
    zone = ZoneInfo(facts.territory_zone or settings["hours"]["tz"])
    ends = ((facts.received_at or facts.at) + timedelta(hours=settings["within_hours"])).astimezone(zone)
    return ends.strftime("%d/%m"), ends.strftime("%H:%M")
