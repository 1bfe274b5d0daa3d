"""The demo takes away what is a demo's and nothing else, opens on this machine only, and outlives its scheduler."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import clock
from commands.app import main
from commands.demo import keeping
from commands.demo.starting import _Running
from commands.failing import Failed
from data import store
from data.models import Territory, User
from settings import leave_beside, settings


@pytest.fixture
def own(home: Path, migrated_file: Path) -> Path:
    """A migrated SQLite file in the home, reached without any database URL."""
    (home / "parvis.db").write_bytes(migrated_file.read_bytes())
    return home


def test_an_installation_with_a_territory_and_nobody_yet_is_left_alone(own: Path) -> None:
    with store.writing() as session:
        session.add(Territory(slug="alsace", name="Alsace"))
    with pytest.raises(Failed, match="intacte"):
        keeping.make_room(own)
    with store.reading() as session:
        assert session.query(Territory).count() == 1
    store.close()


def test_an_installation_with_one_real_person_among_demo_people_is_left_alone(own: Path) -> None:
    with store.writing() as session:
        for name, demo in (("camille", True), ("zoe", False)):
            session.add(User(email=f"{name}@example.org", name=name, demo=demo, created_at=clock.now()))
    with pytest.raises(Failed, match="intacte"):
        keeping.make_room(own)
    store.close()


def test_an_earlier_demo_is_taken_away(own: Path) -> None:
    with store.writing() as session:
        session.add(User(email="camille@demo.example", name="Camille", demo=True, created_at=clock.now()))
    keeping.make_room(own)
    assert not (own / "parvis.db").exists()


def test_a_database_elsewhere_never_becomes_a_demo(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    leave_beside(home, demo=1, sandbox_url="http://127.0.0.1:8600")
    monkeypatch.delenv("PARVIS_SECRET_KEY")
    monkeypatch.setenv("PARVIS_DATABASE_URL", "postgresql://127.0.0.1/real")
    settings.cache_clear()
    assert (settings().demo, settings().sandbox_url) == (False, "")


@pytest.mark.parametrize("words", [["--host", "0.0.0.0"], ["--name", "desk.example.org"]])
def test_the_demo_never_opens_beyond_this_machine(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARVIS_DEMO", "1")
    settings.cache_clear()
    with pytest.raises(SystemExit) as ended:
        main(["dashboard", "--port", "8599", *words])
    assert ended.value.code == 1
    assert "que sur cette machine" in capsys.readouterr().err


def test_a_dead_scheduler_is_said_and_the_rest_goes_on(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    running = _Running([_sleeper(home, "dashboard"), _sleeper(home, "scheduler")])
    try:
        os.kill(running.started[1].pid, signal.SIGKILL)
        running.started[1].wait(10)
        running.watch()
        running.watch()
        assert capsys.readouterr().out.count("parvis.py scheduler") == 1
        os.kill(running.started[0].pid, signal.SIGKILL)
        running.started[0].wait(10)
        with pytest.raises(Failed, match="dashboard"):
            running.watch()
    finally:
        running.stop()


def _sleeper(folder: Path, name: str) -> subprocess.Popen[bytes]:
    """Start a process called as those of the demo are: a program, then its name."""
    (folder / "sleeper.py").write_text("import time; time.sleep(60)")
    return subprocess.Popen([sys.executable, str(folder / "sleeper.py"), name])
