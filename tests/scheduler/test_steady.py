"""Leases are judged by one clock, the database's, and by none that has just jumped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from data import store
from data.models import Attempt, Delivery, Outcome
from scheduler import fleet, steady
from scheduler.claiming import LEASE_FOR, LEASE_FOR_A_PICTURE, Claim, claim
from scheduler.publish import publish, send
from scheduler.reconcile import expire, reconcile
from scheduler.steady import Watch
from scheduler.ticking import run
from tests.scheduler.world import World

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
A_LEASE = LEASE_FOR.total_seconds()


class Turned:
    """This machine's wall clock, and the monotonic one, as a test turns them."""

    def __init__(self) -> None:
        self.off, self.tick = timedelta(0), 1000.0
        self.watch = Watch(self.wall, lambda: self.tick)

    def wall(self) -> datetime:
        return datetime.now(UTC) + self.off

    def jumps(self, by: timedelta) -> None:
        self.off += by

    def passes(self, seconds: float) -> None:
        """Let time pass as it does, on both."""
        self.off += timedelta(seconds=seconds)
        self.tick += seconds


@pytest.fixture
def turned(monkeypatch: pytest.MonkeyPatch) -> Turned:
    clocks = Turned()
    monkeypatch.setattr(steady, "_watch", clocks.watch)
    return clocks


def _ticks() -> None:
    """Run a scheduler for its first ticks."""
    enough = threading.Event()
    enough.set()
    assert run("new", enough)


def _joins_a_fleet() -> None:
    fleet._ready()


on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # its clock is this machine's
on_postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


@on_sqlite
def test_after_a_jump_no_lease_is_over_until_a_whole_one_was_waited_out(world: World, turned: Turned) -> None:
    world.queue("colmar/x", "En route")
    claim(world.people.channel["colmar/x"], "w")
    turned.jumps(HOUR)
    world.later(hours=1)
    assert expire(world.time) == 0
    turned.passes(A_LEASE - 1)
    assert expire(world.later(seconds=A_LEASE - 1)) == 0
    turned.passes(1)
    assert expire(world.later(seconds=1)) == 1
    assert world.states() == ["unconfirmed"]


@on_sqlite
@pytest.mark.parametrize("starts", [_ticks, _joins_a_fleet], ids=["scheduler", "fleet"])
def test_a_worker_that_starts_after_a_jump_ends_no_lease_of_another(
    world: World, turned: Turned, monkeypatch: pytest.MonkeyPatch, starts: Callable[[], object]
) -> None:
    """It has seen no jump: the clock may have stepped before it was there."""
    world.queue("colmar/x", "En route")
    claim(world.people.channel["colmar/x"], "w")
    turned.jumps(10 * MINUTE)
    world.later(minutes=10)
    monkeypatch.setattr(steady, "_watch", Watch(turned.wall, lambda: turned.tick))
    starts()
    assert expire(world.time) == 0
    assert world.states() == ["sending"]
    turned.passes(A_LEASE)
    assert expire(world.later(seconds=A_LEASE)) == 1


@on_sqlite
def test_a_lease_with_pictures_is_waited_out_as_long_as_it_is(world: World, turned: Turned) -> None:
    world.queue("colmar/x", "Avec image")
    claim(world.people.channel["colmar/x"], "w")
    with store.writing() as session:
        session.query(Delivery).one().lease_until = world.time + LEASE_FOR + LEASE_FOR_A_PICTURE
    turned.jumps(HOUR)
    world.later(hours=1)
    assert expire(world.time) == 0
    turned.passes(A_LEASE)
    assert expire(world.time) == 0
    turned.passes(LEASE_FOR_A_PICTURE.total_seconds())
    assert expire(world.time) == 1


@on_sqlite
def test_an_absence_seen_just_after_a_jump_does_not_count(world: World, turned: Turned) -> None:
    world.sandbox.faults({"fault": "error_5xx_before", "method": "POST", "times": 1})
    i = world.queue("colmar/x", "Où es-tu ?")
    publish("w")
    turned.jumps(HOUR)
    world.later(hours=1)
    for _ in range(3):
        assert reconcile("w") == {"interrupted": 0, "not_yet": 1}
        turned.passes(29)
        world.later(seconds=120)
    assert world.delivery(i).absences == 0
    turned.passes(A_LEASE)
    reconcile("w")
    assert world.delivery(i).absences == 1


def test_a_clock_that_runs_evenly_is_believed_from_the_start_and_small_corrections_are_no_jump() -> None:
    clocks = Turned()
    for seconds in (1, 60, 3600):
        clocks.passes(seconds)
        clocks.jumps(SECOND * 4)  # slewed, or asked at a slow moment
        assert clocks.watch.hear("sqlite", clocks.wall()) == float("inf")
    clocks.jumps(-SECOND * 6)
    assert clocks.watch.hear("sqlite", clocks.wall()) == 0
    clocks.passes(50)
    assert clocks.watch.hear("sqlite", clocks.wall()) == 50


@on_postgresql
def test_a_machine_whose_clock_is_ahead_ends_no_lease_early(
    world: World, turned: Turned, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The claimer's clock is right; who judges lives ten minutes later. (One who lives earlier judges later.)"""
    true, off = world.time, 10 * MINUTE
    world.queue("colmar/x", "En route", tags=["safety"])
    claim(world.people.channel["colmar/x"], "right")
    turned.jumps(off)
    monkeypatch.setattr(steady, "_watch", Watch(turned.wall))
    assert expire(true + LEASE_FOR - 5 * SECOND + off) == 0
    assert expire(true + LEASE_FOR + 5 * SECOND + off) == 1


@on_postgresql
@pytest.mark.parametrize("off", [-10 * MINUTE, 10 * MINUTE], ids=["behind", "ahead"])
def test_what_a_machine_with_another_time_writes_is_in_the_database_s_time(
    world: World, monkeypatch: pytest.MonkeyPatch, turned: Turned, off: timedelta
) -> None:
    true, world.time = world.time, world.time + off
    world.queue("colmar/x", "En route")
    turned.jumps(off)
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(steady, "_watch", Watch(turned.wall))
        claimed = claim(world.people.channel["colmar/x"], "apart")
        assert isinstance(claimed, Claim)
        assert abs(claimed.lease_until - world.time - LEASE_FOR) < SECOND  # its own time: when its fence closes
        assert send(claimed) == "published"
    with store.reading() as session:
        tried, ended = session.query(Attempt).one(), session.query(Outcome).one()
    assert abs(tried.started_at - true) < 3 * SECOND
    assert abs(ended.ended_at - true) < 3 * SECOND


@on_postgresql
def test_a_database_whose_clock_jumped_ends_no_lease(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a failover another machine tells the time."""
    world.queue("colmar/x", "En route")
    watch = Watch()
    monkeypatch.setattr(steady, "_watch", watch)
    claim(world.people.channel["colmar/x"], "w")
    watch.hear("postgresql", datetime.now(UTC) - HOUR)
    assert expire(world.later(seconds=A_LEASE + 5)) == 0
    monkeypatch.setattr(steady, "_watch", Watch())
    assert expire(world.time) == 1
