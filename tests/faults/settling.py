"""The quiet end of a round: time leaps from one moment that matters to the next until nothing is left to be done.

Each pass calls the very functions the workers' ticks call, in this process.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

import structlog

from scheduler.publish import publish
from scheduler.reconcile import reconcile
from scheduler.renewing import renew
from scheduler.tending import tend
from tests.faults import hub
from tests.faults.sky import Sky
from tests.faults.staff import Staff

LONGEST_LEAP = timedelta(minutes=20)
MOST_LEAPS = 120


def quiet() -> None:
    """Let this process log nothing: what it does for people and in the last passes is told by its result."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def settle(sky: Sky, staff: Staff, say: Callable[[str], None]) -> None:
    """Let time pass until the machine has nothing left to do, or it is clear that it never will have."""
    for leaps in range(MOST_LEAPS):
        staff.reconnect_all()
        renew()
        publish("the last")
        reconcile("the last")
        tend()
        left = hub.unsettled()
        if not left:
            say(f"settled after {leaps} leaps")
            return
        moment = hub.next_moment(sky.now())
        leap = min(moment - sky.now(), LONGEST_LEAP) if moment else LONGEST_LEAP
        sky.leap(max(0.1, leap.total_seconds() + 0.05))
    say(f"{hub.unsettled()} are still on the way")
