"""Runs a program of this checkout in a process whose wall clock follows a file: `under_sky FILE program.py|module …`.

What asks Python for the time sees the clock jump when the file changes: our own clock, the ticking library, signatures.
What runs by (monotonic) stays true, as on a machine whose clock is set. (libfaketime breaks sleeping in threads.)
"""

from __future__ import annotations

import runpy
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from apscheduler.executors import base as executors
from apscheduler.schedulers import base as schedulers
from apscheduler.triggers import interval

import clock
from scheduler import steady
from settings import settings

LOOK_EVERY = 0.05  # seconds between two looks at the file


class Sky:
    """By how many seconds the wall clock is off what it says."""

    def __init__(self, file: Path) -> None:
        self._file, self._offset, self._read_again = file, 0.0, 0.0

    def offset(self) -> float:
        """Return the seconds to add now."""
        now = time.monotonic()
        if now >= self._read_again:
            self._offset, self._read_again = float(self._file.read_text()), now + LOOK_EVERY
        return self._offset


@contextmanager
def follow(sky: Sky) -> Iterator[None]:
    """Make this process believe the sky inside the block."""
    true_time = time.time

    class Wall(datetime):
        """The datetime of libraries that ask for the present."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # libraries need no subclass
            return datetime.now(tz) + timedelta(seconds=sky.offset())

    time.time = lambda: true_time() + sky.offset()
    for who_asks in (executors, schedulers, interval, steady):
        vars(who_asks)["datetime"] = Wall
    shift = timedelta(seconds=settings().now_shift)
    with clock.stopped_at(lambda: datetime.now(UTC) + timedelta(seconds=sky.offset()) + shift):
        yield


if __name__ == "__main__":
    with follow(Sky(Path(sys.argv[1]))):
        program, sys.argv = sys.argv[2], sys.argv[2:]
        if program.endswith(".py"):
            runpy.run_path(program, run_name="__main__")
        else:
            runpy.run_module(program, run_name="__main__", alter_sys=True)
