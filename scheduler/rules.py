"""The policy book in force, read again when a file changes. A broken file leaves its last valid version standing."""

from __future__ import annotations

import threading
from pathlib import Path

from policies.book import SHIPPED, Book
from settings import settings

_lock = threading.Lock()
_read: tuple[tuple[tuple[str, int], ...], Book] | None = None


def book() -> Book:
    """Return the book as its files stand now."""
    global _read
    with _lock:
        stamp = _stamp(SHIPPED)
        if _read is None or _read[0] != stamp:
            _read = stamp, Book.load(SHIPPED, _read[1] if _read else None)
        return _read[1]


def overlays() -> tuple[str, ...]:
    """Return the modes in force everywhere."""
    return ("demo",) if settings().demo else ()


def _stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    files = sorted((*folder.glob("*.yaml"), *folder.glob("modes/*.yaml")))
    return tuple((str(path), path.stat().st_mtime_ns) for path in files)
