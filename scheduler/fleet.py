"""The same agenda for a fleet of Celery workers: thin tasks round the very same functions. Needs the extra `celery`.

A broker delivers at least once, so no task may be trusted to run once: the claim in the database stays the only gate.
One node runs `beat`; its tasks are hints that expire, and what is due is found in the database by whoever takes one.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from threading import Event
from typing import Any

import structlog
from celery import Celery, Task, signals

import clock
from data import sealed, store
from scheduler import logs, rulebook, steady, tending
from scheduler.agenda import AGENDA, EVERY, do, due_now
from scheduler.outage import Outage, safely
from settings import settings
from words import t

log = structlog.get_logger(__name__)
FLEET = "fleet"  # under this name its heartbeat is kept: beat, broker, a worker and the database were all there
BEAT_EVERY = 10  # seconds
WORK_FOR = 20.0  # seconds for one task; what is left is found again a second later, and a worker told to stop stops
WAITS_FOR = 10  # seconds a piece of work may stand in the queue before it is found anew
REDELIVERED_AFTER = 300  # seconds: a good deal more than the longest task

app = Celery("parvis")
_outage, _started_at = Outage(), clock.now()


def _settle_in() -> None:
    url = settings().broker_url
    redis = {"visibility_timeout": REDELIVERED_AFTER, "unacked_restore_throttle": 1}  # or it looks every 100 s at most
    app.conf.update(
        broker_url=url,
        broker_transport_options=redis if url.startswith(("redis", "sentinel")) else {},
        broker_connection_retry_on_startup=True,
        result_backend=None,
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        timezone="UTC",
        task_default_queue="parvis",
        beat_schedule=_beats(),
        beat_schedule_filename=str(settings().home / "celerybeat-schedule"),
    )


def _beats() -> dict[str, Any]:
    """Return what beat sends. A hint expires before the next but one: a fleet that stood still replays nothing."""
    strikes = {
        f"every {every} s": {"task": "parvis.strike", "schedule": every, "args": [every], "options": _until(2 * every)}
        for every in EVERY
    }
    return {"beat": {"task": "parvis.beat", "schedule": BEAT_EVERY, "options": _until(2 * BEAT_EVERY)}, **strikes}


def _until(seconds: float) -> dict[str, Any]:
    return {"expires": seconds}


class _For(Event):
    """A wish to stop that comes by itself after some seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._limit = time.monotonic() + seconds

    def is_set(self) -> bool:
        return super().is_set() or time.monotonic() >= self._limit


def _worker() -> str:
    return f"{socket.gethostname()}-{os.getpid()}"


def _task(kind: str) -> Task:
    """Make the task of one kind of work; its key is an account mostly."""

    def piece(key: int) -> None:
        safely(kind, lambda: do(kind, key, _worker(), _For(WORK_FOR)), _outage, key)

    return _named(piece, kind)


def _named(work: Callable[..., None], name: str) -> Task:
    return app.task(work, name=f"parvis.{name.replace(' ', '_')}")


def strike(every: int) -> None:
    """Find what is due and put each piece of work in the queue, once for each account."""

    def hand_out() -> None:
        for kind, key in due_now(every, clock.now()):
            TASKS[kind].apply_async((key,), **_until(WAITS_FOR))

    safely(f"every {every} s", hand_out, _outage)


def beat() -> None:
    """Say that the fleet is alive."""
    safely("beat", lambda: tending.beat(FLEET, _started_at), _outage)
    safely("rules", rulebook.tend, _outage)


def _log(**_: Any) -> None:
    logs.to_stderr()


def _ready(**_: Any) -> None:
    """Start only with a key that opens credentials, on a database at the version of this code."""
    try:
        sealed.seal({})
    except sealed.NoKey as failure:
        raise SystemExit(str(failure)) from None
    stands_at, expected = store.revision_in_force()
    if stands_at != expected:
        raise SystemExit(t("La base de données n'est pas à la version attendue : lancez « parvis.py migrate »."))
    store.close()  # what is opened here must not be shared by the processes forked next
    steady.begin()  # once for the node: those forked later know what it saw


def _forked(**_: Any) -> None:
    store.after_fork()
    safely("rules", rulebook.tend, _outage)


def _started(**_: Any) -> None:
    log.info("started", worker=_worker())


def _stopped(**_: Any) -> None:
    log.info("stopped", worker=_worker())


_settle_in()
TASKS = {kind: _task(kind) for kind in AGENDA}
STRIKE, BEAT = _named(strike, "strike"), _named(beat, "beat")
for _sign, _heed in (
    (signals.setup_logging, _log),
    (signals.worker_init, _ready),
    (signals.worker_process_init, _forked),
    (signals.worker_ready, _started),
    (signals.worker_shutdown, _stopped),
):
    _sign.connect(_heed)
