"""A worker told to stop claims nothing more, keeps the answers that are under way, and goes; told twice, it goes."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data import store
from data.models import Delivery, Heartbeat
from scheduler import ticking
from settings import ROOT
from tests.scheduler.workers import until, worker
from tests.scheduler.world import World

SLOW = {"fault": "commit_then_slow", "method": "POST", "host": "api.twitter.com", "seconds": 4}


@pytest.mark.kill
@pytest.mark.parametrize("wish", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_told_to_stop_keeps_the_answer_that_is_under_way_and_begins_nothing(
    world: World, home: Path, wish: signal.Signals
) -> None:
    _two_posts_answered_slowly(world)
    with worker("told", home) as one:
        until(lambda: world.said(), 30, one)
        one.process.send_signal(wish)
        assert one.process.wait(30) == 0
        assert one.told("stopped") == [one.lines()[-1]]
    assert world.states() == ["published", "queued"]
    assert world.results() == ["published"]
    with store.reading() as session:
        assert session.query(Heartbeat).all() == []


@pytest.mark.kill
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_worker_told_twice_goes_at_once_and_what_it_was_sending_stays_claimed(world: World, home: Path) -> None:
    _two_posts_answered_slowly(world)
    with worker("told", home) as one:
        until(lambda: world.said(), 30, one)
        one.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)  # the first has been heeded: the answer is still under way
        assert one.process.poll() is None
        one.process.send_signal(signal.SIGTERM)
        assert one.process.wait(2) == -signal.SIGTERM
    assert world.states() == ["sending", "queued"]
    with store.reading() as session:
        assert session.query(Delivery).filter(Delivery.lease_until.is_not(None)).count() == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_network_that_never_answers_does_not_keep_a_worker_from_stopping(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticking, "DRAIN_FOR", 0.5)
    _two_posts_answered_slowly(world)
    stop, ended = threading.Event(), []
    thread = threading.Thread(target=lambda: ended.append(ticking.run("w", stop)))
    thread.start()
    until(lambda: world.said(), 30)
    told_at = time.monotonic()
    stop.set()
    thread.join(30)
    assert ended == [False]
    assert time.monotonic() - told_at < 3
    until(lambda: world.states() == ["published", "queued"], 30)  # its thread ends later, and is let


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_wish_to_stop_is_heeded_whichever_thread_the_signal_reaches(database: str) -> None:
    """The kernel gives a signal to any thread of a process that was suspended; Python heeds it in the main one only."""
    code = """
import signal, threading, time
from scheduler import ticking
def told_here():
    time.sleep(1)
    signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
    time.sleep(60)
threading.Thread(target=told_here, daemon=True).start()
ticking.run("w")
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr


def _two_posts_answered_slowly(world: World) -> None:
    world.time = datetime.now(UTC)  # processes live in real time
    world.sandbox.faults(SLOW)
    world.queue_all([("colmar/x", "Sous les toits"), ("colmar/x", "Sur les quais")], tags=["safety"])
