"""Who changes a message or draws in a territory lets others name it meanwhile: else two such people deadlock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from data import lifecycle, store
from data.models import Message, Sample
from desk import labelling, sampling
from scheduler import deepening, rejudging
from tests import cast, judging

on_postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # SQLite holds no single rows


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


@pytest.fixture
def message(crew: cast.Cast, noon: datetime) -> Message:
    cast.conversation(crew, "colmar/x", "Accueil déplorable", noon)
    with store.reading() as session:
        return session.query(Message).one()


def name_beside(message: Message, at: datetime) -> None:
    """Store a row whose foreign keys name a message and its territory, in a transaction that waits for nobody."""
    with store.writing() as session:
        session.execute(text("SET LOCAL lock_timeout = '500ms'"))
        session.add(
            Sample(territory_id=message.territory_id, quarter="2001-Q1", message_id=message.id, drawn_at=at),
        )


@on_postgresql
@pytest.mark.parametrize("verb", ["relabel", "draw"])
def test_a_verb_holds_what_it_changes_and_lets_others_name_it(
    crew: cast.Cast, message: Message, noon: datetime, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    record, beside = lifecycle.record, []

    def meanwhile(*given: Any, **named: Any) -> Any:
        name_beside(message, noon)
        beside.append(verb)
        return record(*given, **named)

    monkeypatch.setattr(lifecycle, "record", meanwhile)
    verbs: dict[str, Callable[[], Any]] = {
        "relabel": lambda: labelling.relabel(crew.user["chloe"], message.id, label="positive"),
        "draw": lambda: sampling.draw(crew.user["alice"], message.territory_id),
    }
    verbs[verb]()
    assert beside == [verb]


@on_postgresql
@pytest.mark.parametrize("judge", ["rescore", "deepen"])
def test_a_judge_holds_what_it_writes_and_lets_others_name_it(
    crew: cast.Cast, message: Message, noon: datetime, judge: str
) -> None:
    said = {message.id: judging.weigh(message.text)}
    with store.writing() as session:
        if judge == "rescore":
            rejudging.write(session, said)
        else:
            deepening._write(session, message.conversation_id, said)
        name_beside(message, noon)
    with store.reading() as session:
        assert session.query(Message).one().label == "negative"


@on_postgresql
@pytest.mark.parametrize("take", ["_take", "_leave"])
def test_a_worker_takes_and_leaves_messages_that_others_may_name(message: Message, noon: datetime, take: str) -> None:
    with store.writing() as session:
        session.get_one(Message, message.id).deepen_at = noon
    with store.writing() as session:
        session.scalars(deepening._NEXT if take == "_take" else deepening._free([message.id]), {"at": noon}).all()
        name_beside(message, noon)


def test_a_sample_is_stored_in_one_order_whatever_chance_drew(crew: cast.Cast, noon: datetime) -> None:
    for number in range(12):
        cast.conversation(crew, "colmar/x", f"Mot {number}", noon, thread_id=f"t{number}")
    sampling.draw(crew.user["alice"], crew.territory["colmar"])
    with store.reading() as session:
        drawn = [one.message_id for one in session.query(Sample).order_by(Sample.id)]
    assert drawn == sorted(drawn)
    assert len(drawn) == 12
