"""Who is at the door: sessions opened with a password, slowed down for who guesses, closed on demand.

The cookie's secret is not kept, only its digest; neither is any address, only its keyed digest.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from pwdlib import PasswordHash
from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session as Work

import clock
from data import lifecycle, sealed, store
from data.models import SignIn, SignInTry, User
from desk.refusal import NotHere, Refused, refused
from desk.rights import asker
from settings import settings
from words import s

LASTS_FOR = timedelta(hours=12)
TRIES, TRIES_FOR = 5, timedelta(minutes=15)
TRIES_ANYWHERE = 20  # for one e-mail, from all addresses together: an address is easily borrowed
TOUCHED_EVERY = timedelta(minutes=5)  # a page asks who is there many times: one write in a while is enough
_HASH = PasswordHash.recommended()


@dataclass(frozen=True)
class SignedIn:
    """An open session: the secret for the cookie, the one for forms, and whose it is."""

    token: str = field(repr=False)
    csrf: str = field(repr=False)
    user_id: int


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in."""

    id: int
    email: str
    name: str
    lang: str
    demo: bool
    csrf: str = field(repr=False)
    session_id: int


@dataclass(frozen=True)
class Session:
    """One of a person's open sessions, to be read and closed."""

    id: int
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


def sign_in(email: str, password: str, address: str) -> SignedIn:
    """Open a session. Raises Refused with one sentence whatever is wrong, and another after too many tries."""
    keys = {_key(email, address): TRIES, _key(email): TRIES_ANYWHERE}
    _count(keys)
    with store.reading() as work:
        user = work.scalars(select(User).where(User.email == email.strip().lower())).one_or_none()
    if user is None or not _fits(user, password):
        if user is None:
            _HASH.verify(password, _nobodys())  # the same time, whether the person exists or not
        raise refused(s("Adresse ou mot de passe inconnus."))
    with store.writing() as work:
        work.execute(delete(SignInTry).where(SignInTry.key.in_(keys)))
        return _open(work, user)


def who(token: str) -> Person | None:
    """Return who holds a session, prolonging it; None when it is over, closed or was never opened."""
    if not token:
        return None
    now = clock.now()
    with store.reading() as work:
        found = work.execute(_holder(token)).one_or_none()
        if found is None or found.SignIn.expires_at <= now or not _welcome(found.User):
            return None
        person = _person(found.User, found.SignIn)
        fresh = now - found.SignIn.seen_at < TOUCHED_EVERY
    if not fresh:
        with store.writing() as work:
            kept = work.get(SignIn, person.session_id)
            if kept is None:
                return None
            kept.seen_at, kept.expires_at = now, now + LASTS_FOR
    return person


def sign_out(token: str) -> None:
    """Close a session; closing one that is closed does no harm."""
    with store.writing() as work:
        work.execute(delete(SignIn).where(SignIn.digest == sealed.digest(token)))


def sessions(by: int) -> list[Session]:
    """Return one's own open sessions, newest first."""
    with store.reading() as work:
        asker(work, by)
        mine = select(SignIn).where(SignIn.user_id == by, SignIn.expires_at > clock.now()).order_by(SignIn.id.desc())
        return [Session(one.id, one.created_at, one.seen_at, one.expires_at) for one in work.scalars(mine)]


def revoke(by: int, session_id: int) -> None:
    """Close one of one's own sessions, from another."""
    with store.writing() as work:
        asker(work, by)
        gone = work.scalars(delete(SignIn).where(SignIn.id == session_id, SignIn.user_id == by).returning(SignIn.id))
        if not gone.all():
            raise NotHere
        lifecycle.record(work, SignIn, session_id, "closed", at=clock.now(), actor_id=by)


def _key(email: str, address: str = "") -> str:
    """Return the keyed digest under which failed tries are counted: neither is kept; no address means from anywhere."""
    return sealed.author_key("sign-in", f"{email.strip().lower()}|{address}")


def _count(keys: Mapping[str, int]) -> None:
    """Count this try before anything is verified, so that many at once count too. Raises Refused past a limit."""
    now = clock.now()
    with store.writing() as work:
        work.execute(delete(SignInTry).where(SignInTry.at <= now - TRIES_FOR))
        for key, most in keys.items():
            tries = work.scalar(select(func.count()).select_from(SignInTry).where(SignInTry.key == key)) or 0
            if tries >= most:
                raise Refused([s("Trop d'essais : attendez un quart d'heure, ou demandez un nouveau mot de passe.")])
        work.add_all(SignInTry(key=key, at=now) for key in keys)


def _fits(user: User, password: str) -> bool:
    fits = _HASH.verify(password, user.password or _nobodys())
    return fits and bool(user.password) and _welcome(user)


@lru_cache
def _nobodys() -> str:
    """A hash that no password opens: it only takes the time."""
    return _HASH.hash(hmac.new(sealed.token().encode(), b"nobody", hashlib.sha256).hexdigest())


def _welcome(user: User) -> bool:
    """Demo people, whose passwords everybody knows, open only inside the demo."""
    return user.active and (not user.demo or settings().demo)


def _open(work: Work, user: User) -> SignedIn:
    now, token, csrf = clock.now(), sealed.token(), sealed.token()
    kept = SignIn(
        digest=sealed.digest(token), user_id=user.id, csrf=csrf, created_at=now, seen_at=now, expires_at=now + LASTS_FOR
    )
    work.execute(delete(SignIn).where(SignIn.expires_at < now))
    work.add(kept)
    work.flush()
    lifecycle.record(work, SignIn, kept.id, "opened", at=now, actor_id=user.id)
    return SignedIn(token, csrf, user.id)


def _holder(token: str) -> Select[SignIn, User]:
    return select(SignIn, User).join(User, User.id == SignIn.user_id).where(SignIn.digest == sealed.digest(token))


def _person(user: User, kept: SignIn) -> Person:
    return Person(user.id, user.email, user.name, user.lang, user.demo, kept.csrf, kept.id)
