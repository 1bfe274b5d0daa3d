"""A real worker process that is stopped or killed by a signal at one named step of its work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from settings import ROOT
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
import importlib, os, signal, sys
import connectors.facebook, connectors.x, scheduler.publish
place, name, lease_for, worker = sys.argv[1:5]
where, what = place.split(":")
holder = importlib.import_module(where)
*path, last = what.split(".")
for part in path:
    holder = getattr(holder, part)
goes_on = getattr(holder, last)
def signalled(*args, **options):
    setattr(holder, last, goes_on)
    os.kill(os.getpid(), getattr(signal, name))
    return goes_on(*args, **options)
setattr(holder, last, signalled)
if float(lease_for):
    from datetime import timedelta
    from scheduler import claiming
    claiming.LEASE_FOR = claiming.ONE_REQUEST + timedelta(seconds=float(lease_for))
print(scheduler.publish.publish(worker), flush=True)
"""


def killed(world: World, step: str) -> None:
    """Publish in a process of its own, and let SIGKILL end it at `step`."""
    with _process(world, step, "SIGKILL", 0) as process:
        assert process.wait(60) == -signal.SIGKILL, "it never came to that step"


@contextmanager
def stopped(world: World, step: str, begins_within: float) -> Iterator[subprocess.Popen[str]]:
    """Publish in a process of its own that stands still from `step` on; it goes on when it gets SIGCONT.

    Its writes may begin within so many seconds of its claim.
    """
    with _process(world, step, "SIGSTOP", begins_within) as process:
        assert os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT) is not None
        yield process


@contextmanager
def _process(world: World, step: str, name: str, lease_for: float) -> Iterator[subprocess.Popen[str]]:
    shift = (world.time - datetime.now(UTC)).total_seconds()
    environment = os.environ | {"PARVIS_NOW_SHIFT": str(shift)}
    command = [sys.executable, "-c", WORKER, STEPS[step], name, str(lease_for), "dies"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
