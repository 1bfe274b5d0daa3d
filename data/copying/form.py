"""The form of a copy: a zip with a manifest, each table as lines of JSON, and the pictures.

Every line is written the same way whatever database it comes from, so that digests can be compared.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Double, LargeBinary, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

import clock
from data.base import Id, Json, Moment

FORMAT = 1
MANIFEST = "manifest.json"
PICTURE = re.compile(r"(private/)?[0-9a-f]{32}(\.(jpg|png))?")
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


def _same(value: Any) -> Any:
    return value


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _moment(kept: str) -> datetime:
    return clock.aware(datetime.fromisoformat(kept))


# how each kind of column is kept in JSON: its type in a database, the way out and the way back
KINDS: Mapping[str, tuple[Any, Callable[[Any], Any], Callable[[Any], Any]]] = {
    "moment": (Moment, _utc, _moment),
    "day": (Date, date.isoformat, date.fromisoformat),
    "bytes": (LargeBinary, _base64, base64.b64decode),
    "json": (Json, _same, _same),
    "yes": (Boolean, bool, bool),
    "real": (Double, float, float),
    "whole": (Id, int, int),
    "words": (Text, _same, _same),
}


class NoCopy(Exception):
    """A copy could not be made or loaded; the message is a sentence for a person."""


@dataclass(frozen=True)
class Sheet:
    """One table of a copy. `later` are columns that point into the table itself: filled when all rows are there."""

    name: str
    columns: Mapping[str, str]  # kinds by name
    later: Sequence[str] = ()
    rows: int = 0
    sha256: str = ""


@dataclass(frozen=True)
class Manifest:
    """What a copy holds. `revision` is the schema's; `missing` are pictures that rows name and the disk had not."""

    made_at: str
    revision: str
    sheets: Sequence[Sheet]
    pictures: Mapping[str, str] = field(default_factory=dict)  # digests by file
    missing: Sequence[str] = ()
    format: int = FORMAT

    def kept(self) -> str:
        """Return the manifest as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


def read_manifest(kept: bytes) -> Manifest:
    """Return a manifest read from JSON. Raises ValueError, KeyError or TypeError when it is none."""
    given = json.loads(kept)
    sheets = [Sheet(**sheet) for sheet in given.pop("sheets")]
    return Manifest(sheets=sheets, **given)


def sheet_of(table: Table) -> Sheet:
    """Return the empty sheet of a table as the models say it."""
    later = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    return Sheet(table.name, {column.name: _kind(column.type) for column in table.columns}, later)


def table_of(sheet: Sheet) -> Table:
    """Return a table to read and write a sheet with, whatever the models say by now."""
    columns = [Column(name, KINDS[kind][0], primary_key=name == "id") for name, kind in sheet.columns.items()]
    return Table(sheet.name, MetaData(), *columns)


def line_of(sheet: Sheet, row: Iterable[Any]) -> bytes:
    """Return a row as one line of JSON. A NUL character, which PostgreSQL cannot keep, is left out."""
    columns = zip(sheet.columns.items(), row, strict=True)
    kept = {name: None if value is None else KINDS[kind][1](value) for (name, kind), value in columns}
    line = json.dumps(kept, sort_keys=True, separators=(",", ":"))
    return (_NUL.sub(r"\1", line) if "\\u0000" in line else line).encode() + b"\n"


def row_of(sheet: Sheet, line: bytes) -> dict[str, Any]:
    """Return the row of a line."""
    kept = json.loads(line)
    return {name: None if kept[name] is None else KINDS[kind][2](kept[name]) for name, kind in sheet.columns.items()}


def _kind(of: TypeEngine[Any]) -> str:
    if isinstance(of, Moment):
        return "moment"
    if isinstance(of, JSON):
        return "json"
    wanted = of.python_type
    return {datetime: "moment", date: "day", bytes: "bytes", bool: "yes", float: "real", int: "whole", str: "words"}[
        wanted
    ]
