"""A world for the scheduler: the standing cast, a real sandbox that knows them, and a clock that tests turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import clock
import settings as settings_module
from connectors.sandbox.running import running
from tests.conftest import NOON
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
