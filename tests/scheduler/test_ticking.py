"""The clock strikes by itself, one failure stops nothing, and the process stops when it is told."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from data import store
from data.models import Channel, Heartbeat
from scheduler.lanes import Lanes
from scheduler.ticking import run
from sentiment import deep
from settings import ROOT
from tests.scheduler.world import World
from tests.sentiment import small_model


@contextmanager
def _ticking(worker: str = "w1") -> Iterator[threading.Thread]:
    stop = threading.Event()
    thread = threading.Thread(target=run, args=(worker, stop))
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def _until(true: Callable[[], bool], seconds: float = 60) -> bool:
    limit = time.monotonic() + seconds
    while not true() and time.monotonic() < limit:
        time.sleep(0.05)
    return true()


def test_a_running_scheduler_collects_publishes_reconciles_and_beats(world: World) -> None:
    world.sandbox.say("x", "colmar_demo", "Où se garer ?")
    world.sandbox.faults({"fault": "commit_then_5xx", "method": "POST", "host": "graph.facebook.com", "times": 1})
    world.queue("colmar/x", "Bonjour"), world.queue("colmar/facebook", "Perdu puis retrouvé")
    with _ticking():
        assert _until(lambda: len(world.messages()) == 1)
        assert _until(lambda: sorted(world.states()) == ["published", "unconfirmed"])
        world.later(seconds=5)
        assert _until(lambda: world.states() == ["published", "published"])
        with store.reading() as session:
            assert session.query(Heartbeat).one().worker == "w1"
    with store.reading() as session:
        assert session.query(Heartbeat).all() == []  # it ended as it should: nobody is to wonder about its silence
    assert len(world.said()) == 2


def test_a_mention_is_judged_deep_within_the_minute_it_came_in(world: World, tmp_path: Path) -> None:
    small_model.put(tmp_path / "deep")
    for number in range(40):
        world.sandbox.say("x", "colmar_demo", f"Le parking {number} est nul !", author=f"Visiteur {number}")
    with deep.reading(tmp_path / "deep"), _ticking():
        assert _until(lambda: len(world.messages()) == 40)
        assert all(one.label for one in world.messages())  # the fast judgement stands from the first moment
        assert _until(lambda: {one.tier for one in world.messages()} == {"deep/deep-1"})


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # a process costs seconds to start
def test_a_worker_told_to_stop_ends_by_itself_and_leaves_nothing_half_done(world: World, home: Path) -> None:
    world.sandbox.switch(rate_limits=False)
    world.time = datetime.now(UTC)  # the process lives in real time
    world.queue_all([("colmar/x", f"Nouvelle {n}") for n in range(300)], tags=["safety"])
    code, log = "from scheduler.ticking import run; run('told')", home / "worker.log"
    with log.open("wb") as told, subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stderr=told) as process:
        try:
            assert _until(lambda: "published" in world.states()), log.read_text()
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
        finally:
            process.kill()
    assert '"event": "stopped"' in log.read_text()
    assert set(world.states()) == {"published", "queued"}
    assert len(world.said()) == world.states().count("published")


def test_one_bad_account_stops_nobody_and_is_named_without_its_text(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    with store.writing() as session:  # credentials that are no credentials: an error nobody foresaw
        session.execute(update(Channel).where(Channel.id == world.people.channel["alsace/x"]).values(credentials=b"?"))
    world.queue("alsace/x", "Un secret"), world.queue("colmar/x", "Bonjour")
    with _ticking():
        assert _until(lambda: "published" in world.states())
    assert world.states() == ["queued", "published"]
    told = capsys.readouterr().err
    assert '"result": "Unreachable"' in told
    assert "Un secret" not in told


def test_a_database_that_fails_a_tick_does_not_end_the_process(world: World) -> None:
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    with _ticking() as thread:
        with store.writing() as session:
            session.connection().exec_driver_sql("ALTER TABLE deliveries RENAME TO deliveries_gone")
        time.sleep(2.5)  # two ticks of each kind
        assert thread.is_alive()
        with store.writing() as session:
            session.connection().exec_driver_sql("ALTER TABLE deliveries_gone RENAME TO deliveries")
        world.queue("colmar/x", "Encore là")
        assert _until(lambda: world.states() == ["published"])


def test_a_lane_is_given_once_to_an_account_and_others_go_on_beside_it() -> None:
    lanes, gate, seen = Lanes("test", 2), threading.Event(), []
    slow = lanes.start(1, gate.wait)
    assert slow is not None
    assert lanes.start(1, lambda: seen.append("again")) is None
    quick = lanes.start(2, lambda: seen.append("other"))
    assert quick is not None
    quick.result(10)
    gate.set()
    slow.result(10)
    lanes.close()
    assert seen == ["other"]
