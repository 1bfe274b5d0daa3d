"""A world for the scheduler: the standing cast, a real sandbox that knows them, and a clock that tests turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

import clock
import settings as settings_module
from connectors import CONNECTORS
from connectors.sandbox.running import running
from tests import cast as crew
from tests.conftest import NOON
from tests.receiving import Mailbox, Room, mailbox, room
from tests.scheduler import native
from tests.scheduler.native import Network, Speak
from tests.scheduler.world import World, settled


@pytest.fixture
def world(database: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The cast on both databases, connected to a sandbox of this test alone; Saturday noon, and the clock stands."""
    with running(home / "sandbox.db") as sandbox:
        monkeypatch.setenv("PARVIS_SANDBOX_URL", sandbox.url)
        settings_module.settings.cache_clear()
        there = settled(sandbox, database, NOON)
        with clock.stopped_at(lambda: there.time):
            yield there


@pytest.fixture
def there(database: str) -> Iterator[World]:
    """The cast on both databases, without any network; Saturday noon, and the clock stands."""
    world = World(cast("Any", None), crew.gather(NOON), database, NOON)
    with clock.stopped_at(lambda: world.time):
        yield world


@pytest.fixture
def box() -> Iterator[Mailbox]:
    """A real mail server."""
    with mailbox() as opened:
        yield opened


@pytest.fixture
def team() -> Iterator[Room]:
    """A real server for teams' rooms."""
    with room() as opened:
        yield opened


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Speak:
    """Return a function that lets the accounts on X speak with a small network instead, which it returns, empty."""

    def use(kind: type) -> Network:
        monkeypatch.setitem(CONNECTORS, "x", f"{native.__name__}:{kind.__name__}")
        monkeypatch.setattr(native, "network", Network())
        return native.network

    return use
