"""The rules in force: files read again when one changes, the modes that hold everywhere, and who may do what.

A broken file leaves its last valid version standing; `book().problems` says which and why.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from policies.book import SHIPPED, Book
from policies.roles import Matrix
from settings import settings

GRAVE = 2  # incidents of this level and graver lay the crisis mode on top of their territories
Stamp = tuple[tuple[str, int, int], ...]


@dataclass
class _Kept:
    stamp: Stamp = ()
    book: Book | None = None


_kept = _Kept()
_lock = threading.Lock()


def book() -> Book:
    """Return the book as its files stand now. Raises InvalidBook when base or roles never had a valid version."""
    with _lock:
        stamp = _stamp()
        if _kept.book is None or stamp != _kept.stamp:
            _kept.book, _kept.stamp = Book.load(last_valid=_kept.book), stamp
        return _kept.book


def overlays(level: int | None = None) -> tuple[str, ...]:
    """Return the modes in force where the gravest open incident is of `level` (1 the gravest, None: no incident).

    Whoever builds the facts looks the level up: nothing here reads the database.
    """
    crisis = ("crisis",) if level is not None and level <= GRAVE else ()
    return (("demo",) if settings().demo else ()) + crisis


def matrix() -> Matrix:
    """Return who may do what: action → roles."""
    return book().roles.actions


def roles() -> tuple[str, ...]:
    """Return the names of the roles there are."""
    return tuple(book().roles.roles)


def _stamp() -> Stamp:
    files = sorted((*SHIPPED.glob("*.yaml"), *SHIPPED.glob("modes/*.yaml")))
    return tuple((str(file), (seen := file.stat()).st_mtime_ns, seen.st_size) for file in files)
