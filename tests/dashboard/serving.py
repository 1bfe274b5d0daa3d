"""A real dashboard in a process of its own, over a small world: the cast with passwords, and a few conversations."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import requests
from sqlalchemy import select

import clock
from data import store
from data.models import Heartbeat, User
from desk.people import hashed
from settings import ROOT
from tests import cast
from tests.conftest import KEY
from words import s

PATIENCE = 40.0  # seconds


@dataclass(frozen=True)
class Served:
    """Where it listens, where its files are, and who and what is in it."""

    url: str
    home: Path
    cast: cast.Cast
    colmar: int  # a conversation of Colmar
    mulhouse: int  # a conversation of Mulhouse
    pid: int = 0  # of the process that serves


def password(name: str) -> str:
    """Return the password of one of the cast."""
    return f"parvis-{name}-parvis"


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return the environment of a process that works in `home`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PARVIS_")}
    url = f"sqlite:///{home / 'parvis.db'}"
    return kept | {"PARVIS_HOME": str(home), "PARVIS_SECRET_KEY": KEY, "PARVIS_DATABASE_URL": url} | more


def world(at: datetime, *, demo: bool = False) -> tuple[cast.Cast, int, int]:
    """Store the cast with passwords, a heartbeat, and one conversation in Colmar and one in Mulhouse."""
    people = cast.gather(at)
    with store.writing() as session:
        for user in session.scalars(select(User)):
            user.password, user.demo = hashed(password(user.email.split("@")[0])), demo
        session.add(Heartbeat(worker="test", started_at=at, at=at + timedelta(hours=8)))
    chip = s("réclamation").kept()
    colmar = cast.conversation(people, "colmar/x", "Accueil déplorable ce matin *vraiment*", at, rank=4, chip=chip)
    mulhouse = cast.conversation(people, "mulhouse/facebook", "Le musée ouvre à quelle heure ?", at)
    return people, colmar, mulhouse


@contextmanager
def served(home: Path, migrated: Path, *, demo: bool = False, people: bool = True) -> Iterator[Served]:
    """Serve the small world from `home` until the block ends; without `people`, what the given file holds already."""
    home.mkdir(parents=True, exist_ok=True)
    shutil.copy(migrated, home / "parvis.db")
    found = (cast.Cast({}, {}, {}), 0, 0)
    if people:
        with working_in(home):
            found = world(clock.now(), demo=demo)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = environment(home, **({"PARVIS_DEMO": "1"} if demo else {}))
    run = f"from dashboard.serve import serve; serve('127.0.0.1', {port})"
    with (home / "log.txt").open("w") as log:
        process = subprocess.Popen([sys.executable, "-c", run], cwd=ROOT, env=told, stdout=log, stderr=log)
    try:
        _await(f"http://127.0.0.1:{port}/health", process, home)
        yield Served(f"http://127.0.0.1:{port}", home, *found, process.pid)
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def working_in(home: Path) -> Iterator[None]:
    """Work in this very process on the files of `home`, until the block ends."""
    import settings

    before = dict(os.environ)
    os.environ.update(environment(home))
    settings.settings.cache_clear()
    try:
        yield
    finally:
        store.close()
        os.environ.clear()
        os.environ.update(before)
        settings.settings.cache_clear()


def _await(url: str, process: subprocess.Popen[bytes], home: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            requests.get(url, timeout=2)
            return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError((home / "log.txt").read_text())
