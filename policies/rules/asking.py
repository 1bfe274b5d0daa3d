"""What rules that ask for an approval share: whether one of the roles they ask has given it, or is giving it."""

from __future__ import annotations

from collections.abc import Collection

from policies.facts import PostFacts
from policies.roles import roles_here


def still_asks(facts: PostFacts, roles: Collection[str]) -> bool:
    """Tell whether none of `roles` has approved these words here, nor is approving them by this very event."""
    if set(facts.approved_roles) & set(roles):
        return False
    return facts.event != "post.approve" or not roles_here(facts.actor_roles, facts.ancestry) & set(roles)
