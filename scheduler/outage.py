"""Tells of a database that is away: one line when it goes, one when it is back, however many ticks failed between."""

from __future__ import annotations

import threading
import time

import structlog

log = structlog.get_logger(__name__)


class Outage:
    """Whether the database is away, as this process has seen it last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._since: float | None = None

    def begins(self, error: BaseException) -> None:
        """Take notice of work that failed for want of a database. The error's type alone is told."""
        with self._lock:
            if self._since is None:
                self._since = time.monotonic()
                log.error("database away", error=type(getattr(error, "orig", error)).__name__)

    def ends(self) -> None:
        """Take notice of work that the database let succeed."""
        if self._since is None:
            return
        with self._lock:
            if self._since is not None:
                log.warning("database back", away_for=round(time.monotonic() - self._since, 1))
                self._since = None
