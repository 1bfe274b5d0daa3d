"""Asks pycasbin, by `roles_model.conf`, whether roles held allow an action. Holds no memberships and changes nothing.

The lines of its policy are those of the matrix, made from it in memory: there is no second place to edit.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from casbin import Enforcer
from casbin.rbac import RoleManager

from policies.roles import Held, held_here

MODEL = Path(__file__).resolve().with_name("roles_model.conf")
ABOVE = "/"  # between the territories of a place, as pycasbin is told it: alsace/colmar
_asking = threading.Lock()


def allows(action: str, roles: Sequence[str], held: frozenset[Held], lineage: Sequence[str]) -> bool:
    """Tell whether who holds these roles may do `action` there, when `roles` are the matrix's line for it."""
    return _answer(action, tuple(roles), held, ABOVE.join(lineage))


@lru_cache(maxsize=4096)
def _answer(action: str, roles: tuple[str, ...], held: frozenset[Held], place: str) -> bool:
    """Ask pycasbin once; the same question has the same answer for ever."""
    with _asking:  # it sets and restores the process's filter of warnings each time it is asked
        allowed: bool = _enforcer(action, roles).enforce(held, place, action)
        return allowed


class Told(RoleManager):  # type: ignore[misc]  # pycasbin has no types
    """Roles as the question itself tells them: nothing is stored here."""

    def has_link(self, name1: frozenset[Held], name2: str, *domain: str) -> bool:
        """Tell whether the role is among those held at the place."""
        return name2 in self.get_roles(name1, *domain)

    def get_roles(self, name: frozenset[Held], *domain: str) -> frozenset[str]:
        """Return the roles held at the place."""
        return held_here(name, domain[0].split(ABOVE))


@lru_cache(maxsize=1024)
def _enforcer(action: str, roles: tuple[str, ...]) -> Any:
    """Return the enforcer of one line of a matrix: pycasbin walks every line it has, and one is all that is asked.

    Never changed once it is made: a file changed means other arguments, so another enforcer.
    """
    made = Enforcer(str(MODEL))
    made.set_role_manager(Told())
    made.model.add_policies("p", "p", [[role, action] for role in roles] or [["", action]])
    made.build_role_links()
    return made
