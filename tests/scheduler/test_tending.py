"""What only time ends: sleep, assignments nobody used, old sessions; and a worker says that it is alive."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

import clock
from data import store
from data.lifecycle import move
from data.models import Assignment, Conversation, Heartbeat, Note, SignIn, SignInTry
from scheduler.tending import beat, tend
from tests import cast

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def people(noon: datetime) -> cast.Cast:
    return cast.gather(noon)


def _tend_at(moment: datetime) -> dict[str, int]:
    with clock.stopped_at(moment):
        return tend()


def _assigned(people: cast.Cast, at: datetime, until: datetime) -> int:
    case = cast.conversation(people, "colmar/x", "Où se garer ?", at)
    chloe = people.user["chloe"]
    with store.writing() as session:
        move(session, Conversation, case, "open", "assigned", at=at, owner_id=chloe, returns_at=until)
        session.add(Assignment(conversation_id=case, user_id=chloe, at=at, until=until))
    return case


def test_an_assignment_nobody_used_returns_to_the_queue_with_a_note(people: cast.Cast, noon: datetime) -> None:
    case = _assigned(people, noon, noon + timedelta(hours=4))
    assert _tend_at(noon + timedelta(hours=3))["returned"] == 0
    assert _tend_at(noon + timedelta(hours=4))["returned"] == 1
    with store.reading() as session:
        row, assignment = session.get_one(Conversation, case), session.query(Assignment).one()
        note = session.query(Note).one()
        assert (row.state, row.owner_id, row.returns_at) == ("open", None, None)
        assert (assignment.ended_because, assignment.ended_at) == ("returned", noon + timedelta(hours=4))
        assert (note.user_id, note.conversation_id) == (None, case)
        assert "revenue dans la file" in note.text
    assert _tend_at(noon + timedelta(hours=5))["returned"] == 0


def test_an_assignment_prolonged_meanwhile_stays(people: cast.Cast, noon: datetime) -> None:
    case = _assigned(people, noon, noon + timedelta(hours=4))
    with store.writing() as session:
        session.get_one(Conversation, case).returns_at = noon + timedelta(hours=8)
    assert _tend_at(noon + timedelta(hours=5))["returned"] == 0


def test_a_snoozed_conversation_wakes_at_its_moment(people: cast.Cast, noon: datetime) -> None:
    case = cast.conversation(people, "colmar/x", "Demain ?", noon)
    with store.writing() as session:
        move(session, Conversation, case, "open", "snoozed", at=noon, snoozed_until=noon + timedelta(hours=1))
    assert _tend_at(noon + timedelta(minutes=59))["woken"] == 0
    assert _tend_at(noon + timedelta(hours=1))["woken"] == 1
    with store.reading() as session:
        row = session.get_one(Conversation, case)
        assert (row.state, row.snoozed_until) == ("open", None)


def test_ended_sessions_and_old_failed_sign_ins_are_forgotten(people: cast.Cast, noon: datetime) -> None:
    with store.writing() as session:
        for name, hours in (("ended", -1), ("open", 1)):
            session.add(
                SignIn(
                    digest=name, user_id=people.user["alice"], csrf="c", created_at=noon, seen_at=noon,
                    expires_at=noon + timedelta(hours=hours),
                )
            )  # fmt: skip
        session.add_all([SignInTry(key="k", at=noon - timedelta(days=2)), SignInTry(key="k", at=noon)])
    assert _tend_at(noon)["expired"] == 2
    with store.reading() as session:
        assert (session.query(SignIn).one().digest, session.query(SignInTry).count()) == ("open", 1)


def test_a_worker_beats_on_one_row_and_is_forgotten_when_long_gone(people: cast.Cast, noon: datetime) -> None:
    beat("w1", noon)
    with clock.stopped_at(noon + timedelta(seconds=5)):
        beat("w1", noon)
    with store.reading() as session:
        row = session.query(Heartbeat).one()
        assert (row.worker, row.started_at, row.at) == ("w1", noon, noon + timedelta(seconds=5))
    _tend_at(noon + timedelta(days=2))
    with store.reading() as session:
        assert session.query(Heartbeat).count() == 0
