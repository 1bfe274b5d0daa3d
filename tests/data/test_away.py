"""A unit of work that the database ended for no fault of its own is done again."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from data import store
from data.away import insist
from data.models import Channel
from tests import cast


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # SQLite has one writer at a time
def test_two_that_wait_for_each_other_are_both_done(database: str, noon: datetime) -> None:
    people = cast.gather(noon)
    one, other = people.channel["colmar/x"], people.channel["mulhouse/x"]
    both_hold = threading.Barrier(2)
    begun: list[int] = []

    def work(first: int, second: int) -> str:
        with store.writing() as session:
            _held(session, first)
            begun.append(first)
            if begun.count(first) == 1:
                both_hold.wait(10)
            _held(session, second)
        return "done"

    with ThreadPoolExecutor(2) as aside:
        pairs = ((one, other), (other, one))
        passes = [aside.submit(insist, lambda pair=pair: work(*pair), 20.0) for pair in pairs]
        assert [passed.result(30) for passed in passes] == ["done", "done"]
    assert len(begun) == 3  # one of the two had to begin anew


def _held(session: Session, channel_id: int) -> None:
    session.execute(select(Channel.id).where(Channel.id == channel_id).with_for_update())
