"""The sandbox's memory: one SQLite file, one connection, every write in a transaction. Knows no network."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import clock

Row = sqlite3.Row

SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
  network TEXT NOT NULL, remote_id TEXT NOT NULL, handle TEXT NOT NULL, name TEXT NOT NULL, place TEXT NOT NULL,
  app_id TEXT NOT NULL, credentials TEXT NOT NULL, needs_proof INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL,
  PRIMARY KEY (network, remote_id));
CREATE INDEX IF NOT EXISTS accounts_by_handle ON accounts (network, lower(handle));
CREATE TABLE IF NOT EXISTS apps (network TEXT NOT NULL, app_id TEXT NOT NULL, secret TEXT NOT NULL,
  PRIMARY KEY (network, app_id));
CREATE TABLE IF NOT EXISTS tokens (
  token TEXT PRIMARY KEY, network TEXT NOT NULL, kind TEXT NOT NULL, account TEXT NOT NULL, app_id TEXT NOT NULL,
  secret TEXT NOT NULL DEFAULT '', scope TEXT NOT NULL DEFAULT '', expires_at INTEGER);
CREATE TABLE IF NOT EXISTS people (
  network TEXT NOT NULL, remote_id TEXT NOT NULL, handle TEXT NOT NULL, name TEXT NOT NULL, created_at INTEGER NOT NULL,
  PRIMARY KEY (network, remote_id));
CREATE UNIQUE INDEX IF NOT EXISTS people_by_handle ON people (network, lower(handle));
CREATE VIEW IF NOT EXISTS everyone AS SELECT network, remote_id, handle FROM accounts
  UNION ALL SELECT network, remote_id, handle FROM people;
CREATE TABLE IF NOT EXISTS objects (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, network TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
  account TEXT NOT NULL, author TEXT NOT NULL, parent TEXT, thread TEXT NOT NULL, text TEXT NOT NULL,
  wire TEXT NOT NULL DEFAULT '{}', media TEXT NOT NULL DEFAULT '[]', link TEXT NOT NULL DEFAULT '',
  lang TEXT NOT NULL DEFAULT 'und', likes INTEGER NOT NULL DEFAULT 0, by_hub INTEGER NOT NULL,
  hidden INTEGER NOT NULL DEFAULT 0, visible_at INTEGER, listed_at INTEGER, removed_at INTEGER,
  created_at INTEGER NOT NULL, UNIQUE (network, id));
CREATE INDEX IF NOT EXISTS objects_by_author ON objects (network, author, visible_at);
CREATE INDEX IF NOT EXISTS objects_by_thread ON objects (network, thread, visible_at);
CREATE INDEX IF NOT EXISTS objects_by_parent ON objects (network, parent, visible_at);
CREATE INDEX IF NOT EXISTS objects_by_account ON objects (network, account, kind, visible_at);
CREATE INDEX IF NOT EXISTS objects_by_time ON objects (network, visible_at);
CREATE TABLE IF NOT EXISTS addressed (
  network TEXT NOT NULL, person TEXT NOT NULL, visible_at INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (network, person, visible_at, seq)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS likes (network TEXT NOT NULL, object TEXT NOT NULL, person TEXT NOT NULL,
  PRIMARY KEY (network, object, person));
CREATE TABLE IF NOT EXISTS media (
  id TEXT PRIMARY KEY, network TEXT NOT NULL, owner TEXT NOT NULL, mime TEXT NOT NULL, category TEXT NOT NULL,
  alt TEXT NOT NULL DEFAULT '', content BLOB NOT NULL, total INTEGER, state TEXT NOT NULL, used_by TEXT,
  created_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS numbers (network TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (network, number))
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS switches (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
TABLES = ("accounts", "apps", "tokens", "people", "objects", "addressed", "likes", "media", "numbers", "switches")


class Store:
    """The open file. Times are whole milliseconds since 1970, sandbox time."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._depth = 0
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
        self._db.row_factory = sqlite3.Row
        self._db.create_function("folded", 1, str.lower, deterministic=True)  # SQLite folds ASCII only
        # NORMAL: what is committed survives the death of the process (not that of the machine), and is quick
        self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit all of the block or nothing; blocks may nest, the outermost commits."""
        with self._lock:
            if self._depth == 0:
                self._db.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._db.execute("ROLLBACK")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._db.execute("COMMIT")

    def run(self, sql: str, *values: Any) -> int:
        """Execute one statement; return the row id it made."""
        with self._lock:
            return self._db.execute(sql, values).lastrowid or 0

    def rows(self, sql: str, *values: Any) -> list[Row]:
        """Return every row of a question."""
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Any) -> Row | None:
        """Return the first row of a question, or None."""
        with self._lock:
            found: Row | None = self._db.execute(sql, values).fetchone()
            return found

    def empty(self, *, keep_accounts: bool = False) -> None:
        """Forget everything said, and the accounts with their keys unless they are kept."""
        with self.transaction():
            for table in TABLES[3:] if keep_accounts else TABLES:
                self.run(f"DELETE FROM {table}")  # noqa: S608 - names from the constant above

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()


def ms(moment: datetime) -> int:
    """Return `moment` in whole milliseconds since 1970."""
    return round(clock.aware(moment).timestamp() * 1000)


def now_ms() -> int:
    """Return the present sandbox time in milliseconds."""
    return ms(clock.now())


def moment(milliseconds: int) -> datetime:
    """Return the aware UTC moment of a stored time."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def dumps(value: Sequence[Any] | dict[str, Any]) -> str:
    """Return `value` as compact JSON for a column."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
