"""What every test stands on: a home of its own, a clock it can hold, and a migrated database of each kind.

A test that asks for `database` runs twice, on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck
from hypothesis import settings as trying
from playwright.sync_api import Browser, sync_playwright

import clock
import settings as settings_module
from data import store
from scheduler import steady
from tests import databases

for name in [name for name in os.environ if name.startswith("PARVIS_")]:
    del os.environ[name]

# how fast examples come tells of the machine, which may be busy with a browser or with other workers
trying.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
trying.load_profile("patient")

NEED_TORCH = "sentiment/test_teaching_deep.py"
collect_ignore = [] if find_spec("torch") else [NEED_TORCH]
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
KEY = "ZmFrZS1rZXktZm9yLXRlc3RzLW9ubHktMDEyMzQ1Njc="  # a key for tests, of no other use
NOON = datetime(2026, 12, 5, 12, 0, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that wait longest (workers killed, stories lived), so that none runs alone at the end."""
    items.sort(key=lambda item: item.get_closest_marker("kill") is None and "stories" not in item.path.parts)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what this machine leaves out."""
    for name in collect_ignore:
        terminalreporter.write_line(f"Not run: tests/{name}. It needs torch: make test-training.")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A fresh `PARVIS_HOME` and a secret key for each test; settings are read again."""
    monkeypatch.setenv("PARVIS_HOME", str(tmp_path))
    monkeypatch.setenv("PARVIS_SECRET_KEY", KEY)
    settings_module.settings.cache_clear()
    yield tmp_path
    settings_module.settings.cache_clear()


@pytest.fixture(autouse=True)
def plain_logs() -> None:
    """Begin with the logs of a process that configured none: some tests run what configures them for good."""
    structlog.reset_defaults()


@pytest.fixture(autouse=True)
def even_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Watch the clocks anew for each test: a worker that starts in one makes only that one wait for leases."""
    monkeypatch.setattr(steady, "_watch", steady.Watch())


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file, made once."""
    path = tmp_path_factory.mktemp("template") / "parvis.db"
    with _database_url(f"sqlite:///{path}"):
        store.migrate()
        store.close()
    return path


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A private cluster with a migrated database called `template_parvis`."""
    with databases.cluster(tmp_path_factory.mktemp("pg") / "cluster") as server:
        with _database_url(databases.create(server, "template_parvis")):
            store.migrate()
            store.close()
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A migrated, empty database in force; yields its kind."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), home / "parvis.db")
        url, server, name = f"sqlite:///{home / 'parvis.db'}", "", ""
    else:
        server, name = request.getfixturevalue("postgres"), f"t{abs(hash(home)) % 10**12}"
        url = databases.create(server, name, "template_parvis")
    monkeypatch.setenv("PARVIS_DATABASE_URL", url)
    settings_module.settings.cache_clear()
    yield request.param
    store.close()
    if server:
        databases.drop(server, name)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a worker: a second Playwright would find the first one's loop running."""
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def noon() -> Iterator[datetime]:
    """The clock stands at Saturday 5 December 2026, 12:00 UTC."""
    with clock.stopped_at(NOON):
        yield NOON


class _database_url:  # reads as a verb where it is used
    def __init__(self, url: str) -> None:
        self.url = url

    def __enter__(self) -> None:
        os.environ["PARVIS_DATABASE_URL"] = self.url
        settings_module.settings.cache_clear()

    def __exit__(self, *_: object) -> None:
        del os.environ["PARVIS_DATABASE_URL"]
        settings_module.settings.cache_clear()
