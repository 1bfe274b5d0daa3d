"""Who may do what: reads the one matrix of `roles.yaml`. Memberships are given, never looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from policies.facts import Membership

Role = Literal["cm", "director", "adviser", "press", "member", "admin", "oncall", "dpo"]
EVERYWHERE = "*"
Matrix = Mapping[str, Sequence[str]]  # action -> the roles that may


def roles_here(memberships: Iterable[Membership], lineage: Sequence[str]) -> frozenset[str]:
    """Return the roles held where `lineage` (region … territory) ends; a role in a region holds in its cities."""
    return frozenset(one.role for one in memberships if one.territory == EVERYWHERE or one.territory in lineage)


def may(matrix: Matrix, memberships: Iterable[Membership], action: str, lineage: Sequence[str]) -> bool:
    """Tell whether these memberships allow `action` there; an action the matrix does not name is allowed to nobody."""
    return bool(roles_here(memberships, lineage) & set(matrix.get(action, ())))
