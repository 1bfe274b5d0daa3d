"""Which buttons are worth showing to whom, by the desk's one matrix of roles, which every verb asks again."""

from __future__ import annotations

from data.queries import people
from policies import in_force


def where(user_id: int, action: str) -> frozenset[int]:
    """Return the territories where this person may do `action`."""
    may = set(in_force.matrix().get(action, ()))
    return frozenset(place for place, roles in people.roles(user_id).items() if may & set(roles))
