"""What leaves the house: no ranking of people, no personal fields without role and reason, no group too small."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policies.facts import ExportFacts
from policies.plain import plain
from policies.roles import roles_here
from policies.verdict import Reason
from words import s

SPAM_CONTROL = "spam_control"


def author_grouping_guard(facts: ExportFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse figures grouped by author, but for ambassadors who agreed, and to find spam."""
    if not _named(facts.group_by, settings["fields"]) or facts.opted_in or facts.purpose == SPAM_CONTROL:
        return None
    said = s(
        "Pas de classement des auteurs : groupez par sujet, langue ou lieu "
        "(exceptions : ambassadeurs volontaires, lutte contre le spam)."
    )
    return Reason("block", said, code="authors")


def export_guard(facts: ExportFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Keep personal fields for the roles that may take them out for a reason; show the public no text and no few.

    Where groups are made public and nobody counted them, they count as too small.
    """
    personal = _named((*facts.fields, *(("text",) if facts.has_text else ())), settings["personal"])
    if facts.public:
        return _public(facts, personal, settings["smallest"])
    if not personal:
        return None
    names = ", ".join(personal)
    if not roles_here(facts.actor_roles, facts.ancestry) & set(settings["roles"]):
        roles = ", ".join(settings["role_names"].get(role, role) for role in settings["roles"])
        said = s(
            "Export refusé : {fields} sont des données personnelles ; retirez-les, ou demandez à : {roles}.",
            fields=names,
            roles=roles,
        )
        return Reason("block", said, code="role")
    if len(facts.reason.strip()) < settings["reason"]:
        said = s(
            "Export refusé : dites en {least} caractères au moins pourquoi {fields} doivent sortir.",
            least=settings["reason"],
            fields=names,
        )
        return Reason("block", said, code="reason")
    return None


def _public(facts: ExportFacts, personal: tuple[str, ...], smallest: int) -> Reason | None:
    if personal:
        said = s(
            "Export refusé : rien de personnel ni aucun texte n'est rendu public ; retirez {fields}.",
            fields=", ".join(personal),
        )
        return Reason("block", said, code="personal")
    if facts.smallest_cell is None and (facts.fields or facts.group_by):
        said = s("Export refusé : comptez le plus petit groupe ; il en faut {least} pour être public.", least=smallest)
        return Reason("block", said, code="uncounted")
    if facts.smallest_cell is not None and facts.smallest_cell < smallest:
        said = s(
            "Export refusé : groupe trop petit ({size}, il en faut {least}) ; regroupez ou retirez ces lignes.",
            size=facts.smallest_cell,
            least=smallest,
        )
        return Reason("block", said, code="small")
    return None


def _named(fields: tuple[str, ...], listed: list[str]) -> tuple[str, ...]:
    words = {plain(word) for word in listed}
    return tuple(dict.fromkeys(name for name in fields if plain(name) in words))
