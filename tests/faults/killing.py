"""`make faults KILLS=n`: a worker that writes a SQLite file is killed at random moments; file and ledger must be right.

The workers are forked from a process that has everything loaded, so that each writes almost from its first moment on.
"""

from __future__ import annotations

import multiprocessing
import random
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

import clock
from scheduler import steady
from scheduler.ticking import run
from settings import put
from tests.faults import hub, laying, plan
from tests.faults.ground import standing
from tests.faults.judging import Verdict, judge
from tests.faults.network import network
from tests.faults.plan import Wish, Words
from tests.faults.settling import quiet, settle
from tests.faults.sky import NIGHT, Sky
from tests.faults.staff import Staff
from tests.faults.under_sky import Sky as Seen
from tests.faults.under_sky import follow

EACH = 20  # deliveries that fall due between two kills
BETWEEN = 100.0  # seconds from one kill to the next: longer than a lease
LIVES = 0.6  # seconds a worker has at most from its first try on
STARTING = 20.0  # seconds it has for its first try


@dataclass(frozen=True)
class Survived:
    """What the kills came to: how many checks of the file found it whole, and how many tries died half-way."""

    verdict: Verdict
    whole: int
    interrupted: int


def kill_again_and_again(kills: int, seed: int, home: Path, say: Callable[[str], None]) -> Survived:
    """Kill `kills` writing workers, look at the file after each, let time pass until all is settled, and judge."""
    quiet()
    sky, dice = Sky(home, NIGHT), random.Random(f"{seed} kills")
    with standing("sqlite", home), clock.stopped_at(sky.now), network(sky, home) as (_, sandbox):
        put(**{name.removeprefix("PARVIS_").lower(): value for name, value in sky.environment(right=True).items()})
        wish = Wish(kills * EACH, 1, "sqlite", seed)
        accounts = plan.places(wish)
        laid = laying.lay(sandbox, accounts, _words(wish, accounts, dice), NIGHT)
        staff, whole = Staff(sandbox, laid, accounts), 0
        forked = multiprocessing.get_context("forkserver")
        forked.set_forkserver_preload([__name__])
        for number in range(kills):
            worker = forked.Process(target=_work, args=(f"worker-{number}", home / "right.clock"), daemon=True)
            _live(worker, dice.uniform(0, LIVES))
            whole += _is_whole(home / "parvis.db")
            sky.leap(BETWEEN)
        say(f"{kills} kills: {dict(hub.states())}, {hub.results()['none']} tries interrupted")
        interrupted = hub.results()["none"]
        settle(sky, staff, say)
        return Survived(judge(hub.rows(), sandbox.ledger()), whole, interrupted)


def _live(worker: BaseProcess, seconds: float) -> None:
    """Let a worker start, try something, go on for a moment, and be killed."""
    before, limit = hub.results().total(), time.monotonic() + STARTING
    worker.start()
    while hub.results().total() == before and time.monotonic() < limit:
        time.sleep(0.01)
    time.sleep(seconds)
    worker.kill()
    worker.join()


def _words(wish: Wish, accounts: list[plan.Place], dice: random.Random) -> list[Words]:
    """Return posts that fall due in portions, one for each worker's life."""
    return [
        Words(
            f"n{n:05}", place := dice.choice(accounts), "post", n // EACH * BETWEEN, f"Nouvelle [n{n:05}] {place.city}"
        )
        for n in range(wish.deliveries)
    ]


def _work(name: str, file: Path) -> None:
    with follow(Seen(file)):
        steady._watch = steady.Watch()  # as in a process that starts now
        vars(steady)["begin"] = lambda: None  # none lives long enough to wait for a lease; its clock is even here
        run(name)


def _is_whole(path: Path) -> bool:
    """Look at the file as a stranger does."""
    connection = sqlite3.connect(path, timeout=10)
    try:
        found = connection.execute("PRAGMA integrity_check").fetchall()
        loose = connection.execute("PRAGMA foreign_key_check").fetchall()
        return found == [("ok",)] and not loose
    finally:
        connection.close()
