"""The loud part of a round: workers run, words fall due, all strikes at its time; then good health, and an end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from tests.faults import hub, weather
from tests.faults.plan import Wish, Words
from tests.faults.processes import Child, tail
from tests.faults.staff import Staff, persist
from tests.faults.strikes import strikes
from tests.faults.striking import Fate

LEAD = 5.0  # seconds the workers have to start before the first words fall due
STARTING = 120.0  # seconds the workers have for their first heartbeat
LAST = 90.0  # seconds more of bad weather at most, for what has not struck yet
CALM = {True: 10.0, False: 240.0}  # seconds of good health at most, beside a long round's own length, with the workers
LOOK_EVERY, TELL_EVERY = 0.2, 10.0  # seconds
AT_ONCE = 24  # strikes, people and clerks at the same time

Tell = Callable[[str], None]


def start(crew: Sequence[Child], heartbeats: int) -> None:
    """Start the workers and wait until they have said that they are alive. Raises RuntimeError when they do not."""
    for one in crew:
        one.start()
    limit = time.monotonic() + STARTING
    while hub.alive() < heartbeats:
        if time.monotonic() > limit:
            raise RuntimeError("the workers do not start:\n" + tail(crew[0].log))
        time.sleep(LOOK_EVERY)


def run(wish: Wish, fate: Fate, staff: Staff, crew: Sequence[Child], words: Sequence[Words], say: Tell) -> None:
    """Run the workers through the storm and some calm, and ask them to end; what fails here fails the round."""
    started, over = time.monotonic(), threading.Event()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        replies = [one for one in words if one.how == "reply"]
        jobs = [pool.submit(staff.answer, replies, started, over), pool.submit(_watch, crew, staff, say, over)]
        try:
            _storm(wish, fate, pool, jobs, started)
            _until(time.monotonic() + LAST, jobs, lambda: not fate.missing())
            fate.weather(None)
            say("good health again")
            done_at = (
                time.monotonic() + weather.SLOWEST
            )  # a leap of time before that would make a slow network hours late
            quiet = partial(hub.busy, looking=not wish.short)
            calm = CALM[wish.short] + (0.0 if wish.short else wish.lasts_for)
            _until(time.monotonic() + calm, jobs, lambda: not persist(quiet))
            _until(done_at, jobs)
        finally:
            over.set()
            for job in jobs:
                job.result()
    fate.count_weather()


def _storm(wish: Wish, fate: Fate, pool: ThreadPoolExecutor, jobs: list[Future[None]], started: float) -> None:
    """Let everything strike at its time; return once all words have fallen due and the last strike is over."""
    every = wish.lasts_for / weather.spells(wish)
    events = [(spell * every, partial(fate.weather, spell)) for spell in range(weather.spells(wish))]
    events += [(one.at, partial(fate.strike, one)) for one in strikes(wish)]
    struck = []
    for at, what in sorted(events, key=lambda event: event[0]):
        _until(started + at, jobs)
        struck.append(pool.submit(what))
    _until(started + wish.lasts_for, jobs)
    for one in struck:
        one.result()


def _until(moment: float, jobs: Sequence[Future[None]], enough: Callable[[], bool] = lambda: False) -> None:
    """Wait for a moment, or until it is enough; a job that failed meanwhile ends the round at once."""
    while (left := moment - time.monotonic()) > 0 and not enough():
        time.sleep(min(LOOK_EVERY, left))
        for job in jobs:
            if job.done():
                job.result()


def _watch(crew: Sequence[Child], staff: Staff, say: Tell, over: threading.Event) -> None:
    """Start again what died, reconnect what was disconnected, and tell how it goes."""
    told = time.monotonic()
    while not over.wait(LOOK_EVERY):
        for one in crew:
            one.tend()
        persist(staff.reconnect_all)
        if time.monotonic() > told + TELL_EVERY:
            told = time.monotonic()
            say(", ".join(f"{number} {state}" for state, number in sorted(persist(hub.states).items())))
