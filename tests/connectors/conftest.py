"""Fixtures of this room: traffic turned to a server of ours, short patience, and eyes on every secret."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import settings as settings_module
from connectors.sandbox.running import Sandbox, running
from connectors.wire import Patience

Aim = Callable[[str], None]
SHORT = Patience(connect=0.5, read=0.5, whole=1.0)


@pytest.fixture
def aim(monkeypatch: pytest.MonkeyPatch) -> Aim:
    """Return a function that turns all traffic of the wire to an address."""

    def turn(url: str) -> None:
        monkeypatch.setenv("PARVIS_SANDBOX_URL", url)
        settings_module.settings.cache_clear()

    return turn


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Sandbox, Path]]:
    """A running sandbox and its file, one for each test module; suites empty it before each test."""
    file = tmp_path_factory.mktemp("sandbox") / "sandbox.db"
    with running(file) as box:
        yield box, file
