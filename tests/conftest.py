"""What every test stands on: a home of its own, a clock it can hold, no setting of the machine's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import settings as settings_module

for name in [name for name in os.environ if name.startswith("PARVIS_")]:
    del os.environ[name]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A fresh `PARVIS_HOME` for each test; settings are read again."""
    monkeypatch.setenv("PARVIS_HOME", str(tmp_path))
    settings_module.settings.cache_clear()
    yield tmp_path
    settings_module.settings.cache_clear()
