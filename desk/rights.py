"""Who asks, and whether they may, there. A thing of a territory out of reach does not exist for who asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from data import scope, store
from data.models import Base, Territory, User
from desk.refusal import NotHere, Refused, refused
from policies.facts import Membership
from policies.in_force import matrix
from policies.roles import may, roles_here
from words import s

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True)
class Asker:
    """The person who asks, with the roles they hold; the operator (`id` None) reaches all.

    `lineages`: each territory's slugs, from the region down to itself, by its id.
    """

    id: int | None
    memberships: tuple[Membership, ...] = ()
    lineages: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def roles(self) -> Mapping[int, frozenset[str]]:
        """The person's roles in each territory they reach, inherited ones included."""
        held = {here: roles_here(self.memberships, line) for here, line in self.lineages.items()}
        return {here: roles for here, roles in held.items() if roles}

    def sees(self, territory_id: int) -> bool:
        """Tell whether the territory exists for this person."""
        return self.id is None or territory_id in self.roles

    def may(self, action: str, territory_id: int) -> bool:
        """Tell whether the matrix of roles lets this person do `action` there."""
        return self.id is None or may(matrix(), self.memberships, action, self.lineages.get(territory_id, ()))

    def where(self, action: str) -> frozenset[int]:
        """Return the territories where this person may do `action`."""
        return frozenset(here for here in self.roles if self.may(action, here))


def asker(session: Session, by: int | None) -> Asker:
    """Return who asks; raise Refused for an account that is closed or unknown."""
    if by is None:
        return Asker(None)
    user = session.get(User, by)
    if user is None or not user.active:
        raise refused(s("Ce compte est fermé ; adressez-vous à la personne qui gère les comptes."))
    held = tuple(Membership(role=role, territory=slug) for role, slug in scope.held(session, by))
    return Asker(by, held, scope.lineages(session))


def where(user_id: int, action: str) -> frozenset[int]:
    """Return the territories where somebody may do `action`, to show or hide a button; nothing for a closed account."""
    with store.reading() as session:
        try:
            return asker(session, user_id).where(action)
        except Refused:
            return frozenset()


def require(session: Session, by: int | None, action: str, territory_id: int | None) -> Asker:
    """Return who asks when they may do `action` there; raise NotHere out of their reach, Refused without the role."""
    who = asker(session, by)
    if territory_id is None or not who.sees(territory_id) or session.get(Territory, territory_id) is None:
        raise NotHere
    if not who.may(action, territory_id):
        raise refused(
            s(
                "Votre rôle ne permet pas cela ici. Peuvent le faire : {roles}.",
                roles=", ".join(matrix().get(action, ())) or "—",
            )
        )
    return who


def require_all(session: Session, by: int | None, action: str, territory_ids: Iterable[int]) -> Asker:
    """Return who asks when they may do `action` in every one of the territories."""
    who = asker(session, by)
    for territory_id in sorted(set(territory_ids)):
        who = require(session, by, action, territory_id)
    return who


def reach(session: Session, by: int | None, action: str, kind: type[Row], row_id: int, *, held: bool = True) -> Row:
    """Return a row of a territory for somebody who may do `action` there; `held`: until the unit of work ends."""
    row: Any = session.get(kind, row_id, with_for_update=held, populate_existing=True)
    if row is None:
        asker(session, by)
        raise NotHere
    require(session, by, action, row.territory_id)
    kept: Row = row
    return kept


def name_of(session: Session, user_id: int | None) -> str:
    """Return a colleague's name, as a sentence uses it."""
    user = session.get(User, user_id) if user_id is not None else None
    return user.name if user else "—"
