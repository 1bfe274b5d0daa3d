"""A conversation has one owner at most, comes back by itself, and every hand it passed through is written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

import clock
from data import store
from data.models import Assignment, AuditEvent, Conversation, Note
from desk import conversations
from desk.refusal import NotHere, Refused, TooLate
from tests import cast


@pytest.fixture
def people(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


@pytest.fixture
def case(people: cast.Cast, noon: datetime) -> int:
    return cast.conversation(people, "colmar/x", "Où garer le bus ?", noon)


def stands(case: int) -> Conversation:
    with store.reading() as session:
        return session.get_one(Conversation, case)


def rows(kind: type[Any]) -> Sequence[Any]:
    with store.reading() as session:
        return session.scalars(select(kind).order_by(kind.id)).all()


def test_ac_50_an_assignment_carries_the_moment_it_returns_by_itself(
    people: cast.Cast, case: int, noon: datetime
) -> None:
    given = conversations.assign(people.user["alice"], case, people.user["chloe"])
    kept = stands(case)
    assert (kept.state, kept.owner_id, kept.returns_at) == ("assigned", people.user["chloe"], noon + timedelta(hours=4))
    assert given.until == kept.returns_at
    short = conversations.assign(people.user["alice"], case, people.user["alice"], for_=timedelta(minutes=30))
    assert stands(case).returns_at == short.until == noon + timedelta(minutes=30)


def test_reassigning_ends_the_first_assignment_and_keeps_its_story(people: cast.Cast, case: int) -> None:
    conversations.assign(people.user["alice"], case, people.user["chloe"])
    conversations.assign(people.user["alice"], case, people.user["alice"])
    first, second = rows(Assignment)
    assert (first.user_id, first.ended_because) == (people.user["chloe"], "reassigned")
    assert (second.user_id, second.ended_at) == (people.user["alice"], None)
    verbs = [event.verb for event in rows(AuditEvent)]
    assert verbs == ["open→assigned", "assigned→assigned"]


def test_who_comes_second_learns_who_took_it(people: cast.Cast, case: int) -> None:
    conversations.take(people.user["chloe"], case)
    with pytest.raises(TooLate, match="Chloe"):
        conversations.take(people.user["alice"], case)
    assert stands(case).owner_id == people.user["chloe"]


def test_nobody_is_given_a_conversation_they_may_not_answer(people: cast.Cast, case: int) -> None:
    for stranger in ("dora", "emile", "bruno"):
        with pytest.raises(Refused):
            conversations.assign(people.user["alice"], case, people.user[stranger])
    with pytest.raises(Refused):
        conversations.assign(people.user["alice"], case, 999)
    assert stands(case).state == "open"
    assert not rows(Assignment)


def test_given_back_it_is_anybodys(people: cast.Cast, case: int) -> None:
    conversations.take(people.user["chloe"], case)
    conversations.give_back(people.user["chloe"], case)
    kept = stands(case)
    assert (kept.state, kept.owner_id, kept.returns_at) == ("open", None, None)
    assert rows(Assignment)[0].ended_because == "given_back"


def test_snoozed_until_a_later_moment_only(people: cast.Cast, case: int, noon: datetime) -> None:
    with pytest.raises(Refused):
        conversations.snooze(people.user["chloe"], case, noon)
    conversations.snooze(people.user["chloe"], case, noon + timedelta(hours=2))
    assert (stands(case).state, stands(case).snoozed_until) == ("snoozed", noon + timedelta(hours=2))
    conversations.reopen(people.user["chloe"], case)
    assert (stands(case).state, stands(case).snoozed_until) == ("open", None)


def test_set_aside_with_a_reason_and_brought_back(people: cast.Cast, case: int) -> None:
    with pytest.raises(Refused):
        conversations.ignore(people.user["chloe"], case, "  ")
    conversations.ignore(people.user["chloe"], case, "publicité {sic}")
    kept = stands(case)
    assert kept.state == "ignored"
    assert kept.because == {"text": "« {reason} »", "values": {"reason": "publicité {sic}"}}
    with pytest.raises(Refused, match="rouvrez"):
        conversations.take(people.user["chloe"], case)
    conversations.reopen(people.user["chloe"], case)
    assert (stands(case).state, stands(case).because) == ("open", None)


def test_closed_ends_the_assignment(people: cast.Cast, case: int) -> None:
    conversations.take(people.user["chloe"], case)
    conversations.close(people.user["chloe"], case)
    assert (stands(case).state, stands(case).owner_id) == ("closed", None)
    assert rows(Assignment)[0].ended_because == "closed"


def test_waiting_for_a_service_says_which(people: cast.Cast, case: int) -> None:
    conversations.wait_for_service(people.user["chloe"], case, "propreté")
    kept = stands(case)
    assert kept.state == "waiting_service"
    assert kept.because is not None
    assert kept.because["values"] == {"service": "propreté"}


def test_a_note_stays_in_the_house_and_its_words_out_of_the_audit(people: cast.Cast, case: int) -> None:
    note = conversations.note(people.user["chloe"], case, "Appeler le parking.")
    assert [(n.id, n.text) for n in rows(Note)] == [(note, "Appeler le parking.")]
    (event,) = rows(AuditEvent)
    assert (event.subject, event.subject_id) == ("notes", note)
    assert "parking" not in str(event.detail)


def test_another_citys_conversation_does_not_exist(people: cast.Cast, case: int) -> None:
    with pytest.raises(NotHere) as told:
        conversations.take(people.user["dora"], case)
    with pytest.raises(NotHere) as unknown:
        conversations.take(people.user["dora"], 4711)
    assert str(told.value) == str(unknown.value)
    assert clock.now() == stands(case).opened_at
