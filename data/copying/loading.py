"""Load a copy into an empty database: all of it in one transaction, proved by its digests, or nothing.

What was under way when the copy was made is left to `quieting`, inside the same transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, inspect, make_url, text, update
from sqlalchemy.orm import Session

from data import store
from data.copying import pictures
from data.copying.form import Manifest, NoCopy, Sheet, table_of
from data.copying.opening import Copy, opened
from data.copying.quieting import Quiet, quieten
from data.copying.saving import lines
from data.models import Base
from settings import settings
from words import t

AT_ONCE = 500  # rows held in memory
ALONE = 7_326_401  # an advisory lock of PostgreSQL: two restores at once wait for each other


@dataclass(frozen=True)
class Loaded:
    """What was loaded, and what is looked for before anything leaves."""

    manifest: Manifest
    quiet: Quiet


def load(path: Path, at: datetime) -> Loaded:
    """Load a copy into the empty database in force. Raises NoCopy: a damaged or newer copy, a database in use."""
    with opened(path) as copy:
        _make_room()
        with store.writing() as session:
            connection = session.connection()
            if connection.dialect.name != "sqlite":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ALONE})
            _stop_unless_empty(connection, copy.manifest)
            store.upgrade(connection, copy.manifest.revision)
            for sheet in copy.manifest.sheets:
                _fill(connection, copy, sheet)
            _compare(session, copy.manifest)
            store.upgrade(connection)
            for name, digest in copy.manifest.pictures.items():
                _put(copy, name, digest)
            quiet = quieten(session, datetime.fromisoformat(copy.manifest.made_at), at)
        return Loaded(copy.manifest, quiet)


def _make_room() -> None:
    url = make_url(settings().database)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)


def _stop_unless_empty(connection: Connection, manifest: Manifest) -> None:
    ours = {sheet.name for sheet in manifest.sheets} | Base.metadata.tables.keys()
    there = ours & set(inspect(connection).get_table_names())
    if any(connection.execute(text(f'SELECT 1 FROM "{name}" LIMIT 1')).first() for name in sorted(there)):  # noqa: S608
        raise NoCopy(
            t("Cette base contient déjà des données : indiquez une base neuve par PARVIS_DATABASE_URL ou PARVIS_HOME.")
        )
    stands_at = store.revision_of(connection)
    if stands_at not in (None, manifest.revision):
        raise NoCopy(
            t("Cette base vide est préparée à une autre version que la copie : donnez-en une neuve, sans « migrate ».")
        )


def _fill(connection: Connection, copy: Copy, sheet: Sheet) -> None:
    table, own = table_of(sheet), dict.fromkeys(sheet.later)
    for batch in _batches(copy.rows(sheet)):
        connection.execute(insert(table), [row | own for row in batch])
    if sheet.later:
        for row in copy.rows(sheet):
            pointing = {name: row[name] for name in sheet.later if row.get(name) is not None}
            if pointing:
                connection.execute(update(table).where(table.c.id == row["id"]).values(**pointing))
    if connection.dialect.name != "sqlite":
        _advance(connection, sheet.name)


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    coming = iter(rows)
    while batch := list(islice(coming, AT_ONCE)):
        yield batch


def _advance(connection: Connection, name: str) -> None:
    """Let the next row of PostgreSQL's own counting come after those that were loaded."""
    highest = text(f"SELECT setval(pg_get_serial_sequence(:name, 'id'), max(id)) FROM \"{name}\" HAVING max(id) > 0")  # noqa: S608
    connection.execute(highest, {"name": name})


def _compare(session: Session, manifest: Manifest) -> None:
    """Read everything again and raise NoCopy when a row is not what the copy held: nothing is kept then."""
    for sheet in manifest.sheets:
        rows, digest = 0, hashlib.sha256()
        for line in lines(session, sheet):
            rows += 1
            digest.update(line)
        if (rows, digest.hexdigest()) != (sheet.rows, sheet.sha256):
            raise NoCopy(t("La table {name} n'est pas revenue telle quelle : rien n'a été gardé.", name=sheet.name))


def _put(copy: Copy, name: str, digest: str) -> None:
    with copy.picture(name) as source:
        if pictures.write(name, source) != digest:
            raise NoCopy(t("L'image {name} n'est pas revenue telle quelle : rien n'a été gardé.", name=name))
