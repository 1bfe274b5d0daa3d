"""The charter: published before an account opens, and the only ground on which anything is removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policies.facts import ChannelFacts, ModerationFacts
from policies.rules.moderating.clauses import REMOVALS, clauses, covering, is_covered
from policies.verdict import Reason
from words import s


def charter_published(facts: ChannelFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse to open an account that does not show the charter, or whose charter has no clauses, languages or hours.

    Languages and hours that the account does not declare are those of the charter's file; its address must be shown
    on the account itself.
    """
    charter = settings["charter"]
    if not clauses(settings):
        said = s("Sans charte de modération, ce compte ne peut pas ouvrir : écrivez ses articles dans charter.yaml.")
        return Reason("block", said, code="no_charter")
    if not facts.charter_url.strip():
        said = s(
            "Ce compte ne montre pas la charte de modération : publiez son adresse ({url}) dans sa présentation.",
            url=charter["url"],
        )
        return Reason("block", said, code="url")
    if not (facts.charter_languages or charter["languages"]):
        said = s("Dites dans quelles langues la charte de modération est publiée.")
        return Reason("block", said, code="languages")
    if not (facts.moderation_hours.strip() or charter["hours"].strip()):
        return Reason("block", s("Dites à quelles heures ce compte est modéré : la charte l'annonce."), code="hours")
    return None


def remove_needs_clause(facts: ModerationFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse to remove words or people but by a clause that covers them, with the words and the reasons kept."""
    if facts.act not in REMOVALS:
        return None
    if facts.clause not in clauses(settings):
        known = ", ".join(clauses(settings)) or "—"
        said = s("On ne retire rien sans un article de la charte : choisissez parmi {clauses}.", clauses=known)
        return Reason("block", said, code="clause")
    if not is_covered(facts, settings):
        said = s(
            "L'article « {clause} » ne couvre pas ce genre de message ({kind}) ; articles possibles : {clauses}.",
            clause=facts.clause,
            kind=facts.message_class or "—",
            clauses=covering(facts.message_class, settings) or "—",
        )
        return Reason("block", said, code="not_covered")
    if not facts.excerpt.strip():
        return Reason("block", s("Citez les mots retirés : la personne doit savoir lesquels."), code="excerpt")
    if len(facts.reasons.strip()) < settings["reasons"]:
        said = s(
            "Expliquez à la personne, en français simple et en {least} caractères au moins, pourquoi c'est retiré.",
            least=settings["reasons"],
        )
        return Reason("block", said, code="reasons")
    return None
