"""A doubtful copy is refused and leaves nothing behind; an older one is brought up to date."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text

from data import store
from data.copying.form import NoCopy
from data.copying.loading import load
from data.copying.opening import opened
from data.models import Territory
from tests.data.copies import PICTURE, Place, altered, everything, with_manifest, working_at


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
    try:
        with opened(copy):
            pass
    except NoCopy:
        _refused(copy, elsewhere, at, "abîmé|plus récente")
