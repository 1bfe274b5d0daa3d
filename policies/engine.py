"""Judges an event by the book: every rule that watches it is asked, the strictest verb wins, every reason is kept.

Pure: the same event and the same files give the same decision, today and in ten years.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from policies.book import Book, Effective
from policies.events import Unreadable, read
from policies.facts import Facts
from policies.overriding import set_aside
from policies.rules import RULES
from policies.verdict import Decision, Looked, Reason, Rule, strictness
from words import s

FILES = "policy_files"  # the engine's own objection: a file that should hold here has no valid version
EVENT = "event"  # the engine's own objection: the event cannot be read


def decide(event: Mapping[str, Any] | Facts, book: Book, rules: Mapping[str, Rule] = RULES) -> Decision:
    """Return the decision on an event; one that cannot be read is blocked with the reason, never let through.

    `rules` are all there are, unless a measurement asks what the engine costs without any.
    """
    try:
        facts = read(event)
    except Unreadable as wrong:
        name = "" if isinstance(event, Facts) else str(event.get("event", ""))
        return Decision(name, "block", (Reason("block", wrong.sentence, rule=EVENT, version=1, override_role="admin"),))
    network = facts.channel.network if facts.channel else None
    here = book.for_(facts.territory, channel=network, overlays=facts.overlays, within=facts.ancestry[:-1])
    looked = [_look(rule, facts, here) for rule in rules.values() if facts.event in rule.events]
    reasons = [reason for _, reason in looked if reason]
    if here.missing and looked and facts.event != "mention.ingest":
        reasons.append(set_aside(_unreadable(here), facts))
    return _merged(facts, reasons, tuple(line for line, _ in looked), here.versions)


def _merged(
    facts: Facts, reasons: Sequence[Reason], trace: tuple[Looked, ...], versions: Mapping[str, str]
) -> Decision:
    strictest_first = tuple(sorted(reasons, key=lambda one: -strictness(one.verb)))
    verb = strictest_first[0].verb if strictest_first else "allow"
    return Decision(facts.event, verb, strictest_first, trace, versions, facts)


def _look(rule: Rule, facts: Facts, here: Effective) -> tuple[Looked, Reason | None]:
    """Ask one rule, as the files set it, and note what it said."""
    settings = here.settings_of(rule.id, rule.reads)
    mode = settings.get("mode", rule.mode)
    files = here.files_of(rule.id)
    if _is_over(settings.get("sunset"), facts, here):
        said = s("La règle n'est plus en vigueur depuis le {day}.", day=settings["sunset"].isoformat())
        return Looked(rule.id, rule.version, mode, "allow", said, files), None
    reason = rule.judge(facts, settings)
    if reason is None:
        return Looked(rule.id, rule.version, mode, "allow", s("Rien à dire."), files), None
    if mode == "warn" and strictness(reason.verb) > strictness("warn"):
        reason = Reason("warn", reason.sentence)
    stamped = replace(
        reason, rule=rule.id, version=rule.version, override_role=rule.override_role, legal_ref=rule.legal_ref
    )
    stamped = set_aside(stamped, facts)
    return Looked(rule.id, rule.version, mode, stamped.verb, stamped.sentence, files), stamped


def _is_over(sunset: date | None, facts: Facts, here: Effective) -> bool:
    """Tell whether the rule's last day was before the event's own day, in the territory's zone."""
    if sunset is None:
        return False
    zone = ZoneInfo(facts.territory_zone or here.values["hours"]["tz"])
    return facts.at.astimezone(zone).date() > sunset


def _unreadable(here: Effective) -> Reason:
    said = s(
        "Des règles d'ici sont illisibles ({files}) : corrigez le fichier, ou faites valider par la direction.",
        files=", ".join(here.missing),
    )
    return Reason("require_approval", said, "director", rule=FILES, version=1, override_role="director")
