"""Real `parvis.py scheduler` processes for tests: in real time, on the database in force, with their log at hand."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from settings import ROOT


@dataclass(frozen=True)
class Worker:
    """A worker process and what it writes."""

    process: subprocess.Popen[bytes]
    log: Path

    def told(self, event: str) -> list[dict[str, Any]]:
        """Return the lines of its log about an event."""
        return [line for line in self.lines() if line.get("event") == event]

    def lines(self) -> list[dict[str, Any]]:
        """Return its whole log; a line that is no JSON comes as {"event": its text}."""
        return [_line(text) for text in self.log.read_text("utf-8").splitlines() if text]


@contextmanager
def worker(name: str, home: Path) -> Iterator[Worker]:
    """Run a worker from its first tick on; it is killed at the end of the block if it still runs."""
    log = home / f"{name}.log"
    with log.open("wb") as told:
        command = [sys.executable, "parvis.py", "scheduler", "--worker", name]
        process = subprocess.Popen(command, cwd=ROOT, stdout=told, stderr=told)
        running = Worker(process, log)
        try:
            until(lambda: bool(running.told("started")), 40, running)
            yield running
        finally:
            process.kill()
            process.wait()


def until(true: Callable[[], Any], seconds: float, *running: Worker) -> None:
    """Wait until something is true; fail, with what the workers said last, when it is not in time or one has died."""
    limit = time.monotonic() + seconds
    while not true():
        if time.monotonic() > limit or any(one.process.poll() is not None for one in running):
            pytest.fail("\n".join(str(line) for one in running for line in one.lines()[-15:]) or "not in time")
        time.sleep(0.05)


def _line(text: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(text)
    except ValueError:
        return {"event": text}
    return found
