"""Who may do what: reads the one matrix of `roles.yaml`. Memberships are given, never looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from policies.facts import Membership

Role = Literal["cm", "director", "adviser", "press", "member", "admin", "oncall", "dpo"]
EVERYWHERE = "*"
Held = tuple[str, str]  # a role, and the territory it is held in
Matrix = Mapping[str, Sequence[str]]  # action -> the roles that may


def roles_here(memberships: Iterable[Membership], lineage: Sequence[str]) -> frozenset[str]:
    """Return the roles held where `lineage` (region … territory) ends; a role in a region holds in its cities."""
    return held_here(_held(memberships), lineage)


def held_here(held: Iterable[Held], lineage: Sequence[str]) -> frozenset[str]:
    """Return the roles held where `lineage` ends, as pycasbin asks it too."""
    return frozenset(role for role, where in held if where == EVERYWHERE or where in lineage)


def may(matrix: Matrix, memberships: Iterable[Membership], action: str, lineage: Sequence[str]) -> bool:
    """Tell whether these memberships allow `action` there; an action the matrix does not name is allowed to nobody."""
    from policies.enforcing import allows  # here: what never asks for a role (a visitor's message) starts without it

    return action in matrix and allows(action, matrix[action], _held(memberships), lineage)


def _held(memberships: Iterable[Membership]) -> frozenset[Held]:
    return frozenset((one.role, one.territory) for one in memberships)
