"""What the words state: how fresh it is, who said it, whether it is over, whether its links lead anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from policies.facts import Claim, PostFacts
from policies.verdict import Reason
from words import s


def fact_freshness(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Ask for another look at hours, prices or access without a source, or checked too long before they are read."""
    if facts.seen_by_another:
        return None
    for claim in facts.claims:
        if not claim.source.strip() or claim.checked_at is None:
            said = s("Un fait du texte est sans source ou sans date : notez-les, ou faites relire.")
            return Reason("require_approval", said, approver="cm", code="source")
        hours = _keeps_for(claim, facts, settings)
        if facts.goes_at - claim.checked_at > timedelta(hours=hours):
            said = s(
                "Un fait du texte date du {day} (source : {source}) : vérifiez-le à nouveau, ou faites relire.",
                day=f"{claim.checked_at.astimezone(_zone(facts, settings)):%d/%m/%Y}",
                source=claim.source,
            )
            return Reason("require_approval", said, approver="cm", code="stale")
    return None


def verified_only(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse a rumour; where the files say so (crisis), also what is not checked and sources that are not listed."""
    if facts.verification == "rumour":
        said = s("C'est une rumeur : vérifiez auprès d'une source officielle avant d'en parler.")
        return Reason("block", said, code="rumour")
    if not settings["only_listed"]:
        return None
    if facts.verification == "to_check":
        said = s("En crise, rien ne part sans vérification : confirmez auprès d'une source officielle.")
        return Reason("block", said, code="unverified")
    if facts.source and facts.source not in settings["sources"]:
        said = s(
            "En crise, « {source} » n'est pas une source retenue : relayez {sources}.",
            source=facts.source,
            sources=", ".join(settings["sources"]) or "—",
        )
        return Reason("block", said, code="source")
    return None


def expired_event(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse to announce what will be over when people read it."""
    ends = facts.event_ends_at
    if ends is None or ends > facts.goes_at:
        return None
    said = s(
        "L'événement se termine le {day} à {hour}, avant la publication : avancez-la, ou renoncez.",
        day=f"{ends.astimezone(_zone(facts, settings)):%d/%m}",
        hour=f"{ends.astimezone(_zone(facts, settings)):%H:%M}",
    )
    return Reason("block", said, code="expired")


def link_health(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Warn of a link that led nowhere when the app asked."""
    dead = next((link.url for link in facts.links if link.alive is False), None)
    if dead is None:
        return None
    return Reason("warn", s("Le lien {url} ne répond pas : corrigez-le ou retirez-le.", url=dead), code="link")


def _keeps_for(claim: Claim, facts: PostFacts, settings: Mapping[str, Any]) -> int:
    """Return for how many hours a claim keeps: little for transport, and for an event on the day it ends."""
    zone, ends = _zone(facts, settings), facts.event_ends_at
    today = ends is not None and ends.astimezone(zone).date() == facts.goes_at.astimezone(zone).date()
    if claim.kind == "transport" or (claim.kind == "event" and today):
        return int(settings["today_hours"])
    return int(settings["days"]) * 24


def _zone(facts: PostFacts, settings: Mapping[str, Any]) -> ZoneInfo:
    return ZoneInfo(facts.territory_zone or settings["hours"]["tz"])
