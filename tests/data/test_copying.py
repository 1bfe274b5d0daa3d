"""A copy of an installation comes back row for row, on either database; a doubtful one leaves nothing behind."""

from __future__ import annotations

import hashlib
import json
import threading
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, inspect, select, text
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
from tests import cast, databases
from tests.conftest import KEY
from tests.data.copies import ORIGINAL, PICTURE, Place, altered, everything, fill, with_manifest, working_at

LATER = timedelta(hours=1)


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
    many, plain = 1000, {"topics": [], "flags": [], "reasons": [], "probabilities": None}
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


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_single_wrong_byte_anywhere_is_noticed_and_nothing_is_written(
    copy: Path, elsewhere: Place, noon: datetime, home: Path
) -> None:
    whole, damaged = copy.read_bytes(), home / "damaged.parvis"
    for at in range(40, len(whole) - 1, max(len(whole) // 60, 1)):
        damaged.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        _refused_or_the_same(damaged, elsewhere, noon)
    for cut in (0, 10, len(whole) // 2, len(whole) - 5):
        damaged.write_bytes(whole[:cut])
        _refused(damaged, elsewhere, noon, "abîmé")


def test_a_row_that_was_changed_a_row_that_was_dropped_and_a_picture_that_was_swapped_are_noticed(
    copy: Path, elsewhere: Place, noon: datetime
) -> None:
    for entry, change in {
        "tables/users.jsonl": lambda kept: kept.replace(b"email", b"emall", 1),
        "tables/territories.jsonl": lambda _: b"",
        f"media/{PICTURE}": lambda kept: kept + b"!",
        "tables/posts.jsonl": lambda _: None,
    }.items():
        changed = altered(copy, lambda name, kept, e=entry, c=change: c(kept) if name == e else kept)  # type: ignore[misc]  # bound now
        _refused(changed, elsewhere, noon, "abîmé")


def test_a_picture_never_lands_outside_the_media_folder(copy: Path, elsewhere: Place, noon: datetime) -> None:
    def escape(manifest: dict[str, Any]) -> None:
        manifest["pictures"]["../../stolen.jpg"] = hashlib.sha256(b"a picture").hexdigest()

    _refused(with_manifest(copy, escape), elsewhere, noon, "abîmé")


def test_a_copy_of_a_newer_program_is_refused(copy: Path, elsewhere: Place, noon: datetime) -> None:
    _refused(with_manifest(copy, lambda m: m.update(revision="9999")), elsewhere, noon, "plus récente")
    _refused(with_manifest(copy, lambda m: m.update(format=2)), elsewhere, noon, "plus récente")


def test_a_database_that_holds_anything_is_left_alone(copy: Path, elsewhere: Place, noon: datetime) -> None:
    with working_at(elsewhere):
        store.migrate()
        with store.writing() as session:
            session.add(Territory(slug="ici", name="Ici"))
        with pytest.raises(NoCopy, match="déjà des données"):
            load(copy, noon)
        assert [row["slug"] for row in everything()["territories"]] == ["ici"]
        with store.writing() as session:
            session.delete(session.query(Territory).one())
        load(copy, noon)  # prepared, and empty again
        assert everything()["territories"]


def test_an_older_copy_is_brought_up_to_date(copy: Path, elsewhere: Place, noon: datetime, tmp_path: Path) -> None:
    """As a program at 0005 wrote it: only the tables and columns it knew."""
    with working_at(Place(f"sqlite:///{tmp_path / 'old.db'}", tmp_path)):
        store.migrate("0005")
        with store.engine().connect() as connection:
            then = inspect(connection)
            knew = {name: {column["name"] for column in then.get_columns(name)} for name in then.get_table_names()}
    digests: dict[str, str] = {}

    def older(entry: str, content: bytes) -> bytes | None:
        name = entry.removeprefix("tables/").removesuffix(".jsonl")
        if not entry.startswith("tables/"):
            return content
        if name not in knew:
            return None
        rows = [{k: v for k, v in json.loads(line).items() if k in knew[name]} for line in content.splitlines()]
        kept = b"".join(json.dumps(row, sort_keys=True, separators=(",", ":")).encode() + b"\n" for row in rows)
        digests[name] = hashlib.sha256(kept).hexdigest()
        return kept

    def told(manifest: dict[str, Any]) -> None:
        manifest["revision"] = "0005"
        manifest["sheets"] = [sheet for sheet in manifest["sheets"] if sheet["name"] in knew]
        for sheet in manifest["sheets"]:
            sheet["columns"] = {k: v for k, v in sheet["columns"].items() if k in knew[sheet["name"]]}
            sheet["sha256"] = digests[sheet["name"]]

    old = altered(copy, older).rename(copy.with_name("older.parvis"))
    with working_at(elsewhere):
        load(with_manifest(old, told), noon)
        assert store.revision_in_force()[0] == store.revision_in_force()[1]
        assert everything()["posts"][0]["recurrence_id"] is None
        assert everything()["messages"][0]["text"]


def test_a_row_that_does_not_come_back_as_it_was_undoes_all(
    copy: Path, elsewhere: Place, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with working_at(elsewhere):
        store.migrate()
        with store.writing() as session:  # a database that keeps something else than it was given
            trigger = (
                "CREATE TRIGGER wrong AFTER INSERT ON users BEGIN UPDATE users SET name = 'X'; END"
                if session.get_bind().dialect.name == "sqlite"
                else "CREATE RULE wrong AS ON INSERT TO users DO ALSO UPDATE users SET name = 'X'"
            )
            session.execute(text(trigger))
        with pytest.raises(NoCopy, match="users"):
            load(copy, noon)
        assert not any(everything().values())


def _refused(copy: Path, elsewhere: Place, at: datetime, says: str) -> None:
    with working_at(elsewhere):
        with pytest.raises(NoCopy, match=says):
            load(copy, at)
        elsewhere.home.mkdir(exist_ok=True)
        with store.engine().connect() as connection:
            assert store.revision_of(connection) is None
    (elsewhere.home / "parvis.db").unlink(missing_ok=True)


def _refused_or_the_same(copy: Path, elsewhere: Place, at: datetime) -> None:
    """A byte of zip's own bookkeeping may mean nothing: then all that counts is still whole."""
    from data.copying.opening import opened

    try:
        with opened(copy):
            pass
    except NoCopy:
        _refused(copy, elsewhere, at, "abîmé|plus récente")
