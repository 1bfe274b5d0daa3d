"""Whether now is the moment: a suspension in force, hours when nobody answers, a delivery that comes too late."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from policies.facts import Freeze, PostFacts
from policies.hours import next_opening, read_hours
from policies.verdict import Reason
from words import s


def crisis_freeze(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Stop what would leave under a suspension; while it is being written, only warn.

    A safety message checked with the authority passes where the files say so; replies go on unless the files stop them.
    """
    freeze = next((one for one in facts.freezes if _covers(one, facts)), None)
    if freeze is None or (facts.is_safety and facts.verified and settings["verified_safety_passes"]):
        return None
    stops = facts.event == "post.publish" or (facts.event == "reply.send" and settings["stops_replies"])
    if not stops:
        said = s("Une suspension est en vigueur (« {reason} », par {by}).", by=freeze.by, reason=freeze.reason)
        return Reason("warn", said, code="frozen")
    since = freeze.at.astimezone(ZoneInfo(facts.territory_zone or settings["hours"]["tz"]))
    if freeze.incident:
        said = s(
            "Suspendu — incident {incident}, par {by} le {day} à {hour} : « {reason} ». "
            "Rien ne part ; à relire quand la suspension sera levée.",
            incident=freeze.incident,
            by=freeze.by,
            day=since.strftime("%d/%m"),
            hour=since.strftime("%H:%M"),
            reason=freeze.reason,
        )
        return Reason("block", said, code="frozen")
    said = s(
        "Suspendu par {by} le {day} à {hour} : « {reason} ». Rien ne part ; la direction ou un CM peut reprendre.",
        by=freeze.by,
        day=since.strftime("%d/%m"),
        hour=since.strftime("%H:%M"),
        reason=freeze.reason,
    )
    return Reason("block", said, code="frozen")


def quiet_hours(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Put off a post that would appear outside publishing hours; safety never waits."""
    if facts.is_safety:
        return None
    hours = read_hours(settings["publishing_hours"]).in_zone(facts.territory_zone)
    opens = next_opening(facts.goes_at, hours)
    if opens is None:
        return Reason("block", s("Aucune heure de publication n'est prévue dans l'année ; complétez les horaires."))
    if opens == facts.goes_at:
        return None
    return Reason(
        "delay",
        s(
            "Hors des heures de publication : partira le {day} à {hour} (heure de {zone}).",
            day=opens.astimezone(hours.zone).strftime("%d/%m"),
            hour=opens.astimezone(hours.zone).strftime("%H:%M"),
            zone=hours.zone.key,
        ),
        until=opens,
        code="quiet",
    )


def overdue_limit(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse to send late what was meant for its time: the delivery is missed, a person decides again."""
    limit = settings["reply_minutes"] if facts.event == "reply.send" else settings["minutes"]
    if facts.late_minutes <= limit:
        return None
    return Reason(
        "block",
        s(
            "En retard de {late} minutes (limite : {limit}) : non envoyé, choisissez une nouvelle heure.",
            late=round(facts.late_minutes),
            limit=limit,
        ),
        code="missed",
    )


def _covers(freeze: Freeze, facts: PostFacts) -> bool:
    channel = facts.channel
    if freeze.scope == "territory":
        return freeze.of in facts.ancestry
    if freeze.scope == "tag":
        return freeze.of in facts.tags
    if freeze.scope == "channel" and channel is not None:
        return freeze.of in {str(channel.id), channel.handle, f"{channel.territory}/{channel.network}"}
    return freeze.scope == "all"
