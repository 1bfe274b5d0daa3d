"""The policy files in force, read again when one of them changes. A broken file keeps its last valid version."""

from __future__ import annotations

from dataclasses import dataclass

from policies.book import SHIPPED, Book
from policies.roles import Matrix

Stamp = tuple[tuple[str, int, int], ...]


@dataclass
class _Kept:
    stamp: Stamp = ()
    book: Book | None = None


_kept = _Kept()


def book() -> Book:
    """Return the book in force. Raises InvalidBook when the base or the roles never had a valid version."""
    stamp = _stamp()
    if _kept.book is None or stamp != _kept.stamp:
        _kept.book, _kept.stamp = Book.load(last_valid=_kept.book), stamp
    return _kept.book


def matrix() -> Matrix:
    """Return who may do what: action → roles."""
    return book().roles.actions


def roles() -> tuple[str, ...]:
    """Return the names of the roles there are."""
    return tuple(book().roles.roles)


def _stamp() -> Stamp:
    files = sorted((*SHIPPED.glob("*.yaml"), *SHIPPED.glob("modes/*.yaml")))
    return tuple((file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in files)
