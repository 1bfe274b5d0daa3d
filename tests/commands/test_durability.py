"""doctor says when PostgreSQL could forget a claim: a server that does not write, standbys that lag behind."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

import settings as settings_module
from commands.doctoring import durability
from data import store
from tests import clusters, databases


@pytest.fixture
def server(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A cluster of this test alone, with the hub's database in force; it does not wait for the disk (`fsync=off`)."""
    with databases.cluster(home / "a") as found:
        monkeypatch.setenv("PARVIS_DATABASE_URL", databases.create(found, "hub"))
        settings_module.settings.cache_clear()
        yield found
        store.close()


def _until(connection: psycopg.Connection, state: str) -> None:
    """Wait until the server has read its settings again."""
    ends = time.monotonic() + 20
    while connection.execute("SELECT sync_state FROM pg_stat_replication").fetchall() != [(state,)]:
        assert time.monotonic() < ends
        time.sleep(0.05)


def _levels() -> dict[str, str]:
    return {finding.subject: finding.level for finding in durability.of_commits()}


def test_a_server_that_does_not_write_what_it_confirms_is_wrong(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(durability.DEMANDED, "fsync", frozenset({"on"}))
    (finding,) = durability.of_commits()
    assert (finding.subject, finding.level) == ("commits", "wrong")
    assert "fsync = off" in finding.says
    monkeypatch.setitem(durability.DEMANDED, "fsync", frozenset({"off"}))
    assert _levels() == {"commits": "fine"}
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("ALTER ROLE parvis SET synchronous_commit = off")
    store.close()
    assert _levels() == {"commits": "wrong"}


@pytest.mark.kill
def test_standbys_without_a_synchronous_one_are_named(server: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(durability.DEMANDED, "fsync", frozenset({"off"}))
    with clusters.standby(home / "b", server), psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        _until(connection, "sync")
        assert _levels() == {"commits": "fine", "standbys": "fine"}
        connection.execute("ALTER SYSTEM SET synchronous_standby_names = ''")
        connection.execute("SELECT pg_reload_conf()")
        _until(connection, "async")
        assert _levels() == {"commits": "fine", "standbys": "watch"}
        connection.execute("CREATE ROLE modest LOGIN")
        monkeypatch.setenv("PARVIS_DATABASE_URL", f"{server}/hub".replace("parvis@", "modest@"))
        settings_module.settings.cache_clear()
        store.close()
        (_, standbys) = durability.of_commits()
        assert (standbys.level, "pg_monitor" in standbys.do) == ("watch", True)
