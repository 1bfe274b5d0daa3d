"""A database that is away for a moment (restarted, failed over, its disk full): told apart from a mistake of ours.

Decides nothing about what to do meanwhile, except that a unit of work may insist.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

T = TypeVar("T")
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0  # seconds
# PostgreSQL: connection lost; shut down, starting up or stopped by its operator; its disk full; too many connections;
# a primary that became a replica; of two that waited for each other, it chose us to begin anew. SQLite: another holds
# it too long, or its disk does not take it.
AWAY = ("08", "57P", "53100", "53300", "25006", "40P01")
UNWELL = ("SQLITE_BUSY", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")


def is_away(error: BaseException) -> bool:
    """Tell whether an error says that the database is away for now, so that the same work may succeed later."""
    if not isinstance(error, DBAPIError):
        return False
    theirs: Any = error.orig
    if error.connection_invalidated:
        return True
    if hasattr(theirs, "sqlite_errorname"):
        return str(theirs.sqlite_errorname).startswith(UNWELL)
    state = getattr(theirs, "sqlstate", None)
    if state is None:  # no server spoke: it was not reached, or went away in the middle of a word
        return isinstance(error, OperationalError | InterfaceError) and hasattr(theirs, "pgconn")
    return str(state).startswith(AWAY)


def insist(work: Callable[[], T], within: float) -> T:
    """Do a unit of work, again while the database is away, for `within` seconds; then raise what it raised last.

    The answer to a commit may be lost with the connection: `work` must bear being done after it was done.
    """
    limit, pause = time.monotonic() + within, FIRST_PAUSE
    while True:
        try:
            return work()
        except DBAPIError as error:
            if not is_away(error) or time.monotonic() + pause >= limit:
                raise
        time.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
