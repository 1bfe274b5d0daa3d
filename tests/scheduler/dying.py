"""A real worker process that is stopped or killed by a signal at one named step of its work.

What time it is, it reads in a file of the test, each time it asks.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from settings import ROOT, settings
from tests.scheduler.world import World

# where the process sends the signal to itself, just before it goes on
STEPS = {
    "claimed": "scheduler.publish:connect",  # the claim is committed, nothing is open yet
    "connected": "connectors.fence:_Fenced._look",  # the line is open, not a byte has left
    "answered": "scheduler.publish:settle",  # the network has answered, nothing is written yet
    "written": "scheduler.settling:_moved",  # the outcome is written and not committed, the delivery not moved
    "moved": "scheduler.settling:show",  # all is written, nothing is committed
}
WORKER = """
import importlib, pathlib, signal, sys, threading
from datetime import datetime
import clock, connectors.facebook, connectors.x, scheduler.publish
place, name, clock_file = sys.argv[1:4]
where, what = place.split(":")
holder = importlib.import_module(where)
*path, last = what.split(".")
for part in path:
    holder = getattr(holder, part)
goes_on = getattr(holder, last)
def signalled(*args, **options):
    setattr(holder, last, goes_on)
    signal.pthread_kill(threading.get_ident(), getattr(signal, name))  # to this very thread: it goes no further
    return goes_on(*args, **options)
setattr(holder, last, signalled)
with clock.stopped_at(lambda: datetime.fromisoformat(pathlib.Path(clock_file).read_text())):
    print(scheduler.publish.publish("dies"), flush=True)
"""


def killed(world: World, step: str) -> None:
    """Publish in a process of its own, and let SIGKILL end it at `step`."""
    with _process(world, step, "SIGKILL") as process:
        assert process.wait(60) == -signal.SIGKILL, "it never came to that step"


@contextmanager
def stopped(world: World, step: str) -> Iterator[subprocess.Popen[str]]:
    """Publish in a process of its own that stands still from `step` on; it is let go on with `goes_on`."""
    with _process(world, step, "SIGSTOP") as process:
        assert os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT) is not None
        yield process


def goes_on(world: World, process: subprocess.Popen[str]) -> str:
    """Let a stopped process go on, at the world's time now; return what its pass came to."""
    _clock_file().write_text(world.time.isoformat())
    process.send_signal(signal.SIGCONT)
    return process.communicate(timeout=60)[0].strip().splitlines()[-1]


@contextmanager
def _process(world: World, step: str, name: str) -> Iterator[subprocess.Popen[str]]:
    _clock_file().write_text(world.time.isoformat())
    command = [sys.executable, "-c", WORKER, STEPS[step], name, str(_clock_file())]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def _clock_file() -> Path:
    return settings().home / "time"
