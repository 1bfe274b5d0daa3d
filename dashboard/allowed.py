"""Which buttons are worth showing to whom, by the desk's one matrix of roles, which every verb asks again."""

from __future__ import annotations

from desk import rights


def where(user_id: int, action: str) -> frozenset[int]:
    """Return the territories where this person may do `action`."""
    return rights.where(user_id, action)
