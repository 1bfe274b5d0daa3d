"""What is not removed because it displeases, and what is hidden because it spreads somebody's data or spam."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policies.facts import ModerationFacts
from policies.rules.moderating.clauses import REMOVALS, covering, is_covered
from policies.verdict import Reason
from words import s


def criticism_is_not_a_reason(facts: ModerationFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse to remove a complaint or a critique, or to ban its author, where no clause of the charter covers it."""
    if facts.act not in REMOVALS or facts.message_class not in settings["classes"] or is_covered(facts, settings):
        return None
    return Reason("block", s("Une critique se répond, elle ne se supprime pas."), code="critique")


def spam_personal_data(facts: ModerationFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Let spam and people's data be hidden by a clause that covers them; deleting them is more than is needed."""
    if facts.act not in ("hide", "delete") or facts.message_class not in settings["classes"]:
        return None
    if not is_covered(facts, settings):
        said = s(
            "Masquer ce message est permis au titre d'un article de la charte qui le couvre : {clauses}.",
            clauses=covering(facts.message_class, settings) or "—",
        )
        return Reason("block", said, code="clause")
    if facts.act == "delete":
        return Reason("warn", s("Masquer ce message suffit : l'effacer ne se défait pas."), code="hide_instead")
    return None
