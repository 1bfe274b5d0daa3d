"""A copy of an installation comes back row for row, on either database."""

from __future__ import annotations

import json
import os
import threading
import tracemalloc
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError

import clock
import settings as ground
from data import sealed, store
from data.copying import loading, saving
from data.copying.form import NoCopy
from data.copying.loading import load
from data.copying.saving import save
from data.models import AuditEvent, Channel, Message, Territory
from data.queries import search
from tests import cast
from tests.conftest import KEY
from tests.data.copies import ORIGINAL, PICTURE, Place, everything, working_at

LATER = timedelta(hours=1)


def test_every_row_comes_back_on_either_database(copy: Path, elsewhere: Place, noon: datetime) -> None:
    before = everything()
    assert all(before.values())
    with working_at(elsewhere):
        loaded = load(copy, noon + LATER)
        after = everything()
        assert (ground.settings().media / PICTURE).read_bytes() == b"a picture"
        assert (ground.settings().media / "private" / ORIGINAL).read_bytes() == b"what was handed in"
        assert store.revision_in_force()[0] == store.revision_in_force()[1]
    freeze, audit = after["freezes"].pop(), after["audit_events"].pop()
    assert (freeze["territory_id"], freeze["lifted_at"], audit["verb"]) == (1, None, "suspended")
    for name in ("sign_ins", "heartbeats"):
        assert after.pop(name) == []
        del before[name]
    for gone in ("collect_at", "renewing_until"):
        assert before["channels"][0].pop(gone) is not None
        assert after["channels"][0].pop(gone) is None
    assert after == before
    assert {sheet.rows for sheet in loaded.manifest.sheets} == {0, 1}


def test_restored_pictures_keep_their_names_through_a_power_cut(
    copy: Path, elsewhere: Place, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody cuts the power here: the names in force at each flush of a folder are those that survive."""
    kept: set[str] = set()
    flush = os.fsync

    def seen(file: int) -> None:
        flush(file)
        at = Path(os.readlink(f"/proc/self/fd/{file}"))
        if at.is_dir():
            kept.update(one.name for one in at.iterdir())

    monkeypatch.setattr(os, "fsync", seen)
    with working_at(elsewhere):
        load(copy, noon + LATER)
    assert {PICTURE, ORIGINAL} <= kept


def test_what_was_loaded_can_be_searched_cannot_be_falsified_and_goes_on_counting(
    copy: Path, elsewhere: Place, noon: datetime
) -> None:
    with working_at(elsewhere):
        load(copy, noon + LATER)
        with store.writing() as session:
            session.add(Territory(slug="next", name="Next"))
            session.flush()
        assert [hit.id for hit in search.newest(1, "l'été")] == _seen_by_one()
        with pytest.raises(DBAPIError, match="never change"), store.writing() as session:
            session.execute(text("UPDATE attempts SET number = 9"))


def _seen_by_one() -> list[int]:
    with store.reading() as session:
        return list(session.scalars(select(Message.id)))


def test_a_copy_holds_one_moment_while_others_write(database: str, noon: datetime, home: Path) -> None:
    people = cast.gather(noon)
    stop, written = threading.Event(), threading.Semaphore(0)

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with store.writing() as session:  # a pair: whoever sees one must see the other
                at, home_id = clock.now(), people.territory["colmar"]
                session.add(Territory(slug=f"t{number}", name="Pair"))
                session.add(AuditEvent(at=at, verb="pair", subject="x", subject_id=number, territory_id=home_id))
            written.release()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for round_number in range(5):
            for _ in range(3):
                assert written.acquire(timeout=20)
            save(home / "copy.parvis")
            pairs = len(_rows(home / "copy.parvis", "territories")) - len(people.territory)
            assert pairs >= 3 * (round_number + 1) - 1
            assert [row["subject_id"] for row in _rows(home / "copy.parvis", "audit_events")] == [*range(1, pairs + 1)]
    finally:
        stop.set()
        writer.join(20)


def _rows(copy: Path, table: str) -> list[dict[str, Any]]:
    with zipfile.ZipFile(copy) as opened:
        return [json.loads(line) for line in opened.read(f"tables/{table}.jsonl").splitlines()]


@pytest.mark.parametrize(("database", "elsewhere"), [("sqlite", "sqlite"), ("postgresql", "postgresql")], indirect=True)
def test_a_large_table_is_never_held_in_memory(
    copy: Path, elsewhere: Place, noon: datetime, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many, plain = 1500, {"topics": [], "flags": [], "reasons": [], "probabilities": None}
    row = {name: value for name, value in everything()["messages"][0].items() if name != "id"} | plain
    words = "Un très long récit de voyage. " * 300
    with store.writing() as session:
        session.execute(insert(Message), [row | {"remote_id": str(n), "text": f"{n} {words}"} for n in range(many)])
    for room in (saving, loading):
        monkeypatch.setattr(room, "AT_ONCE", 20)
    with working_at(elsewhere):
        store.migrate()
        assert store.knows("0001")  # reads every migration, once
    tracemalloc.start()
    save(home / "large.parvis")
    saved = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    with working_at(elsewhere):
        load(home / "large.parvis", noon + LATER)
        loaded = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        with store.reading() as session:
            assert session.scalar(select(func.count()).select_from(Message)) == many + 1
    assert max(saved, loaded) < many * len(words), (saved, loaded)


def test_secrets_stay_sealed_and_the_key_stays_home(database: str, noon: datetime, home: Path) -> None:
    people = cast.gather(noon, {"colmar/x": {"access_token": "a-very-secret-token"}})
    save(home / "copy.parvis")
    with zipfile.ZipFile(home / "copy.parvis") as opened:
        whole = b"".join(opened.read(name) for name in opened.namelist())
    with store.reading() as session:
        kept = session.get_one(Channel, people.channel["colmar/x"]).credentials
    assert b"colmar_demo" in whole
    assert b"a-very-secret-token" not in whole
    assert KEY.encode() not in whole
    row = next(row for row in _rows(home / "copy.parvis", "channels") if row["id"] == people.channel["colmar/x"])
    assert sealed.unseal(kept) == {"access_token": "a-very-secret-token"}
    assert row["credentials"]
    assert (home / "copy.parvis").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_picture_that_is_gone_is_named_and_stops_nothing(copy: Path, home: Path) -> None:
    (ground.settings().media / PICTURE).unlink()
    manifest = save(copy)
    assert manifest.missing == [PICTURE]
    assert list(manifest.pictures) == [f"private/{ORIGINAL}"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_copy_takes_the_place_of_a_copy_but_of_nothing_else(copy: Path, home: Path) -> None:
    save(copy)
    with pytest.raises(NoCopy, match=r"parvis\.db"):
        save(home / "parvis.db")
    assert not [path for path in home.iterdir() if path.name.startswith(".")]
