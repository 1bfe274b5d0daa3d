"""Which city speaks: no words on another city's account, no city named by mistake, no same text everywhere at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from policies.facts import PostFacts
from policies.plain import first_named
from policies.verdict import Reason
from words import s


def wrong_account(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse words declared for one territory on the account of another; warn when they name another city of ours."""
    here = facts.channel.territory if facts.channel else facts.territory
    declared = facts.declared_territory or facts.territory
    if declared != here:
        return Reason(
            "block",
            s(
                "Ce texte est pour « {declared} », ce compte est celui de « {here} » : changez de compte ou de ville.",
                declared=declared,
                here=here,
            ),
            code="wrong_account",
        )
    if facts.event == "reply.send":  # sending a visitor on to the next city is hospitality, not a mistake
        return None
    for city in facts.our_cities:
        if city.slug not in facts.ancestry and here not in city.lineage:
            named = first_named(city.names, facts.text)
            if named:
                said = s(
                    "Le texte nomme « {named} » sur un compte de « {here} » : est-ce voulu ?", named=named, here=here
                )
                return Reason("warn", said, code="other_city")
    return None


def duplicate_cities(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Object to the same text on two cities within the span of the files; each city deserves its own words (AC-32)."""
    span = timedelta(hours=settings["within_hours"])
    others = sorted(
        {
            twin.territory
            for twin in facts.same_text_elsewhere
            if twin.territory != facts.territory and abs(twin.at - facts.goes_at) <= span
        }
    )
    if not others:
        return None
    return Reason(
        "block",
        s(
            "Le même texte est prévu aussi pour {others} : écrivez une variante propre à chaque ville.",
            others=", ".join(others),
        ),
        code="duplicate",
    )
