"""The database of a round, fresh, and what may befall it: restarted, cut off, its file locked, its disk full."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from data import store
from settings import put
from tests import databases

KEY = "ZmFrZS1rZXktZm9yLXRlc3RzLW9ubHktMDEyMzQ1Njc="  # a key for tests, of no other use
NOT_A_BYTE = 1  # the largest file size a struck process may write


class Ground:
    """A database in force for this process; `url` is for the others."""

    def __init__(self, url: str, cluster: Path | None) -> None:
        self.url, self._cluster = url, cluster
        self._one = threading.Lock()  # a server that is down cannot be asked for anything else

    def restart(self) -> None:
        """Let the server fall down and stand up again, as a power cut or a failover does (PostgreSQL)."""
        if self._cluster is not None:
            with self._one:
                databases.restart(self._cluster)

    def cut(self) -> None:
        """End every connection of the workers at once (PostgreSQL)."""
        others = "WHERE pid <> pg_backend_pid() AND datname = current_database()"
        with self._one, self._connected() as connection:
            connection.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity {others}")

    def lock(self, seconds: float) -> None:
        """Hold the file's only write lock: a backup tool, or an administrator who forgot to commit (SQLite)."""
        with sqlite3.connect(self.url.removeprefix("sqlite:///"), timeout=30, isolation_level=None) as connection:
            connection.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)
            connection.execute("ROLLBACK")
        connection.close()

    def fill_disk(self, pids: Sequence[int], seconds: float) -> None:
        """Let nobody write a byte to a file: the workers on SQLite, the server's own processes on PostgreSQL."""
        with self._one:
            struck = pids if self._cluster is None else self._backends()
            limit = _limit if self._cluster is None else _limit_server
            for pid in struck:
                limit(pid, NOT_A_BYTE)
            time.sleep(seconds)
            for pid in struck:
                limit(pid, resource.RLIM_INFINITY)

    def _backends(self) -> list[int]:
        others = "WHERE pid <> pg_backend_pid() AND datname = current_database()"
        with self._connected() as connection:
            return [int(row[0]) for row in connection.execute(f"SELECT pid FROM pg_stat_activity {others}")]

    def _connected(self) -> psycopg.Connection:
        """Connect to a server that may just be getting up again."""
        limit = time.monotonic() + 60
        while True:
            try:
                return psycopg.connect(self.url, autocommit=True)
            except psycopg.OperationalError:
                if time.monotonic() > limit:
                    raise
                time.sleep(0.2)


def _limit(pid: int, size: int) -> None:
    with suppress(ProcessLookupError):  # it may have died meanwhile
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _limit_server(pid: int, size: int) -> None:
    """Do the same for a process of another user, whom root in a container may not limit."""
    with suppress(subprocess.CalledProcessError):  # it may have died meanwhile
        said = "unlimited" if size == resource.RLIM_INFINITY else str(size)
        databases.as_server("prlimit", "--pid", pid, f"--fsize={said}:unlimited", quietly=True)


@contextmanager
def standing(kind: str, home: Path) -> Iterator[Ground]:
    """Make a migrated database of this kind, in force for this process inside the block."""
    put(home=home, secret_key=KEY)
    if kind == "sqlite":
        url = f"sqlite:///{home / 'parvis.db'}"
        yield from _in_force(url, None)
        return
    with databases.cluster(home / "pg") as server:
        yield from _in_force(databases.create(server, "faults"), home / "pg")


def _in_force(url: str, cluster: Path | None) -> Iterator[Ground]:
    put(database_url=url)
    store.migrate()
    try:
        yield Ground(url, cluster)
    finally:
        store.close()
