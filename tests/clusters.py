"""What may befall a PostgreSQL cluster of `tests.databases`: stopped for a while, copied to a standby, promoted."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests.databases import _as_postgres as as_postgres
from tests.databases import _free_port as free_port

OPTIONS = "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=99"


def stop(folder: Path) -> None:
    """Let the cluster in `folder` die: nobody is told, every connection is lost."""
    as_postgres("pg_ctl", "-D", folder / "data", "-w", "-m", "immediate", "stop")


def start(folder: Path, server: str) -> None:
    """Start it again at the address it had."""
    options = f"-p {urlsplit(server).port} {OPTIONS}"
    as_postgres("pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start")


@contextmanager
def standby(folder: Path, primary: str) -> Iterator[str]:
    """Run a standby of `primary` in `folder` that confirms each commit; yield its URL without a database name."""
    folder.mkdir()
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    server = f"postgresql://parvis@127.0.0.1:{free_port()}"
    as_postgres("pg_basebackup", "-D", folder / "data", "-d", f"{primary}/postgres", "-R", "-c", "fast", "--no-sync")
    start(folder, server)
    with psycopg.connect(f"{primary}/postgres", autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        connection.execute("SELECT pg_reload_conf()")
    try:
        yield server
    finally:
        stop(folder)


def promote(folder: Path) -> None:
    """Make a standby the primary."""
    as_postgres("pg_ctl", "-D", folder / "data", "-w", "promote")
