"""Reads the charter as it is published: which clauses there are, and what each lets one remove."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policies.facts import ModerationFacts

REMOVALS = frozenset({"hide", "delete", "ban"})


def clauses(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the charter's clauses by id; none where no charter can be read."""
    found: Mapping[str, Any] = settings["charter"].get("clauses", {})
    return found


def is_covered(facts: ModerationFacts, settings: Mapping[str, Any]) -> bool:
    """Tell whether the clause that is named stands in the charter and covers this kind of message."""
    clause = clauses(settings).get(facts.clause)
    return clause is not None and facts.message_class in clause["covers"]


def covering(message_class: str, settings: Mapping[str, Any]) -> str:
    """Return the ids of the clauses that cover a kind of message, for a sentence."""
    return ", ".join(name for name, one in clauses(settings).items() if message_class in one["covers"])
