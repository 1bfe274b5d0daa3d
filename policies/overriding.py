"""A person with the right role sets one rule aside for one event, and says why. The reason stays, as a warning."""

from __future__ import annotations

from dataclasses import replace

from policies.facts import Facts, Override
from policies.roles import roles_here
from policies.verdict import Reason, strictness

LEAST = 10  # characters of the reason (AC-61)
ABOVE = {"cm": frozenset({"cm", "director"})}  # who may do what a role may; others only themselves


def set_aside(reason: Reason, facts: Facts) -> Reason:
    """Return the reason as a warning where an override of its rule is valid, else as it is."""
    if strictness(reason.verb) <= strictness("warn"):
        return reason
    override = next((one for one in facts.overrides if one.rule == reason.rule and valid(one, reason, facts)), None)
    if override is None:
        return reason
    why = f"{override.role}: {override.reason.strip()}"
    return replace(reason, verb="warn", approver=None, until=None, set_aside=why)


def valid(override: Override, reason: Reason, facts: Facts) -> bool:
    """Tell whether the rule may be set aside at all, by this role, held here by who asks, with a reason long enough."""
    if reason.override_role is None or len(override.reason.strip()) < LEAST:
        return False
    allowed = ABOVE.get(reason.override_role, frozenset({reason.override_role}))
    return override.role in allowed & roles_here(facts.actor_roles, facts.ancestry)
