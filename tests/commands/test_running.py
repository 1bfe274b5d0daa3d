"""Processes that stay: each starts, answers, and ends when it is told to; none starts on a port that is taken."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from sqlalchemy import select

from data import store
from data.models import Heartbeat
from settings import ROOT
from tests.commands.conftest import Parvis

PATIENCE = 60.0


@contextmanager
def _started(*words: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(ROOT / "parvis.py"), *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def _until(true: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    limit = time.monotonic() + PATIENCE
    while not true():
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < limit
        time.sleep(0.05)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("name", ["sandbox", "dashboard", "demo"])
def test_a_port_that_is_taken_is_one_sentence(parvis: Parvis, name: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        assert parvis(name, "--port", str(number)).failed_saying(str(number))


def test_an_address_that_is_not_ours_is_one_sentence(parvis: Parvis, home: Path) -> None:
    assert parvis("dashboard", "--host", "192.0.2.1").failed_saying("192.0.2.1")


@pytest.mark.parametrize("now", ["demain", "2026-12-05T10:00"])
def test_the_demo_refuses_a_time_without_meaning_before_it_starts_anything(
    parvis: Parvis, home: Path, port: int, now: str
) -> None:
    free = ("--port", str(port), "--sandbox-port", str(port))
    assert parvis("demo", *free, "--now", now).failed_saying(now)
    assert not list(home.iterdir())


def test_the_sandbox_answers_and_ends_when_told(home: Path, port: int) -> None:
    with _started("sandbox", "--port", str(port)) as process:
        _until(lambda: _answers(port), process)
        assert (home / "sandbox.db").exists()
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
    assert str(port) in out
    assert "Traceback" not in err


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # a process is costly; the rest runs on both
def test_the_dashboard_answers_and_ends_when_told(database: str, port: int) -> None:
    with _started("dashboard", "--port", str(port)) as process:
        _until(lambda: _answers(port), process)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
    assert "Traceback" not in err


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_scheduler_says_it_is_alive_under_its_name_and_ends_well(database: str) -> None:
    with _started("scheduler", "--worker", "w1") as process:
        _until(_alive, process)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Traceback" not in err


def _alive() -> bool:
    with store.reading() as session:
        return session.scalar(select(Heartbeat.worker).where(Heartbeat.worker == "w1")) is not None
