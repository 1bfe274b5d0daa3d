"""Make a copy of a running installation: the rows of one moment and their pictures. Changes nothing in it.

The file appears under its name only when it is whole and on the disk.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from data import store
from data.copying import pictures
from data.copying.form import MANIFEST, Manifest, NoCopy, Sheet, line_of, sheet_of, table_of
from data.copying.opening import is_copy
from data.models import Base
from settings import settings
from words import t

AT_ONCE = 500  # rows held in memory
FORGOTTEN = ("sign_ins", "heartbeats")  # sessions and signs of life end with the installation they belong to


def save(path: Path) -> Manifest:
    """Write a copy of the database in force and its pictures to `path`; raise NoCopy when something else is there."""
    if path.is_dir() or (path.exists() and not is_copy(path)):
        raise NoCopy(t("{file} existe et n'est pas une copie de Parvis : donnez un autre nom.", file=path))
    made_at = clock.now().isoformat()
    with _whole(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out, _one_moment() as session:
        revision = str(store.revision_of(session.connection()))
        names: set[str] = set()
        sheets = [_sheet(out, session, sheet_of(table), names) for table in Base.metadata.sorted_tables]
        found = {name: digest for name in sorted(names) if (digest := _picture(out, name))}
        manifest = Manifest(made_at, revision, sheets, found, sorted(names - found.keys()))
        out.writestr(MANIFEST, manifest.kept())
    return manifest


@contextmanager
def _one_moment() -> Iterator[Session]:
    """Read everything as it was at one moment, while others write."""
    with store.reading() as session:
        if session.get_bind().dialect.name != "sqlite":  # where a reading transaction is one moment anyway
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            session.connection(execution_options=options)
        yield session


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for the owner alone, which takes its name when the block ends well, and else is gone."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        pictures.keep_names(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _sheet(out: zipfile.ZipFile, session: Session, sheet: Sheet, names: set[str]) -> Sheet:
    rows, digest = 0, hashlib.sha256()
    with out.open(f"tables/{sheet.name}.jsonl", "w", force_zip64=True) as file:
        for line in () if sheet.name in FORGOTTEN else lines(session, sheet, names):
            file.write(line)
            digest.update(line)
            rows += 1
    return replace(sheet, rows=rows, sha256=digest.hexdigest())


def lines(session: Session, sheet: Sheet, names: set[str] | None = None) -> Iterator[bytes]:
    """Yield the lines of a table by id, a few rows in memory at a time; `names` gathers the pictures they show."""
    table = table_of(sheet)
    statement = select(table).order_by(table.c.id).execution_options(yield_per=AT_ONCE)
    for row in session.execute(statement):
        if names is not None and "media" in sheet.columns:
            names.update(name for name in pictures.named(row.media) if pictures.is_one(name))
        yield line_of(sheet, row)


def _picture(out: zipfile.ZipFile, name: str) -> str | None:
    """Copy a picture as it is and return its digest; None when the disk has it no more."""
    entry = zipfile.ZipInfo(f"media/{name}")  # stored: a picture is compressed already
    try:
        with (settings().media / name).open("rb") as source, out.open(entry, "w") as target:
            return pictures.copy(source, target)
    except FileNotFoundError:
        return None
