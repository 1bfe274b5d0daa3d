"""A disk that is full for one process: beyond a size no file of its grows, as the system itself refuses it.

SQLite's log must stand beyond that size already, or the first writes would still fit.
"""

from __future__ import annotations

import resource
import secrets

import clock
from data import store
from data.models import AuditEvent

ROOM = 40_000  # bytes: what SQLite shares between processes fits, its log does not
ENDLESS = resource.RLIM_INFINITY


def lengthen_the_log() -> None:
    """Write until the log of the SQLite database in force is longer than `ROOM`; keep it open, or it is folded."""
    with store.writing() as session:
        noise = {"noise": secrets.token_hex(100_000)}
        session.add(AuditEvent(at=clock.now(), verb="noise", subject="x", subject_id=1, detail=noise))


def full() -> None:
    """Make the disk full for this process, from now on; given as `preexec_fn`."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ENDLESS))


def fill(pid: int) -> None:
    """Make the disk full for a running process."""
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (ROOM, ENDLESS))


def free(pid: int) -> None:
    """Give it room again."""
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (ENDLESS, ENDLESS))
