"""Lets the clock strike: one process, any number of which may run on one database. A kill loses nothing.

A tick only looks for what is due and hands it to lanes; what goes wrong in one is logged and never ends the process.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable
from datetime import UTC
from functools import partial
from typing import Any

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

import clock
from scheduler import collect, logs, publish, reconcile, tending
from scheduler.claiming import due_channels
from scheduler.lanes import Lanes

log = structlog.get_logger(__name__)
COLLECT_EVERY, PUBLISH_EVERY, RECONCILE_EVERY, TEND_EVERY, BEAT_EVERY = 2, 1, 2, 15, 5  # seconds
LANES = 8  # accounts served side by side, for each kind of work
ON_ONE_ACCOUNT = 200  # deliveries before another account has its turn
Ticks = dict[str, tuple[Callable[[], Any], int]]


def run(worker: str, stop: threading.Event | None = None) -> None:
    """Tick until `stop` is set, or SIGTERM or SIGINT comes; then let what runs end, and return."""
    stop = stop or threading.Event()
    if threading.current_thread() is threading.main_thread():
        for wish in (signal.SIGTERM, signal.SIGINT):
            # from a thread of its own: the handler interrupts `stop.wait`, which may hold the very lock `set` needs
            signal.signal(wish, lambda *_: threading.Thread(target=stop.set).start())
    logs.to_stderr()
    lanes = {name: Lanes(name, LANES) for name in ("collect", "publish", "reconcile")}
    ticks = _ticks(worker, lanes, stop)
    clockwork = _clockwork(ticks)
    for name, (tick, _) in ticks.items():
        _safely(name, tick)
    clockwork.start()
    log.info("started", worker=worker)
    stop.wait()
    clockwork.shutdown(wait=True)
    for lane in lanes.values():
        lane.close()
    log.info("stopped", worker=worker)


def _ticks(worker: str, lanes: dict[str, Lanes], stop: threading.Event) -> Ticks:
    def collecting() -> None:
        fetch = partial(collect.collect_channel, stop=stop)
        _side_by_side("collect", lanes, collect.due_channels(clock.now()), fetch)

    def publishing() -> None:
        drain = partial(publish.drain, worker=worker, limit=ON_ONE_ACCOUNT, stop=stop)
        _side_by_side("publish", lanes, due_channels(clock.now()), drain)

    def reconciling() -> None:
        reconcile.expire(clock.now())
        look = partial(reconcile.look_around, worker=worker, stop=stop)
        _side_by_side("reconcile", lanes, reconcile.channels_to_look_at(clock.now()), look)

    return {
        "beat": (partial(tending.beat, worker, clock.now()), BEAT_EVERY),
        "publish": (publishing, PUBLISH_EVERY),
        "collect": (collecting, COLLECT_EVERY),
        "reconcile": (reconciling, RECONCILE_EVERY),
        "tend": (tending.tend, TEND_EVERY),
    }


def _clockwork(ticks: Ticks) -> BackgroundScheduler:
    """Build the scheduler: jobs in memory, late ones run once and are never dropped, none beside itself."""
    defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    executors = {"default": ThreadPoolExecutor(len(ticks))}
    clockwork = BackgroundScheduler(timezone=UTC, job_defaults=defaults, executors=executors)
    for name, (tick, seconds) in ticks.items():
        clockwork.add_job(partial(_safely, name, tick), "interval", seconds=seconds, id=name)
    return clockwork


def _side_by_side(name: str, lanes: dict[str, Lanes], channel_ids: Iterable[int], work: Callable[[int], Any]) -> None:
    for channel_id in channel_ids:
        lanes[name].start(channel_id, partial(_safely, name, partial(work, channel_id), channel_id))


def _safely(name: str, work: Callable[[], Any], channel_id: int | None = None) -> None:
    """Do a piece of work; one that fails is named and leaves the process running: the next tick finds what is due."""
    try:
        work()
    except Exception as error:  # by design: its type alone is logged, its text may hold anything
        log.error("tick failed", tick=name, channel=channel_id, error=type(error).__name__)
