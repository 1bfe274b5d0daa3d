"""People who work here: added, given roles, closed. A role is given only where the giver manages people."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pwdlib import PasswordHash
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

import clock
from data import lifecycle, scope, store
from data.models import Role, SignIn, Territory, User
from desk.refusal import NotHere, refused
from desk.rights import asker, require
from policies.in_force import roles as known_roles
from settings import settings
from words import LANGUAGES, s

SHORTEST = 12
_HASH = PasswordHash.recommended()
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def add_user(
    by: int | None,
    email: str,
    name: str,
    *,
    password: str = "",
    roles: Sequence[tuple[int, str]] = (),
    lang: str = "fr",
    demo: bool = False,
) -> int:
    """Add a person with their roles, (territory id, role), and return their id; only the operator gives no role."""
    with store.writing() as session:
        address = email.strip().lower()
        if by is not None and not roles:
            raise refused(s("Donnez au moins un rôle dans un territoire."))
        for territory_id, role in roles:
            _stop_unless_may_give(session, by, territory_id, role)
        if not _EMAIL.fullmatch(address) or not name.strip():
            raise refused(s("Donnez un nom et une adresse de courriel valable."))
        if session.scalars(select(User.id).where(User.email == address)).first() is not None:
            raise refused(s("Cette adresse ne peut pas être ajoutée ; demandez à l'administration."))
        user = User(
            email=address, name=name.strip(), password=hashed(password, demo=demo) if password else "",
            lang=lang if lang in LANGUAGES else "fr", demo=demo, created_at=clock.now(),
        )  # fmt: skip
        session.add(user)
        session.flush()
        lifecycle.record(session, User, user.id, "added", at=clock.now(), actor_id=by)
        for territory_id, role in dict.fromkeys(roles):
            _give(session, by, user.id, territory_id, role)
        return user.id


def grant(by: int | None, user_id: int, territory_id: int, role: str) -> None:
    """Give a colleague a role in a territory; in a region it holds in its cities. A role already held stays."""
    with store.writing() as session:
        _stop_unless_may_give(session, by, territory_id, role)
        _seen(session, by, user_id)
        if by == user_id:
            raise refused(s("On ne se donne pas un rôle à soi-même ; demandez à un ou une collègue."))
        held = Role.user_id == user_id, Role.territory_id == territory_id, Role.role == role
        if session.scalars(select(Role.id).where(*held)).first() is None:
            _give(session, by, user_id, territory_id, role)


def revoke(by: int | None, user_id: int, territory_id: int, role: str) -> None:
    """Take a role back."""
    with store.writing() as session:
        _stop_unless_may_give(session, by, territory_id, role)
        held = Role.user_id == user_id, Role.territory_id == territory_id, Role.role == role
        gone = session.scalars(delete(Role).where(*held).returning(Role.id)).all()
        if not gone:
            raise NotHere
        detail = {"role": role}
        lifecycle.record(
            session, User, user_id, "revoked", at=clock.now(), actor_id=by, territory_id=territory_id, detail=detail
        )


def set_password(by: int | None, user_id: int, password: str, *, current: str | None = None) -> None:
    """Set a password and close the person's sessions: one's own with the current one, another's by who manages them."""
    with store.writing() as session:
        user = _seen(session, by, user_id)
        if by == user_id and not (user.password and _HASH.verify(current or "", user.password)):
            raise refused(s("Le mot de passe actuel n'est pas le bon."))
        if by != user_id:
            _stop_unless_manages(session, by, user_id)
        user.password = hashed(password, demo=user.demo)
        _close_sessions(session, user_id)
        lifecycle.record(session, User, user_id, "password set", at=clock.now(), actor_id=by)


def set_language(by: int, lang: str) -> None:
    """Choose the language one reads."""
    with store.writing() as session:
        asker(session, by)
        if lang not in LANGUAGES:
            raise refused(s("Langues possibles : {languages}.", languages=", ".join(LANGUAGES)))
        session.execute(update(User).where(User.id == by).values(lang=lang))
        lifecycle.record(session, User, by, "language set", at=clock.now(), actor_id=by)


def deactivate(by: int | None, user_id: int) -> None:
    """Close a person's access at once; what they did stays."""
    with store.writing() as session:
        user = _seen(session, by, user_id)
        _stop_unless_manages(session, by, user_id)
        if by == user_id:
            raise refused(s("On ne ferme pas son propre accès ; demandez à un ou une collègue."))
        user.active = False
        _close_sessions(session, user_id)
        lifecycle.record(session, User, user_id, "deactivated", at=clock.now(), actor_id=by)


def hashed(password: str, *, demo: bool = False) -> str:
    """Return the argon2id hash of a password; raise Refused for one too short (the demo shows its own)."""
    if len(password) < SHORTEST and not (demo and settings().demo):
        raise refused(s("Choisissez un mot de passe d'au moins {shortest} caractères.", shortest=SHORTEST))
    return _HASH.hash(password)


def _seen(session: Session, by: int | None, user_id: int) -> User:
    """Return a person who shares a territory with who asks; NotHere for any other."""
    user, who = session.get(User, user_id, with_for_update=True), asker(session, by)
    shared = by == user_id or any(who.sees(here) for here in scope.visible(session, user_id))
    if user is None or not (by is None or shared):
        raise NotHere
    return user


def _stop_unless_manages(session: Session, by: int | None, user_id: int) -> None:
    """Raise Refused unless who asks manages people in every territory where the person holds a role."""
    who = asker(session, by)
    if by is not None and not all(who.may("manage_users", here) for here in scope.visible(session, user_id)):
        raise refused(s("Cette personne travaille aussi pour d'autres territoires ; demandez à l'administration."))


def _stop_unless_may_give(session: Session, by: int | None, territory_id: int, role: str) -> None:
    if role not in known_roles():
        raise refused(s("Ce rôle n'existe pas ; choix : {roles}.", roles=", ".join(known_roles())))
    if by is None and session.get(Territory, territory_id) is None:
        raise NotHere
    require(session, by, "manage_users", territory_id)


def _give(session: Session, by: int | None, user_id: int, territory_id: int, role: str) -> None:
    session.add(Role(user_id=user_id, territory_id=territory_id, role=role))
    session.flush()
    at, detail = clock.now(), {"role": role}
    lifecycle.record(session, User, user_id, "granted", at=at, actor_id=by, territory_id=territory_id, detail=detail)


def _close_sessions(session: Session, user_id: int) -> None:
    session.execute(delete(SignIn).where(SignIn.user_id == user_id))
