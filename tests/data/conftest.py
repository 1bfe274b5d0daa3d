"""A copy of an installation with a row in every table, and another installation to load it into, of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from data.copying.saving import save
from tests import databases
from tests.data.copies import Place, fill


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Another installation, of each kind: nothing in it yet, not even tables."""
    home = tmp_path / "elsewhere"
    if request.param == "sqlite":
        yield Place(f"sqlite:///{home / 'parvis.db'}", home)
        return
    server, name = request.getfixturevalue("postgres"), f"e{abs(hash(home)) % 10**12}"
    yield Place(databases.create(server, name), home)
    databases.drop(server, name)


@pytest.fixture
def copy(database: str, noon: datetime, home: Path) -> Path:
    """A copy of an installation with one row in every table."""
    fill()
    save(home / "copy.parvis")
    return home / "copy.parvis"
