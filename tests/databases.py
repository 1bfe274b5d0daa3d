"""A migrated SQLite file to copy, and a private PostgreSQL cluster on a socket of its own, started once for a run.

PostgreSQL refuses to run as root: then it is started as the user `postgres` that Debian's package brings.
"""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Run a throw-away cluster in `folder` (empty) and yield its URL without a database name."""
    if not BINARIES:
        pytest.fail("PostgreSQL is not installed: apt-get install postgresql (make test does it)")
    folder.mkdir(parents=True, exist_ok=True)
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
        for above in folder.parents:  # the server must be able to walk in
            if not os.access(above, os.X_OK) or above.stat().st_mode & 0o001 == 0:
                above.chmod(above.stat().st_mode | 0o001)
    data, port = folder / "data", _free_port()
    _as_postgres("initdb", "-D", data, "-A", "trust", "-U", "parvis", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=99"
    _as_postgres("pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
    try:
        yield f"postgresql://parvis@127.0.0.1:{port}"
    finally:
        _as_postgres("pg_ctl", "-D", data, "-m", "immediate", "stop")


def restart(folder: Path) -> None:
    """Let the cluster in `folder` crash and start again: every connection is lost, nothing that was committed."""
    _as_postgres("pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-m", "immediate", "restart")


def create(server: str, name: str, template: str = "template1") -> str:
    """Create a database from a template and return its URL."""
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return f"{server}/{name}"


def drop(server: str, name: str) -> None:
    """Drop a database, whoever is still connected."""
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def as_server(*command: object, quietly: bool = False) -> None:
    """Run a command as the user the server runs as; `quietly`: what it complains of is dropped."""
    own = ["runuser", "-u", "postgres", "--"] if getpass.getuser() == "root" else []
    complaints = subprocess.DEVNULL if quietly else None
    subprocess.run([*own, *map(str, command)], check=True, stdout=subprocess.DEVNULL, stderr=complaints, cwd="/")


def _as_postgres(program: str, *arguments: object) -> None:
    as_server(BINARIES[0] / program, *arguments)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
