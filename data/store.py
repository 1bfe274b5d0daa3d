"""Open the database and hand out units of work. One writer's block is one transaction, committed at its end.

SQLite runs in WAL mode and every writing block begins IMMEDIATE: it waits for the other writer instead of failing late.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Executable, Row, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
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
# of PostgreSQL, unless its address says otherwise: a server that vanished is noticed within half a minute
LIVELY = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}
Use = Literal["read", "write", "ask"]


@contextmanager
def writing() -> Iterator[Session]:
    """Open a unit of work: everything inside is committed together at the end, or nothing is."""
    with Session(_engine(settings().database, "write"), expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """Open a session to read in; whatever it changes is thrown away."""
    with Session(_engine(settings().database, "read"), autoflush=False) as session:
        yield session


def ask(question: Executable, **values: Any) -> Sequence[Row[Any]]:
    """Ask a question outside any transaction, as cheaply as can be: for what is asked every second.

    A connection that was lost since the last question is opened again, once.
    """
    try:
        return _answers(question, values)
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        return _answers(question, values)


def tidy(sqlite: Sequence[str], postgresql: Sequence[str]) -> None:
    """Run statements of upkeep that no transaction may hold (a rewrite of files), those of the database in force.

    Raises OperationalError as any busy database does, also where SQLite's checkpoint gave way to a reader.
    """
    with _engine(settings().database, "ask").connect() as connection:
        for statement in sqlite if connection.dialect.name == "sqlite" else postgresql:
            done = connection.exec_driver_sql(statement)
            if done.returns_rows and done.scalars().first() == 1:
                busy = sqlite3.OperationalError("database is locked")
                busy.sqlite_errorname = "SQLITE_BUSY"
                raise OperationalError(statement, None, busy)


def engine() -> Engine:
    """Return the engine of the database in force."""
    return _engine(settings().database, "read")


def migrate(revision: str = "head") -> None:
    """Bring the database to `revision`, creating the SQLite file and its folder when there is none."""
    url = make_url(settings().database)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    with engine().begin() as connection:
        upgrade(connection, revision)


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring a database to `revision` inside the transaction of `connection`."""
    config = _alembic()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def revision_in_force() -> tuple[str | None, str | None]:
    """Return the revision the database stands at and the one the code expects."""
    with engine().connect() as connection:
        return revision_of(connection), ScriptDirectory.from_config(_alembic()).get_current_head()


def revision_of(connection: Connection) -> str | None:
    """Return the revision a database stands at; None when it was never prepared."""
    return MigrationContext.configure(connection).get_current_revision()


def knows(revision: str) -> bool:
    """Tell whether this code knows a revision; one it does not is a newer program's."""
    return any(script.revision == revision for script in ScriptDirectory.from_config(_alembic()).walk_revisions())


def close() -> None:
    """Let go of every connection (tests, and before the file is replaced)."""
    _let_go(close=True)


def after_fork() -> None:
    """Forget, in a process just forked, every connection that is its parent's."""
    _let_go(close=False)


_open: list[Engine] = []


def _let_go(*, close: bool) -> None:
    for opened in _open:
        opened.dispose(close=close)
    _engine.cache_clear()
    _open.clear()


def _answers(question: Executable, values: dict[str, Any]) -> Sequence[Row[Any]]:
    with _engine(settings().database, "ask").connect() as connection:
        return connection.execute(question, values).all()


@lru_cache
def _engine(url: str, use: Use) -> Engine:
    opened = _sqlite(url, use) if make_url(url).get_backend_name() == "sqlite" else _postgresql(url, use)
    _open.append(opened)
    return opened


def _postgresql(url: str, use: Use) -> Engine:
    asked = {name: value for name, value in LIVELY.items() if name not in make_url(url).query}
    # generic plans of auto-prepared statements make some searches a hundred times slower
    common: dict[str, Any] = {"connect_args": {**asked, "prepare_threshold": None}, "hide_parameters": True}
    if use == "ask":
        return create_engine(url, isolation_level="AUTOCOMMIT", pool_reset_on_return=None, **common)
    return create_engine(url, pool_pre_ping=True, **common)


def _sqlite(url: str, use: Use) -> Engine:
    common: dict[str, Any] = {"connect_args": {"timeout": 10}, "hide_parameters": True}  # an error holds no words
    if use == "ask":  # a moment named many times in a question is converted once where values are named
        opened = create_engine(url, pool_reset_on_return=None, paramstyle="named", **common)
    else:
        opened = create_engine(url, **common)
        event.listen(opened, "begin", _begin_immediate if use == "write" else _begin)
    event.listen(opened, "connect", _set_pragmas)
    if use == "write":
        event.listen(opened, "connect", _outlast_power)
    return opened


def _set_pragmas(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin by itself: `_begin` does
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _outlast_power(connection: sqlite3.Connection, _record: Any) -> None:
    """A claim that a power cut took back would be sent once more: what is committed is on the disk."""
    connection.execute("PRAGMA synchronous=full")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "data" / "migrations"))
    return config
