"""The processes of a round: started, watched, started again when they die, as an init system would."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from settings import ROOT

AFTER = 0.5  # seconds before what died is started again
PATIENCE = 90  # seconds a process has to end by itself when asked to: longer than the longest answer is waited for


class Child:
    """One process and those that took its place. Its output goes through a pipe: a full disk does not silence it."""

    def __init__(
        self, name: str, command: Sequence[str], environment: Callable[[], Mapping[str, str]], log: Path
    ) -> None:
        self.name, self.log = name, log
        self.exits: Counter[int] = Counter()
        self.wanted = False
        self.overstayed = 0  # how often it had to be killed because it did not end when asked to
        self._command, self._environment = command, environment
        self._process: subprocess.Popen[bytes] | None = None
        self._died_at = 0.0
        self._lock = threading.RLock()

    @property
    def pid(self) -> int | None:
        """The process's number while it lives."""
        with self._lock:
            alive = self._process is not None and self._process.poll() is None
            return self._process.pid if alive and self._process else None

    def start(self) -> None:
        """Start it, and keep it running from now on."""
        with self._lock:
            self.wanted = True
            with self.log.open("ab") as log:
                sink = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=log)
            environment = {**os.environ, **self._environment()}
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, env=environment, stdout=sink.stdin, stderr=sink.stdin, start_new_session=True
            )
            if sink.stdin:
                sink.stdin.close()

    def tend(self) -> None:
        """Start it again when it died."""
        with self._lock:
            if self._process is not None and self._process.poll() is not None:
                self.exits[self._process.returncode] += 1
                self._process, self._died_at = None, time.monotonic()
            if self.wanted and self._process is None and time.monotonic() > self._died_at + AFTER:
                self.start()

    def send(self, what: signal.Signals) -> bool:
        """Send a signal; False when there is nobody."""
        with self._lock:
            if self.pid is None or self._process is None:
                return False
            _tell(self._process, what)
            return True

    def stop(self, what: signal.Signals = signal.SIGTERM) -> None:
        """Ask it to end, and not to come back. Kills what does not."""
        with self._lock:
            self.wanted = False
            process = self._process
        if process is None:
            return
        _tell(process, what)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.overstayed += 1
            _tell(process, signal.SIGKILL)
            process.wait()
        with self._lock:
            self._process = None
            self.exits[process.returncode] += 1


def _tell(process: subprocess.Popen[bytes], what: signal.Signals) -> None:
    """Send a signal: what ends or stops a machine reaches all it forked, a wish to end the one who is asked."""
    with suppress(ProcessLookupError):
        if what is signal.SIGTERM:
            process.send_signal(what)
        else:
            os.killpg(process.pid, what)


def tail(log: Path, lines: int = 30) -> str:
    """Return the end of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else ""
