"""Which languages a set of versions speaks: French with them, two others where one is translated, all in danger.

A set whose languages nobody told is not judged. Regional languages are welcome and are not foreign.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from policies.facts import PostFacts
from policies.verdict import Reason
from words import s

FRENCH = "fr"


def spoken(facts: PostFacts) -> tuple[str, ...]:
    """Return the languages of the whole set, each once, without their countries (« de-CH » is « de »)."""
    told = (*facts.languages, *(version.lang for version in facts.versions))
    return tuple(dict.fromkeys(lang.casefold().partition("-")[0] for lang in told if lang))


def fr_present(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse a set of versions without a French one, where a public service speaks."""
    languages = spoken(facts)
    if not settings["public_service"] or not languages or FRENCH in languages:
        return None
    said = s(
        "Aucune version en français ({languages}) : ajoutez-la, dans ce texte ou dans une variante.",
        languages=", ".join(languages),
    )
    return Reason("block", said, code="fr_missing")


def fr_two_translations(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Warn when exactly one foreign language stands beside the French: a public service translates into two at least.

    The law speaks of notices; posts follow by analogy, so this only warns.
    """
    languages = spoken(facts)
    foreign = [lang for lang in languages if lang != FRENCH and lang not in settings["languages"]["welcome"]]
    if not settings["public_service"] or FRENCH not in languages or len(foreign) != 1:
        return None
    said = s(
        "Une seule traduction ({language}) : un service public traduit en deux langues au moins, ajoutez-en une.",
        language=foreign[0],
    )
    return Reason("warn", said, code="one_translation")


def safety_languages(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Let a safety message leave in French alone, and say until when its translations are to follow."""
    languages = spoken(facts)
    missing = [lang for lang in settings["follow"] if lang not in languages]
    if not facts.is_safety or FRENCH not in languages or not missing:
        return None
    by = facts.goes_at + timedelta(minutes=settings["minutes"])
    zone = ZoneInfo(facts.territory_zone or settings["hours"]["tz"])
    said = s(
        "Le message de sécurité peut partir en français ; publiez-le aussi en {languages} avant {hour}.",
        languages=", ".join(missing),
        hour=by.astimezone(zone).strftime("%H:%M"),
    )
    return Reason("warn", said, code="translate")
