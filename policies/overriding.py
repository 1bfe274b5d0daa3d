"""A person with the right role sets one rule aside for one event, and says why. The reason stays, as a warning."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from policies.facts import Facts, Membership, Override, PostFacts
from policies.roles import roles_here
from policies.verdict import Decision, Reason, strictness

LEAST = 10  # characters of the reason (AC-61)
ABOVE = {"cm": ("cm", "director")}  # who may do what a role may; others only themselves


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
    """Tell whether the rule may be set aside at all, by this role, held here by who gave it, with a reason long enough.

    It answers what was objected when it was given: never a suspension decided since.
    """
    if len(override.reason.strip()) < LEAST or _suspended_since(override, reason, facts):
        return False
    before = override.held_in
    held = facts.actor_roles if before is None else (Membership(role=override.role, territory=before),)
    return override.role in roles_of(reason.override_role) and override.role in roles_here(held, facts.ancestry)


def roles_of(override_role: str | None) -> tuple[str, ...]:
    """Return the roles that may set aside what names this role; none for a rule that names nobody."""
    return () if override_role is None else ABOVE.get(override_role, (override_role,))


def role_for(override_role: str | None, held: Collection[str]) -> str | None:
    """Return the role by which somebody with these roles may set a rule aside; None when they may not."""
    return next((role for role in roles_of(override_role) if role in held), None)


def open_to_actor(decision: Decision) -> tuple[Reason, ...]:
    """Return the reasons of a decision that its own actor may set aside, here."""
    if decision.facts is None:
        return ()
    held = roles_here(decision.facts.actor_roles, decision.facts.ancestry)
    objecting = (one for one in decision.reasons if strictness(one.verb) > strictness("warn"))
    return tuple(one for one in objecting if role_for(one.override_role, held))


def used(decision: Decision) -> tuple[Override, ...]:
    """Return the overrides that counted in a decision, each rule's once."""
    if decision.facts is None:
        return ()
    rules = {one.rule: one for one in decision.reasons if one.set_aside}
    given = decision.facts.overrides
    return tuple(
        next(one for one in given if one.rule == rule and f"{one.role}: {one.reason.strip()}" == reason.set_aside)
        for rule, reason in rules.items()
    )


def _suspended_since(override: Override, reason: Reason, facts: Facts) -> bool:
    if reason.code != "frozen" or override.at is None or not isinstance(facts, PostFacts):
        return False
    return any(freeze.at > override.at for freeze in facts.freezes)
