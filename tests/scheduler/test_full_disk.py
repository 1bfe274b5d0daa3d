"""A full disk: every command says so in a sentence, nothing is sent that cannot be recorded, and work goes on after."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from settings import ROOT
from tests import disk
from tests.scheduler.world import World

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # PostgreSQL's disk is its server's
PATIENCE = 90.0


def test_a_command_says_that_the_disk_is_full_sends_nothing_and_loses_nothing(world: World, home: Path) -> None:
    world.time = datetime.now(UTC)  # the commands live in real time
    world.sandbox.say("x", "colmar_demo", "Où se garer ?")
    world.queue("colmar/x", "Le vin chaud est prêt", tags=["safety"])
    disk.lengthen_the_log()
    words = ("post", "--as", "alice@example.org", "--channel", "colmar/x", "--text", "Bonjour à tous")
    for command in (("publish",), ("collect",), words, ("backup", str(home / "copy.zip"))):
        done = _parvis(*command)
        assert (done.returncode, done.stdout) == (1, ""), command
        told = [line for line in done.stderr.splitlines() if not line.startswith("{")]
        assert len(told) == 1, (command, done.stderr)
        assert "disque est plein" in told[0]
    assert not (home / "copy.zip").exists()
    assert not list(home.glob(".copy*"))
    assert (world.states(), world.said(), world.messages()) == (["queued"], [], [])
    command = [sys.executable, "parvis.py", "publish"]
    assert subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    assert world.states() == ["published"]


def _parvis(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "parvis.py"), *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=disk.full)


@pytest.mark.kill
def test_a_scheduler_outlives_a_full_disk_and_sends_nothing_twice(world: World, home: Path) -> None:
    world.sandbox.switch(rate_limits=False)
    world.time = datetime.now(UTC)
    with _scheduler(home) as process:
        world.queue("colmar/x", "Avant", tags=["safety"])
        _until(lambda: world.states() == ["published"], process, home)
        world.sandbox.faults(
            {"fault": "slow_then_commit", "host": "graph.facebook.com", "method": "POST", "seconds": 4}
        )
        world.queue("colmar/facebook", "En chemin", tags=["safety"])
        _until(lambda: world.states()[1] == "sending", process, home)
        disk.lengthen_the_log()
        disk.fill(process.pid)  # the claim stands, the outcome cannot be recorded
        for number in range(5):
            world.queue("mulhouse/x", f"Disque plein {number}", tags=["safety"])
        _until(lambda: "database away" in (home / "worker.log").read_text(), process, home)
        _until(lambda: len(world.said()) == 2, process, home)  # what was on its way arrived; nothing more left
        time.sleep(3)  # every tick strikes meanwhile
        assert sorted(o["text"] for o in world.said()) == ["Avant", "En chemin"]
        assert world.states()[2:] == ["queued"] * 5
        assert process.poll() is None
        disk.free(process.pid)
        world.sandbox.faults()
        _until(lambda: set(world.states()) == {"published"}, process, home)
    said = [o["text"] for o in world.said()]
    assert sorted(said) == sorted({"Avant", "En chemin", *(f"Disque plein {n}" for n in range(5))})
    assert "Traceback" not in (home / "worker.log").read_text()


@contextmanager
def _scheduler(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, str(ROOT / "parvis.py"), "scheduler", "--worker", "w"]
    with (home / "worker.log").open("wb") as log, subprocess.Popen(command, cwd=ROOT, stderr=log) as process:
        try:
            yield process
        finally:
            process.kill()


def _until(true: Callable[[], bool], process: subprocess.Popen[bytes], home: Path) -> None:
    limit = time.monotonic() + PATIENCE
    while not true():
        if process.poll() is not None or time.monotonic() > limit:
            pytest.fail((home / "worker.log").read_text()[-3000:])
        time.sleep(0.05)
