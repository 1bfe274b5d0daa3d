"""A fleet of Celery workers on Redis keeps the same promise, and nobody needs Celery who has no fleet."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

import clock
from data import store
from data.models import Attempt, Delivery, Heartbeat
from scheduler.publish import publish
from scheduler.reconcile import reconcile
from settings import ROOT
from tests import brokers
from tests.scheduler.workers import Worker, until
from tests.scheduler.world import World

HOW_MANY = 60
KILLED_AT = 20


@pytest.fixture
def broker(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A Redis of this test alone, in the environment of every process it starts."""
    with brokers.redis(home) as url:
        monkeypatch.setenv("PARVIS_BROKER_URL", url)
        yield url


@pytest.mark.kill
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_sixty_posts_leave_once_each_though_a_worker_is_killed(broker: str, world: World, home: Path) -> None:
    world.time = datetime.now(UTC)  # processes live in real time
    world.sandbox.switch(rate_limits=False, duplicates=False)  # no network covers for us
    world.sandbox.faults({"fault": "commit_then_slow", "method": "POST", "seconds": 0.4})
    places = sorted(world.people.channel)
    words = [(places[n % len(places)], f"Nouvelle {n}") for n in range(HOW_MANY)]
    with _celery("beat", home), _node("first", home) as one, _node("second", home) as two:
        until(lambda: one.told("started") and two.told("started"), 60, one, two)
        world.queue_all(words, tags=["safety"])
        until(lambda: world.states().count("published") >= KILLED_AT and _under_way(one), 40, one, two)
        os.killpg(one.process.pid, 9)
        until(lambda: "queued" not in world.states() or _only_waiting(), 40, two)  # the other goes on
        until(lambda: _alive() == ["fleet"], 20, two)
        two.process.terminate()
        assert two.process.wait(40) == 0
    assert "sending" in world.states(), "the kill fell between two deliveries: this run proves nothing"
    said = _later(world)
    assert set(world.states()) == {"published"}
    assert said == Counter(text for _, text in words)
    with store.reading() as session:
        assert session.scalar(select(func.count(Attempt.worker.distinct()))) >= 3
    assert not [line for line in (*one.lines(), *two.lines()) if line["event"] == "tick failed"]


def test_without_the_extra_nothing_imports_celery() -> None:
    code = """
import sys; sys.modules["celery"] = sys.modules["kombu"] = None
import commands.app, scheduler.ticking, dashboard.serve
commands.app.build()
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_forked_worker_speaks_to_the_database_on_a_connection_of_its_own(database: str) -> None:
    code = """
import os; from sqlalchemy import text; from data import store
mine = lambda: store.ask(text("SELECT pg_backend_pid() AS pid"))[0].pid
with store.reading() as session: kept = session.execute(text("SELECT pg_backend_pid()")).scalar()
before = mine()
if os.fork() == 0:
    store.after_fork()
    os._exit(mine() in (before, kept))
assert os.wait()[1] == 0 and mine() == before
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_fleet_refuses_to_start_without_a_key(database: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARVIS_SECRET_KEY", "")
    with _node("keyless", home) as one:
        assert one.process.wait(40) != 0
    assert "PARVIS_SECRET_KEY" in one.log.read_text("utf-8")


def _under_way(one: Worker) -> bool:
    """Tell whether a process that `one` forked is sending: claimed, and no outcome yet."""
    forked = Path(f"/proc/{one.process.pid}/task/{one.process.pid}/children").read_text().split()
    workers = [f"{socket.gethostname()}-{pid}" for pid in forked]
    with store.reading() as session:
        sending = select(Delivery.id).where(Delivery.state == "sending", Delivery.claimed_by.in_(workers))
        return session.scalars(sending.limit(1)).first() is not None


def _alive() -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(Heartbeat.worker)))


def _only_waiting() -> bool:
    """Tell whether all that is queued stands behind a delivery that was interrupted on its account."""
    with store.reading() as session:
        blocked = select(Delivery.channel_id).where(Delivery.state == "sending")
        free = select(Delivery.id).where(Delivery.state == "queued", Delivery.channel_id.not_in(blocked))
        return session.scalars(free.limit(1)).first() is None


def _later(world: World) -> Counter[str]:
    """Let leases end, and the same functions find and send what is left; return all that was ever said."""
    for minutes in range(2, 8):
        with clock.stopped_at(datetime.now(UTC) + timedelta(minutes=minutes)):
            reconcile("after")
            publish("after")
            said = Counter(o["text"] for o in world.said())
    return said


@contextmanager
def _node(name: str, home: Path, **environment: str) -> Iterator[Worker]:
    options = ("-n", f"{name}@here", "--pool", "prefork", "--concurrency", "2")
    with _celery("worker", home, *options, name=name, **environment) as running:
        yield running


@contextmanager
def _celery(verb: str, home: Path, *options: str, name: str = "", **environment: Any) -> Iterator[Worker]:
    """Run a Celery process with those it forks in a group of its own, killed at the end."""
    log = home / f"{name or verb}.log"
    command = [sys.executable, "-m", "celery", "-A", "scheduler.fleet", verb, *options]
    with log.open("wb") as told:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | environment, stdout=told, stderr=told, start_new_session=True
        )
        try:
            yield Worker(process, log)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, 9)
            process.wait()
