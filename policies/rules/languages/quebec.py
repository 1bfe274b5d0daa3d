"""Québec: no other version before the French one, nor richer than it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from policies.facts import PostFacts, Version
from policies.rules.languages.versions import FRENCH, spoken
from policies.verdict import Reason
from words import s

MARKET = "qc"


def qc_fr_first(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse another language without French, before it, or longer than it, in Québec or for its market.

    A public body adds another language for health, safety and tourist services only (art. 22.3).
    """
    others = [lang for lang in spoken(facts) if lang != FRENCH]
    if not (settings["in_force"] or facts.market.casefold() == MARKET) or not others:
        return None
    if FRENCH not in spoken(facts):
        said = s(
            "Pas de version française pour le Québec : publiez d'abord le français, puis {other}.", other=others[0]
        )
        return Reason("block", said, code="fr_missing")
    subjects = {*facts.tags, *facts.topics}
    if settings["public_body"] and subjects and not subjects & set(settings["subjects"]):
        said = s(
            "Un organisme public n'ajoute une langue que pour : {subjects}. Retirez {other}, ou précisez le sujet.",
            subjects=", ".join(settings["subjects"]),
            other=others[0],
        )
        return Reason("block", said, code="subject")
    return _order(facts, settings)


def _order(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    french = [one for one in facts.versions if _lang(one) == FRENCH]
    for other in (one for one in facts.versions if _lang(one) != FRENCH):
        if french and _appears(other, facts) < min(_appears(one, facts) for one in french):
            said = s(
                "La version {other} paraît avant la française : donnez-lui la même heure, ou après.", other=other.lang
            )
            return Reason("block", said, code="before_french")
        most = max((one.length for one in french), default=0)
        if most and other.length > most * (100 + settings["longer_percent"]) / 100:
            said = s(
                "La version {other} est plus riche que la française ({n} signes contre {most}) : complétez celle-ci.",
                other=other.lang,
                n=other.length,
                most=most,
            )
            return Reason("block", said, code="richer")
    return None


def _lang(version: Version) -> str:
    return version.lang.casefold().partition("-")[0]


def _appears(version: Version, facts: PostFacts) -> datetime:
    return version.at or facts.goes_at
