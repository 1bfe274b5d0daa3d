"""What time it is, asked in one place. Never a naive datetime, never the local zone.

Tests set the clock; the demo shifts it (`PARVIS_NOW_SHIFT`), so that its season lies around today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from settings import settings

_set_by_tests: Callable[[], datetime] | None = None


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    if _set_by_tests is not None:
        return _set_by_tests()
    return datetime.now(UTC) + timedelta(seconds=settings().now_shift)


@contextmanager
def stopped_at(moment: datetime | Callable[[], datetime]) -> Iterator[None]:
    """Make `now()` answer `moment` (or what it returns, when it is a function) inside the block."""
    global _set_by_tests
    before = _set_by_tests
    _set_by_tests = moment if callable(moment) else lambda: aware(moment)
    try:
        yield
    finally:
        _set_by_tests = before


def zone(name: str) -> ZoneInfo:
    """Return the IANA zone called `name`; ValueError when there is none. Cheap: each zone is read once and kept."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # unknown, outside the tables, or a folder of them
        raise ValueError(name) from None


def aware(moment: datetime) -> datetime:
    """Return `moment` in UTC; raise ValueError for a naive one, which could mean any zone."""
    if moment.tzinfo is None:
        raise ValueError("Une heure sans fuseau a été refusée.")
    return moment.astimezone(UTC)
