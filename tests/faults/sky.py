"""The time of a round: where its clock stands, how it leaps, and by how much the workers' machine is wrong about it.

The processes of a round follow two files (`under_sky`): the networks' one is right, the workers' one may err.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

# on this night two o'clock in Alsace comes twice; 01:00 UTC is the moment
NIGHT = datetime(2026, 10, 25, 1, 0, tzinfo=UTC)


class Sky:
    """The round's own time. `worst` is the largest error the workers' clock has had, in seconds."""

    def __init__(self, folder: Path, starts_at: datetime) -> None:
        self.starts_at = starts_at
        self.worst = 0.0
        self._shift = starts_at - datetime.now(UTC)
        self._leapt, self._error = 0.0, 0.0
        self._lock = threading.Lock()
        self._files = {True: folder / "right.clock", False: folder / "workers.clock"}
        self._write()

    def now(self) -> datetime:
        """Return the true time of the round."""
        return datetime.now(UTC) + self._shift + timedelta(seconds=self._leapt)

    def leap(self, seconds: float) -> None:
        """Let time pass at once, for everybody."""
        with self._lock:
            self._leapt += seconds
            self._write()

    def err(self, seconds: float) -> None:
        """Make the workers' clock jump by so many seconds (negative: back)."""
        with self._lock:
            self._error += seconds
            self.worst = max(self.worst, abs(self._error))
            self._write()

    def over(self, *command: str, right: bool) -> Sequence[str]:
        """Return the command line that runs a program of this checkout under this sky."""
        return [sys.executable, "-m", "tests.faults.under_sky", str(self._files[right]), *command]

    def environment(self, *, right: bool) -> dict[str, str]:
        """Return what a process that starts now needs: the demo's own way to live in another season.

        What was leapt before a worker started is in it from the start, so that no worker takes it for a jump.
        """
        shift = self._shift.total_seconds() + (0.0 if right else self._leapt)
        return {"PARVIS_NOW_SHIFT": str(shift)}

    def _write(self) -> None:
        for right, path in self._files.items():
            draft = path.with_suffix(".draft")
            draft.write_text(f"{self._leapt if right else self._error:+.3f}\n")
            draft.replace(path)  # never half a number
