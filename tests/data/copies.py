"""What the tests of copies work with: one row in every table with every column filled, and a second installation."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Table, func, insert, select

import settings as ground
from data import store
from data.base import Moment
from data.models import Base
from tests.conftest import NOON

PICTURE, ORIGINAL = "0123456789abcdef0123456789abcdef.jpg", "fedcba9876543210fedcba9876543210"
WORDS = 'Ça « vaut » \\u0000 l\'été 🎄\n\t"ligne deux" \u2028 — fin'
MEDIA = [{"file": PICTURE, "mime": "image/jpeg", "alt": "Une place", "bytes": 9, "original": ORIGINAL}]


@dataclass(frozen=True)
class Place:
    """An installation: where its database and its home are."""

    url: str
    home: Path


@contextmanager
def working_at(place: Place) -> Iterator[None]:
    """Work in another installation until the block ends."""
    before = {name: os.environ.get(name) for name in ("PARVIS_DATABASE_URL", "PARVIS_HOME")}
    _set({"PARVIS_DATABASE_URL": place.url, "PARVIS_HOME": str(place.home)})
    try:
        yield
    finally:
        store.close()
        _set(before)


def _set(variables: dict[str, str | None]) -> None:
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    ground.settings.cache_clear()


def fill() -> None:
    """Put one row with every column filled into every table, and the pictures it shows on the disk."""
    with store.writing() as session:
        for table in Base.metadata.sorted_tables:
            session.execute(insert(table).values(_row(table)))
        if session.get_bind().dialect.name != "sqlite":  # ids were given: let the counting come after them
            for name in Base.metadata.tables:
                session.execute(select(func.setval(func.pg_get_serial_sequence(name, "id"), 1)))
    folder = ground.settings().media
    (folder / "private").mkdir(parents=True)
    (folder / PICTURE).write_bytes(b"a picture")
    (folder / "private" / ORIGINAL).write_bytes(b"what was handed in")


def _row(table: Table) -> dict[str, Any]:
    values: dict[str, Any] = {column.name: _value(column.name, column.type) for column in table.columns}
    values |= {key.parent.name: 1 for key in table.foreign_keys}
    if table.name == "territories":
        values["parent_id"] = None
    if table.name in ("deliveries", "posts", "conversations", "contributions"):
        values["state"] = {"deliveries": "published", "posts": "scheduled", "contributions": "received"}.get(
            table.name, "open"
        )
    return values | {"id": 1}


def _value(name: str, of: Any) -> Any:
    if isinstance(of, Moment):
        return NOON.replace(microsecond=123456)
    if isinstance(of, JSON):
        return MEDIA if name == "media" else {"text": WORDS, "values": {"z": 1, "a": [0.5, 1e-07, None, True]}}
    kinds = {datetime: NOON, date: date(2026, 12, 6), bytes: b"\x00\xff", bool: False, float: 0.1 + 0.2, int: 7}
    return kinds.get(of.python_type, WORDS if name == "text" else f"{name} é")


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table, by id."""
    with store.reading() as session:
        tables = Base.metadata.sorted_tables
        return {t.name: [dict(row._mapping) for row in session.execute(select(t).order_by(t.c.id))] for t in tables}


def altered(copy: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Write a copy anew with each entry changed (None: left out), well-formed as far as zip goes; return its path."""
    path = copy.with_name("altered.parvis")
    with zipfile.ZipFile(copy) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if (content := change(name, old.read(name))) is not None:
                new.writestr(name, content)
    return path


def with_manifest(copy: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """Write a copy anew with its manifest changed."""

    def changed(name: str, content: bytes) -> bytes:
        if name != "manifest.json":
            return content
        manifest = json.loads(content)
        change(manifest)
        return json.dumps(manifest).encode()

    return altered(copy, changed)
