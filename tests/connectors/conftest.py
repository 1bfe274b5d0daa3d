"""Fixtures of this room: traffic turned to a server of ours, short patience, and eyes on every secret."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import settings as settings_module
from connectors.wire import Patience

SHORT = Patience(connect=0.5, read=0.5, whole=1.0)


@pytest.fixture
def aim(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that turns all traffic of the wire to an address."""

    def turn(url: str) -> None:
        monkeypatch.setenv("PARVIS_SANDBOX_URL", url)
        settings_module.settings.cache_clear()

    return turn
