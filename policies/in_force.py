"""The rules in force: files read again when one changes, the modes that hold everywhere, and who may do what.

A broken file leaves its last valid version standing; `book().problems` says which and why.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policies.book import SHIPPED, Book
from policies.clocks import Clock
from policies.duty import OnCall, read_on_call
from policies.roles import Matrix
from settings import settings

GRAVE = 2  # incidents of this level and graver lay the crisis mode on top of their territories
Stamp = tuple[tuple[str, int, int], ...]


@dataclass
class _Kept:
    stamp: Stamp = ()
    book: Book | None = None
    earlier: Book | None = None  # as an earlier process left it


def begin(texts: Mapping[str, str]) -> None:
    """Hand in the texts that were last valid before this process: what is broken or gone now stands as it stood then.

    Called by whoever starts a process, once; a second call changes nothing that is valid.
    """
    with _lock:
        _kept.earlier, _kept.stamp = Book.kept(texts), ()  # the files are read anew when they are asked for next


_kept = _Kept()
_lock = threading.Lock()


def book() -> Book:
    """Return the book as its files stand now. Raises InvalidBook when base or roles never had a valid version."""
    with _lock:
        stamp = _stamp()
        if _kept.book is None or stamp != _kept.stamp:
            before = _kept.book.over(_kept.earlier) if _kept.book and _kept.earlier else _kept.book or _kept.earlier
            _kept.book, _kept.stamp = Book.load(SHIPPED, before), stamp
        return _kept.book


def in_use() -> dict[str, tuple[str, str]]:
    """Return the version and the text of each file in force, to be kept by who can."""
    return {name: (page.version, page.text) for name, page in book().pages.items()}


def texts_of(versions: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return version and text of the files a decision went by, as far as they are still in force."""
    pages = in_use()
    return {name: pages[name] for name, version in versions.items() if pages.get(name, ("",))[0] == version}


def overlays(level: int | None = None) -> tuple[str, ...]:
    """Return the modes in force where the gravest open incident is of `level` (1 the gravest, None: no incident).

    Whoever builds the facts looks the level up: nothing here reads the database.
    """
    crisis = ("crisis",) if level is not None and level <= GRAVE else ()
    return (("demo",) if settings().demo else ()) + crisis


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
