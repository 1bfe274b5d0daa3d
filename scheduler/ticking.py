"""Lets the clock strike: one process, any number of which may run on one database. A kill loses nothing.

A tick only looks for what is due and hands it to lanes; what goes wrong in one is logged and never ends the process.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from datetime import UTC
from functools import partial
from typing import Any

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

import clock
from scheduler import logs, rulebook, steady, tending
from scheduler.agenda import AGENDA, EVERY, do, due_now
from scheduler.lanes import Lanes
from scheduler.outage import Outage, safely

log = structlog.get_logger(__name__)
BEAT_EVERY = 10  # seconds
HEARKEN_EVERY = 0.5  # seconds
DRAIN_FOR = 60.0  # seconds that running work has to end once this process was told to stop
Ticks = dict[str, tuple[Callable[[], Any], int]]


def run(worker: str, stop: threading.Event | None = None) -> bool:
    """Tick until `stop` is set, or SIGTERM or SIGINT comes; claim nothing more, let what runs end, and return.

    A second signal ends the process at once. False: after `DRAIN_FOR` seconds some work still ran; what it sends is
    looked for when its lease ends.
    """
    stop = stop or threading.Event()
    if threading.current_thread() is threading.main_thread():
        _heed_signals(stop)
    logs.to_stderr()
    steady.begin()
    lanes, outage = {kind: Lanes(kind, work.side_by_side) for kind, work in AGENDA.items()}, Outage()
    ticks = _ticks(worker, lanes, outage, stop)
    for tick, _ in ticks.values():
        tick()
    clockwork = _clockwork(ticks)
    clockwork.start()
    log.info("started", worker=worker)
    while not stop.wait(HEARKEN_EVERY):
        pass  # a signal may be taken by any thread (after a suspension it often is), and is heeded when this one wakes
    ended = _drain(clockwork, lanes)
    safely("leave", partial(tending.leave, worker), outage)
    log.info("stopped", worker=worker, drained=ended)
    return ended


def _heed_signals(stop: threading.Event) -> None:
    wishes = signal.SIGTERM, signal.SIGINT

    def first(*_: object) -> None:
        for wish in wishes:
            signal.signal(wish, signal.SIG_DFL)
        # from a thread of its own: this handler interrupts `stop.wait`, which may hold the very lock `set` needs
        threading.Thread(target=stop.set).start()

    for wish in wishes:
        signal.signal(wish, first)


def _ticks(worker: str, lanes: dict[str, Lanes], outage: Outage, stop: threading.Event) -> Ticks:
    """Return what strikes, each with its seconds."""

    def hand_out(every: int) -> None:
        for kind, key in due_now(every, clock.now()):
            piece = partial(safely, kind, partial(do, kind, key, worker, stop), outage, key)
            lanes[kind].start(key, piece)

    strikes: Ticks = {"rules": (rulebook.tend, BEAT_EVERY)}
    strikes |= {"beat": (partial(tending.beat, worker, clock.now()), BEAT_EVERY)}
    strikes |= {f"every {every} s": (partial(hand_out, every), every) for every in EVERY}
    return {name: (partial(safely, name, strike, outage), every) for name, (strike, every) in strikes.items()}


def _clockwork(ticks: Ticks) -> BackgroundScheduler:
    """Build the scheduler: jobs in memory, late ones run once and are never dropped, none beside itself."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it warns of each tick left out while one is slow
    defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    executors = {"default": ThreadPoolExecutor(len(ticks))}
    clockwork = BackgroundScheduler(timezone=UTC, job_defaults=defaults, executors=executors)
    for name, (tick, seconds) in ticks.items():
        clockwork.add_job(tick, "interval", seconds=seconds, id=name)
    return clockwork


def _drain(clockwork: BackgroundScheduler, lanes: dict[str, Lanes]) -> bool:
    limit = time.monotonic() + DRAIN_FOR
    clockwork.shutdown(wait=True)
    ended = [lane.close(max(0.0, limit - time.monotonic())) for lane in lanes.values()]
    return all(ended)
