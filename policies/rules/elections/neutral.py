"""All year: our own voice names no party and no candidate, and staff keep their reserve when they answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from policies.facts import PostFacts
from policies.plain import first_named
from policies.roles import roles_here
from policies.rules.asking import still_asks
from policies.verdict import Reason
from words import s


def party_neutrality(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse words of ours that name a party, a list or a candidate, as words or as a hashtag."""
    named = first_named(_with_tags((*settings["parties"], *settings["candidates"])), facts.text)
    if named is None:
        return None
    said = s("« {named} » est un parti ou une candidature : notre voix reste neutre, retirez ce nom.", named=named)
    return Reason("block", said, code="party")


def staff_reserve(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Ask for an approval when somebody who may not approve answers on a political or internal subject.

    Subjects are those declared, or words of the reply itself.
    """
    roles = settings["approvers"]
    subject = next((one for one in facts.topics if one in settings["topics"]), None) or first_named(
        tuple(settings["words"]), facts.text
    )
    if subject is None or not still_asks(facts, roles) or roles_here(facts.actor_roles, facts.ancestry) & set(roles):
        return None
    said = s(
        "Sujet politique ou interne (« {subject} ») : prenez une phrase préparée, ou faites valider par un CM.",
        subject=subject,
    )
    return Reason("require_approval", said, roles[0], code="reserve")


@lru_cache(maxsize=64)
def _with_tags(names: tuple[str, ...]) -> tuple[str, ...]:
    return (*names, *(name.replace(" ", "") for name in names if " " in name))
