"""Open the database and hand out units of work. One writer's block is one transaction, committed at its end.

SQLite runs in WAL mode and every writing block begins IMMEDIATE: it waits for the other writer instead of failing late.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

from settings import ROOT, settings

PRAGMAS = (
    "journal_mode=wal",
    "synchronous=normal",
    "foreign_keys=on",
    "busy_timeout=10000",
    "cache_size=-65536",
    "mmap_size=268435456",
)


@contextmanager
def writing() -> Iterator[Session]:
    """Open a unit of work: everything inside is committed together at the end, or nothing is."""
    with Session(_engine(settings().database, True), expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """Open a session to read in; whatever it changes is thrown away."""
    with Session(_engine(settings().database, False), autoflush=False) as session:
        yield session


def engine() -> Engine:
    """Return the engine of the database in force."""
    return _engine(settings().database, False)


def migrate(revision: str = "head") -> None:
    """Bring the database to `revision`, creating the SQLite file and its folder when there is none."""
    url = make_url(settings().database)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    with engine().begin() as connection:
        config = _alembic()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def revision_in_force() -> tuple[str | None, str | None]:
    """Return the revision the database stands at and the one the code expects."""
    with engine().connect() as connection:
        stands_at = MigrationContext.configure(connection).get_current_revision()
    return stands_at, ScriptDirectory.from_config(_alembic()).get_current_head()


def close() -> None:
    """Let go of every connection (tests, and before the file is replaced)."""
    for url, write in list(_open):
        _engine(url, write).dispose()
    _engine.cache_clear()
    _open.clear()


_open: list[tuple[str, bool]] = []


@lru_cache
def _engine(url: str, write: bool) -> Engine:
    _open.append((url, write))
    if make_url(url).get_backend_name() != "sqlite":
        # generic plans of auto-prepared statements make some searches a hundred times slower
        return create_engine(url, pool_pre_ping=True, connect_args={"prepare_threshold": None})
    opened = create_engine(url, connect_args={"timeout": 10})
    event.listen(opened, "connect", _set_pragmas)
    event.listen(opened, "begin", _begin_immediate if write else _begin)
    return opened


def _set_pragmas(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin by itself: `_begin` does
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "data" / "migrations"))
    return config
