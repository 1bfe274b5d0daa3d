"""A database that is away for a moment ends no worker and loses no outcome: real servers, cut, crashed, failed over."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

import clock
import settings as settings_module
from connectors.sandbox.running import running
from data import store
from tests import clusters, databases
from tests.scheduler.workers import until, worker
from tests.scheduler.world import World, settled

HOW_MANY = 60
ANSWER_AFTER = 3  # seconds
CUT = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
    "WHERE datname = 'hub' AND pid <> pg_backend_pid() AND application_name <> 'test'"
)


@pytest.fixture
def server(home: Path) -> Iterator[str]:
    """A cluster of this test alone, which it may let die."""
    with databases.cluster(home / "a") as found:
        yield found


@pytest.fixture
def world(server: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The cast on that cluster, in real time, with a sandbox."""
    with running(home / "sandbox.db") as sandbox:
        monkeypatch.setenv("PARVIS_SANDBOX_URL", sandbox.url)
        monkeypatch.setenv("PARVIS_DATABASE_URL", databases.create(server, "hub"))
        settings_module.settings.cache_clear()
        store.migrate()
        sandbox.switch(rate_limits=False, duplicates=False)  # no network covers for us
        there = settled(sandbox, "postgresql", datetime.now(UTC))
        with clock.stopped_at(lambda: datetime.now(UTC)):
            yield there
        store.close()


@pytest.mark.kill
def test_connections_the_server_cuts_are_opened_again_and_nothing_leaves_twice(
    world: World, server: str, home: Path
) -> None:
    _queue(world)
    with worker("cut", home) as one:
        for sent in (10, 20, 30, 40):
            until(lambda sent=sent: world.states().count("published") >= sent, 60, one)
            with psycopg.connect(f"{server}/hub", autocommit=True, application_name="test") as connection:
                connection.execute(CUT)
        until(lambda: _settled(world), 60, one)
        assert not one.told("tick failed")
        assert len(one.told("database away")) <= 4
    _each_once(world)


@pytest.mark.kill
def test_the_outcome_of_a_request_in_flight_outlives_a_crash_of_the_database(
    world: World, server: str, home: Path
) -> None:
    world.sandbox.faults({"fault": "commit_then_slow", "method": "POST", "seconds": ANSWER_AFTER, "times": 2})
    world.queue_all([("colmar/x", "Avant la panne"), ("colmar/facebook", "Elle aussi")], tags=["safety"])
    with worker("crash", home) as one:
        until(lambda: len(world.said()) == 2, 30, one)  # visible, and not answered yet
        clusters.stop(home / "a")
        time.sleep(ANSWER_AFTER + 1)  # both answers come while the database is away
        clusters.start(home / "a", server)
        until(lambda: _settled(world), 60, one)
        assert world.results() == ["published", "published"]  # nothing was looked for: the answer was kept
    _each_once(world, 2)


@pytest.mark.kill
def test_a_database_away_for_long_is_told_once_and_work_goes_on_when_it_is_back(
    world: World, server: str, home: Path
) -> None:
    with worker("away", home) as one:
        clusters.stop(home / "a")
        until(lambda: one.told("database away"), 30, one)
        time.sleep(8)  # many ticks of each kind
        clusters.start(home / "a", server)
        until(lambda: one.told("database back"), 30, one)
        world.queue("colmar/x", "Encore là", tags=["safety"])
        until(lambda: world.states() == ["published"], 30, one)
        told = [line["event"] for line in one.lines() if line["event"] not in ("collected", "delivery", "started")]
        assert told == ["database away", "database back"]


@pytest.mark.kill
def test_a_worker_follows_the_primary_to_another_server(
    world: World, server: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _queue(world)
    with clusters.standby(home / "b", server) as second:
        first, other = (url.rpartition("@")[2] for url in (server, second))
        both = f"postgresql://parvis@/hub?host={first}&host={other}&target_session_attrs=read-write"
        store.close()
        monkeypatch.setenv("PARVIS_DATABASE_URL", both)
        settings_module.settings.cache_clear()
        with worker("follows", home) as one:
            until(lambda: world.states().count("published") >= 20, 60, one)
            clusters.stop(home / "a")
            clusters.promote(home / "b")
            until(lambda: _settled(world), 90, one)
            assert len(one.told("database away")) == 1
        _each_once(world)
        clusters.start(home / "a", server)  # its fixture stops it


def _queue(world: World) -> None:
    places = sorted(world.people.channel)
    world.queue_all([(places[n % len(places)], f"Nouvelle {n}") for n in range(HOW_MANY)], tags=["safety"])


def _settled(world: World) -> bool:
    return set(world.states()) == {"published"}


def _each_once(world: World, how_many: int = HOW_MANY) -> None:
    said = [(o["account"], o["text"]) for o in world.said()]
    assert len(said) == len(set(said)) == how_many
