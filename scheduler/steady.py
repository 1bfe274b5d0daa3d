"""Which clock to believe about leases: the database's, and only while it has run evenly. Changes no clock.

Several machines share a PostgreSQL database, and their clocks are apart: leases and outcomes are written and judged in
the database's time. A clock that jumped proves nothing: what seems over may have begun a moment ago, so it is waited
out on the monotonic clock, which nobody sets. (A SQLite database has one machine, and its clock.)
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

log = structlog.get_logger(__name__)
JUMP = 5.0  # seconds between two readings that no slewing explains
AGREE = timedelta(seconds=1)  # two clocks this near are the same: asking takes time, too


@dataclass(frozen=True)
class Reading:
    """How far this machine's clock is ahead of the one that judges, and for how many seconds that one ran evenly."""

    ahead: timedelta
    even_for: float = math.inf


def _wall() -> datetime:
    return datetime.now(UTC)  # not `clock.now`: a shift that all processes share is no jump


class Watch:
    """Compares clocks with the monotonic one, for as long as the process lives. Any thread may read."""

    def __init__(self, wall: Callable[[], datetime] = _wall, tick: Callable[[], float] = time.monotonic) -> None:
        self.wall = wall
        self._tick = tick
        self._lock = threading.Lock()
        self._apart: dict[str, float] = {}
        self._jumped_at: float | None = None
        self.hear("sqlite", wall())

    def doubt(self) -> None:
        """Take every clock for one that jumped just now."""
        with self._lock:
            self._jumped_at = self._tick()

    def hear(self, whose: str, moment: datetime) -> float:
        """Take what a clock says now; return for how many seconds it ran evenly (infinite: never seen to jump)."""
        with self._lock:
            now = self._tick()
            apart = moment.timestamp() - now
            by = apart - self._apart.get(whose, apart)
            self._apart[whose] = apart
            if abs(by) > JUMP:
                self._jumped_at = now
                log.warning("clock jumped", clock=whose, by=round(by, 1))
            return math.inf if self._jumped_at is None else now - self._jumped_at


_watch = Watch()


def begin() -> None:
    """Believe no clock yet: for a worker that starts, which cannot know what they did before."""
    _watch.doubt()


def read(session: Session) -> Reading:
    """Read the clock that judges leases, inside a unit of work."""
    ours, dialect = _watch.wall(), session.get_bind().dialect.name
    if dialect == "sqlite":
        return Reading(timedelta(0), _watch.hear(dialect, ours))
    theirs = session.scalars(select(func.clock_timestamp())).one()
    ahead = ours - theirs
    return Reading(timedelta(0) if abs(ahead) < AGREE else ahead, _watch.hear(dialect, theirs))
