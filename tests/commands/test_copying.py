"""backup and restore as an operator types them: a sentence each, exit code 1 for what is refused, nothing half."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

import settings as ground
from data import store
from data.copying.saving import save
from settings import ROOT
from tests import cast
from tests.commands.conftest import Parvis
from tests.commands.test_operating import OTHER
from tests.conftest import KEY
from tests.data.copies import PICTURE, everything, fill


def _to(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go on in a fresh installation."""
    store.close()
    monkeypatch.setenv("PARVIS_HOME", str(home))
    monkeypatch.delenv("PARVIS_DATABASE_URL", raising=False)
    ground.settings.cache_clear()


def test_a_backup_restored_elsewhere_says_what_it_did_and_what_to_do(
    parvis: Parvis, people: cast.Cast, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.zip"
    made = parvis("backup", str(copy))
    assert (made.code, made.err) == (0, "")
    assert "PARVIS_SECRET_KEY" in made.out
    assert KEY not in made.out
    before = everything()
    _to(tmp_path / "fresh", monkeypatch)
    loaded = parvis("restore", str(copy))
    assert (loaded.code, loaded.err) == (0, "")
    assert "suspendu" in loaded.out
    assert everything()["users"] == before["users"]
    assert parvis("restore", str(copy)).failed_saying("contient déjà")
    assert parvis("channel", "list").code == 0
    store.close()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_key_that_does_not_open_the_secrets_is_told_at_once(
    parvis: Parvis, people: cast.Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert parvis("backup", str(tmp_path / "copy.zip")).code == 0
    _to(tmp_path / "fresh", monkeypatch)
    monkeypatch.setenv("PARVIS_SECRET_KEY", OTHER)
    loaded = parvis("restore", str(tmp_path / "copy.zip"))
    assert loaded.code == 0
    assert f"n'ouvre pas {len(people.channel)} secret(s)" in loaded.out
    store.close()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_cannot_be_done_is_one_sentence(parvis: Parvis, people: cast.Cast, tmp_path: Path) -> None:
    (tmp_path / "letter.zip").write_text("not a copy")
    assert parvis("backup", str(tmp_path / "letter.zip")).failed_saying("letter.zip")
    assert (tmp_path / "letter.zip").read_text() == "not a copy"
    assert parvis("backup", str(tmp_path / "no" / "folder.zip")).failed_saying("folder.zip")
    assert parvis("restore", str(tmp_path / "letter.zip")).failed_saying("abîmé")
    assert parvis("restore", str(tmp_path / "absent.zip")).failed_saying("absent.zip")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.kill
def test_a_restore_that_is_killed_leaves_nothing_half_and_can_be_done_again(
    database: str, noon: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill()
    copy = tmp_path / "copy.zip"
    save(copy)
    before = everything()
    _to(tmp_path / "fresh", monkeypatch)
    for number in range(4):
        command = [sys.executable, str(ROOT / "parvis.py"), "restore", str(copy)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, env=os.environ.copy()) as process:
            _until_it_writes(process, tmp_path / "fresh", number)
            process.send_signal(signal.SIGKILL)
        with store.engine().connect() as connection:
            stands_at = store.revision_of(connection)
        store.close()
        if stands_at is not None:  # it had ended before the signal: all of it is there
            break
    else:
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    assert everything()["messages"] == before["messages"]
    assert (ground.settings().media / PICTURE).exists()
    store.close()


def _until_it_writes(process: subprocess.Popen[bytes], home: Path, number: int) -> None:
    limit = time.monotonic() + 60
    wal = home / "parvis.db-wal"
    while process.poll() is None and time.monotonic() < limit:
        if wal.exists() and (number == 0 or wal.stat().st_size > 100_000 * number):
            return
        time.sleep(0.002)
