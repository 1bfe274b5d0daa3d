"""What a command may count on before it starts: a database that answers, at the version of this code; a secret key.

What is not so is told in one sentence with the command that mends it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, InterfaceError, OperationalError, ProgrammingError

from commands.failing import Failed
from data import sealed, store, trouble
from desk import rulebook
from policies.book import InvalidBook
from settings import settings
from words import t

Given = ParamSpec("Given")
Returned = TypeVar("Returned")


def told(command: Callable[Given, Returned]) -> Callable[Given, Returned]:
    """Make `command` tell in one sentence what the database, the key or the rules as written refuse."""

    @wraps(command)
    def telling(*args: Given.args, **kwargs: Given.kwargs) -> Returned:
        try:
            known_database()
            return command(*args, **kwargs)
        except (sealed.NoKey, InvalidBook) as failure:
            raise Failed(str(failure)) from None
        except DataError:
            raise Failed(t("Une valeur est trop longue ou ne convient pas à la base de données.")) from None
        except (DBAPIError, OSError) as failure:
            raise _said(failure) from None

    return telling


def _said(failure: DBAPIError | OSError) -> Exception:
    """Return a failure with a sentence, or the failure itself when it is a mistake of ours."""
    if (sentence := trouble.sentence(failure)) not in (None, trouble.AWAY):
        return Failed(str(sentence))
    if isinstance(failure, OperationalError | InterfaceError | ProgrammingError):
        return Failed(t("La base de données ne répond pas : {why}.", why=first_line(failure)))
    return failure


def on_database(command: Callable[Given, Returned]) -> Callable[Given, Returned]:
    """Make `command` start only on a database at the version this code expects."""

    @wraps(command)
    def starting(*args: Given.args, **kwargs: Given.kwargs) -> Returned:
        stop_unless_migrated()
        rulebook.begin()
        return command(*args, **kwargs)

    return told(starting)


def with_key(command: Callable[Given, Returned]) -> Callable[Given, Returned]:
    """Make `command` start only with a usable secret key, on a database that is ready."""

    @wraps(command)
    def starting(*args: Given.args, **kwargs: Given.kwargs) -> Returned:
        sealed.seal({})
        return command(*args, **kwargs)

    return on_database(starting)


def known_database() -> None:
    """Raise Failed for an address of neither SQLite nor PostgreSQL. The address may hold a password: it is not said."""
    try:
        kind = make_url(settings().database).get_backend_name()
    except ArgumentError:
        kind = ""
    if kind not in ("sqlite", "postgresql"):
        raise Failed(t("PARVIS_DATABASE_URL n'est pas une adresse valable : écrivez postgresql://… ou sqlite:///…"))


def stop_unless_migrated() -> None:
    """Raise Failed unless the database stands where this code expects it."""
    url = make_url(settings().database)
    missing = url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file()  # opening would make one
    stands_at, expected = (None, "") if missing else store.revision_in_force()
    if stands_at is None:
        raise Failed(t("La base de données n'est pas encore préparée : lancez « parvis.py migrate »."))
    if stands_at != expected:
        raise Failed(t("La base de données n'est pas à la version attendue : lancez « parvis.py migrate »."))


def first_line(failure: DBAPIError) -> str:
    """Return the driver's own words, on one line: no statement, no value, no password."""
    lines = str(failure.orig).strip().splitlines() or [type(failure.orig).__name__]
    return lines[0].rstrip(".")
