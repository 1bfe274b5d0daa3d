"""Keeps a failure in its own piece of work, and tells of it: a database that is away in one line, not one a tick."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import structlog

from data.away import is_away

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


def safely(name: str, work: Callable[[], Any], outage: Outage, key: int | None = None) -> None:
    """Do a piece of work; one that fails is named and leaves the process running: the next tick finds what is due."""
    try:
        work()
    except Exception as error:  # by design: its type alone is logged, its text may hold anything
        if is_away(error):
            outage.begins(error)
        else:
            log.error("tick failed", tick=name, key=key, error=type(error).__name__)
    else:
        outage.ends()
