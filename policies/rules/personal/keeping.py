"""How long anything is kept: our own limits, the networks', and what its author changed or deleted over there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policies.facts import TickFacts
from policies.verdict import Reason
from words import s

WORDS = frozenset({"listening", "conversation", "dm"})  # kinds that hold a visitor's words
AFTER_CLOSE = {"conversation": "conversation_after_close", "dm": "dm_after_close"}


def retention(facts: TickFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Have what is old enough forgotten: the author first, then the text; counts stay."""
    days: Mapping[str, int] = settings["retention_days"]
    if facts.kind == "listening":
        return _listened(facts, days)
    if facts.kind in AFTER_CLOSE:
        limit = days[AFTER_CLOSE[facts.kind]]
        if facts.closed_days is None or facts.closed_days < limit or not _holds(facts):
            return None
        said = s(
            "Clos depuis {days} jours (limite : {limit}) : effacez texte et auteur, gardez les comptes.",
            days=facts.closed_days,
            limit=limit,
        )
        return Reason("delete", said, code="age")
    if facts.kind == "log":
        return _past(facts.age_days, days["log"])
    return _consent(facts, days["consent_after_use"])


def platform_retention(facts: TickFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Have deleted what a network lets nobody keep without reading it there again; its limit beats ours."""
    if facts.channel is None or facts.kind not in WORDS or not _holds(facts):
        return None
    network = facts.channel.network
    limit = settings["retention_days"]["platforms"].get(network)
    seen = facts.age_days if facts.refreshed_days is None else facts.refreshed_days
    if limit is None or seen < limit:
        return None
    said = s(
        "{network} ne laisse rien garder plus de {limit} jours sans relecture ({days} ici) : relisez-le là-bas à "
        "l'instant, ou effacez-le.",
        network=network,
        limit=limit,
        days=seen,
    )
    return Reason("delete", said, code="platform")


def platform_deletion_sync(facts: TickFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Follow the author: what they deleted is deleted, what they closed is masked, what they edited is read again."""
    if facts.kind not in WORDS or not _holds(facts):
        return None
    if facts.platform_state == "deleted":
        return Reason("delete", s("Supprimé par son auteur : effacez-le ici aussi."), code="deleted")
    if facts.platform_state == "protected":
        said = s("Son auteur ne le montre plus à tous : masquez le texte et l'auteur ici aussi.")
        return Reason("redact", said, code="protected")
    if facts.platform_state == "edited":
        return Reason("warn", s("Modifié par son auteur : relisez-le, remplacez le texte gardé ici."), code="edited")
    return None


def _listened(facts: TickFacts, days: Mapping[str, int]) -> Reason | None:
    if facts.has_text and facts.age_days >= days["text_max"]:
        said = s(
            "Gardé {days} jours (limite : {limit}) : effacez texte et auteur, gardez les comptes.",
            days=facts.age_days,
            limit=days["text_max"],
        )
        return Reason("delete", said, code="age")
    if facts.has_author and facts.age_days >= days["listening_text"]:
        said = s(
            "Gardé {days} jours (limite : {limit}) : remplacez l'auteur par sa clé.",
            days=facts.age_days,
            limit=days["listening_text"],
        )
        return Reason("redact", said, code="age")
    return None


def _consent(facts: TickFacts, limit: int) -> Reason | None:
    """Judge an agreement: it is our proof until `limit` days after its use ended; while a use is planned it stays."""
    ends = [one for one in (facts.until, facts.revoked_at.date() if facts.revoked_at else None) if one]
    if facts.kind != "consent" or not ends or facts.planned_uses:
        return None
    return _past((facts.at.date() - min(ends)).days, limit)


def _past(days: int, limit: int) -> Reason | None:
    if days < limit:
        return None
    return Reason(
        "delete", s("Gardé {days} jours (limite : {limit}) : effacez-le.", days=days, limit=limit), code="age"
    )


def _holds(facts: TickFacts) -> bool:
    return facts.has_text or facts.has_author
