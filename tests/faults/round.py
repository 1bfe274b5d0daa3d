"""One round: all is laid, the storm passes, time leaps until all is settled, and hub and ledger are compared."""

from __future__ import annotations

import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import clock
from tests.faults import hub, laying, plan, storm
from tests.faults.ground import standing
from tests.faults.judging import Verdict, judge
from tests.faults.network import network
from tests.faults.plan import Wish
from tests.faults.settling import quiet, settle
from tests.faults.sky import NIGHT, Sky
from tests.faults.staff import Staff
from tests.faults.striking import Fate
from tests.faults.workers import heartbeats, workers

LAYING = timedelta(minutes=30)  # more than it takes to lay everything; what is left of it is leapt over


@dataclass(frozen=True)
class Report:
    """What a round came to, and what it went through: strikes and exits of the workers by kind, tries by result."""

    verdict: Verdict
    seconds: float
    struck: Counter[str]
    results: Counter[str]
    exits: Counter[int]
    staff: Staff
    overstayed: int

    @property
    def sound(self) -> bool:
        """Tell whether every promise was kept."""
        return self.verdict.sound and not (self.staff.left_frozen or self.staff.flushed or self.overstayed)


def play(wish: Wish, home: Path) -> Report:
    """Play one round in `home`, an empty folder, and return its report."""
    begun = time.monotonic()
    quiet()

    def say(line: str) -> None:
        print(f"{time.monotonic() - begun:6.1f} s  {line}", file=sys.stderr, flush=True)

    starts_at = NIGHT - timedelta(seconds=wish.lasts_for / 2)
    sky = Sky(home, starts_at - LAYING)
    with (
        standing(wish.database, home) as ground,
        clock.stopped_at(sky.now),
        network(sky, home) as (process, sandbox),
        workers(wish, sky, home) as crew,
    ):
        accounts = plan.places(wish)
        words = plan.words(wish, accounts)
        laid = laying.lay(sandbox, accounts, words, starts_at)
        say(f"laid {len(words)} deliveries on {len(accounts)} accounts")
        staff = Staff(sandbox, laid, accounts)
        fate = Fate(wish, ground, sky, process, crew, sandbox, staff, home / "strikes.log")
        fate.weather(None)
        sky.leap((starts_at - sky.now()).total_seconds() - storm.LEAD)  # before they start: a jump is a fault
        try:
            storm.start(crew, heartbeats(wish))
            storm.run(wish, fate, staff, crew, words, say)
        finally:
            say("the workers are asked to end")
            for one in crew:
                one.stop(signal.SIGTERM)
        settle(sky, staff, say)
        verdict = judge(hub.rows(), sandbox.ledger(), sky.worst, plan.due(words, starts_at))
        for line in verdict.why:
            say(line)
        exits = sum((one.exits for one in crew), Counter[int]())
        overstayed = sum(one.overstayed for one in crew)
        return Report(verdict, time.monotonic() - begun, fate.struck, hub.results(), exits, staff, overstayed)
