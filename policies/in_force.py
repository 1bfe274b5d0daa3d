"""The rules in force: files read again when one changes, the modes that hold everywhere, and who may do what.

A broken file leaves its last valid version standing; `book().problems` says which and why.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from policies.book import SHIPPED, Book
from policies.clocks import Clock
from policies.duty import OnCall, read_on_call
from policies.roles import Matrix
from settings import settings

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


def overlays() -> tuple[str, ...]:
    """Return the modes in force everywhere."""
    return ("demo",) if settings().demo else ()


def clock_of(lineage: Sequence[str], network: str, zone: str | None) -> Clock:
    """Return the clock of promises made by a territory, the last of its `lineage`, on a network."""
    return Clock(book().for_(lineage[-1], channel=network, overlays=overlays(), within=lineage[:-1]).hours(zone))


def on_call_of(lineage: Sequence[str], zone: str, window: str | None = None) -> OnCall:
    """Return when people of a territory may be disturbed; `window`: of this week's roster, where it has one."""
    here = book().for_(lineage[-1], overlays=overlays(), within=lineage[:-1])
    return read_on_call(here.values["on_call"], zone, window)


def matrix() -> Matrix:
    """Return who may do what: action → roles."""
    return book().roles.actions


def roles() -> tuple[str, ...]:
    """Return the names of the roles there are."""
    return tuple(book().roles.roles)


def _stamp() -> Stamp:
    files = sorted((*SHIPPED.glob("*.yaml"), *SHIPPED.glob("modes/*.yaml")))
    return tuple((str(file), (seen := file.stat()).st_mtime_ns, seen.st_size) for file in files)
