"""The command line as a person uses it: words in; exit code, output and the one sentence out. In this process."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import settings as ground
from commands.app import main
from commands.doctoring import durability
from connectors.sandbox.running import Sandbox, running
from tests import cast

ACCOUNTS = {"colmar/x": "1006", "colmar/facebook": "1007"}  # as the cast numbers them


@dataclass(frozen=True)
class Outcome:
    """What a command left: `code` as the shell sees it, what it printed, what it said on standard error."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The JSON printed."""
        return json.loads(self.out)

    def failed_saying(self, words: str) -> bool:
        """Tell whether this is a known failure: exit code 1 and one sentence holding `words`, nothing else."""
        return self.code == 1 and self.err.count("\n") == 1 and words in self.err and "Traceback" not in self.err


Parvis = Callable[..., Outcome]


@pytest.fixture
def parvis(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Parvis:
    """Run one command line: `parvis("user", "list", given="standard input")`."""

    def run(*words: str, given: str = "") -> Outcome:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given.encode()), "utf-8"))
        capsys.readouterr()
        ground.settings.cache_clear()
        with pytest.raises(SystemExit) as ended:
            main(words)
        printed = capsys.readouterr()
        return Outcome(int(ended.value.code or 0), printed.out, printed.err)

    return run


@pytest.fixture(autouse=True)
def server_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let doctor pass over the one thing the tests' PostgreSQL is not: safe from a power cut."""
    monkeypatch.setitem(durability.DEMANDED, "fsync", frozenset({"on", "off"}))


@pytest.fixture
def people(database: str, noon: datetime) -> cast.Cast:
    """The standing cast, in a migrated database of each kind."""
    return cast.gather(noon)


@pytest.fixture
def town(
    database: str, noon: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Sandbox, cast.Cast]]:
    """A sandbox that runs, with Colmar's two accounts connected to the cast's."""
    with running(tmp_path / "sandbox.db") as sandbox:
        keys = {
            name: sandbox.account(name.partition("/")[2], remote_id, "colmar_demo", "Colmar", "colmar")
            for name, remote_id in ACCOUNTS.items()
        }
        monkeypatch.setenv("PARVIS_SANDBOX_URL", sandbox.url)
        ground.settings.cache_clear()
        yield sandbox, cast.gather(noon, keys)
