"""Two who judge history again with the same words count nothing twice: the second stops, and says why."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from sqlalchemy import insert, text, update

from connectors.failures import Failure
from data import store
from data.models import Message, Rescoring
from scheduler import rejudging, rescoring
from scheduler.rescoring import Wanted, rescore
from tests import cast, judging

FAST = Wanted(tier="fast")
N = 6


def silent(done: int, all_: int) -> None:
    """Tell nothing."""


@pytest.fixture
def history(database: str, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages that an older judge called neutral; the new one calls them negative."""
    monkeypatch.setattr(rejudging, "weigh_many", judging.weigh_many)
    monkeypatch.setattr(rescoring, "weigh", judging.weigh)
    crew = cast.gather(noon)
    for number in range(N):
        cast.conversation(crew, "colmar/x", "Accueil déplorable !", noon, thread_id=f"t{number}")
    with store.writing() as session:
        session.execute(update(Message).values(label="neutral", tier="fast/fast-0"))


def rows() -> Sequence[Rescoring]:
    with store.reading() as session:
        return session.query(Rescoring).all()


@pytest.mark.parametrize("in_batch", [1, 2])
def test_the_second_of_two_stops_with_a_sentence_and_nothing_is_counted_twice(
    history: None, monkeypatch: pytest.MonkeyPatch, in_batch: int
) -> None:
    judged, others, batches = rejudging.judged, [], []

    def while_another_does_all(items: Any, tier: Any) -> Any:
        batches.append(items)
        if len(batches) == in_batch:
            monkeypatch.setattr(rescoring, "judged", judged)
            others.append(rescore(FAST, silent, batch=2))
        return judged(items, tier)

    monkeypatch.setattr(rescoring, "judged", while_another_does_all)
    with pytest.raises(Failure) as told:
        rescore(FAST, silent, batch=2)
    assert "Un autre « rescore » est en cours" in told.value.reason.say("fr")
    (row,) = rows()
    assert (row.counts["judged"], row.counts["changed"]) == (N, N)
    assert row.counts == {"judged": N, "changed": N, "neutral→negative": N}
    assert [one["judged"] for one in others] == [N]


def test_one_that_stopped_leaves_the_others_judgements_and_the_next_finds_nothing_left(
    history: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = rejudging.judged

    def overtaken(items: Any, tier: Any) -> Any:
        with store.writing() as session:  # the other's batch, stored while this one judged
            session.execute(update(Rescoring).values(after_id=items[-1].id))
            session.execute(update(Message).where(Message.id <= items[-1].id).values(label="mixed"))
        return judged(items, tier)

    with monkeypatch.context() as patch:
        patch.setattr(rescoring, "judged", overtaken)
        with pytest.raises(Failure):
            rescore(FAST, silent, batch=N)
    with store.reading() as session:
        assert {one.label for one in session.query(Message)} == {"mixed"}
    assert rescore(FAST, silent)["judged"] == 0


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # SQLite lets one begin after the other anyway
def test_two_begun_in_the_same_instant_are_one(history: None) -> None:
    with ThreadPoolExecutor(2) as pool, store.writing() as gate:
        gate.execute(text("LOCK TABLE rescorings IN SHARE MODE"))  # both look, then both wait to write
        both = [pool.submit(rescoring._begin, "fast") for _ in range(2)]
        until = monotonic() + 20
        while waiting_to_write() < 2 and monotonic() < until:
            wait(both, timeout=0.02)
        gate.commit()
        begun = [one.result(20) for one in both]
    assert [row.id for row in rows()] == [begun[0]] == [begun[1]]


def waiting_to_write() -> int:
    asked = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'rescorings'::regclass"
    return int(store.ask(text(asked))[0][0])


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # made anew here, at the version before
def test_of_rescorings_open_twice_before_the_index_the_last_goes_on(database: str, home: Path, noon: datetime) -> None:
    store.close()
    (home / "parvis.db").unlink()
    store.migrate("0012")
    with store.writing() as session:
        values = {"key": "fast", "until_id": 9, "from_id": 0, "after_id": 0, "counts": {}, "started_at": noon}
        for _ in range(2):
            session.execute(insert(Rescoring).values(**values))
    store.migrate()
    assert [row.ended_at for row in rows()] == [noon, None]
    assert rescoring._begin("fast") == 2
