"""A process that starts while another one writes for long waits for its turn instead of giving up."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest
from sqlalchemy import text

from data import store, versions
from desk import rulebook


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # one writer at a time: SQLite alone
def test_a_database_another_process_holds_for_long_is_waited_for(database: str, noon: datetime) -> None:
    held, free = threading.Event(), threading.Event()

    def hold() -> None:
        with store.writing() as session:
            session.execute(text("UPDATE territories SET name = name"))
            held.set()
            free.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    threading.Timer(11, free.set).start()  # longer than SQLite waits by itself
    rulebook.begin()
    holder.join()
    assert versions.last_valid()["base.yaml"]
