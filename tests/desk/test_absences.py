"""AC-33: who goes away leaves open conversations to a deputy, keeps watch, and reads at return what became of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

import clock
from data import store
from data.models import Assignment, Conversation, Duty, Message
from data.queries import relay
from desk import absences, conversations, rosters
from desk.refusal import NotHere, Refused
from tests import cast
from tests.queries import stock

DAY = timedelta(days=1)


@pytest.fixture
def people(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


def case(case_id: int) -> Conversation:
    with store.reading() as session:
        return session.get_one(Conversation, case_id)


def mine(people: cast.Cast, name: str, channel: str, text: str, noon: datetime, **values: Any) -> int:
    case_id = cast.conversation(people, channel, text, noon, **values)
    conversations.take(people.user[name], case_id)
    return case_id


def ours(case_id: int, text: str, at: datetime) -> None:
    """Store words of ours in a conversation."""
    with store.writing() as session:
        kept = session.get_one(Conversation, case_id)
        session.add(
            Message(
                conversation_id=case_id, channel_id=kept.channel_id, territory_id=kept.territory_id, inward=False,
                remote_id=f"ours-{case_id}", text=text, posted_at=at, stored_at=at,
            )
        )  # fmt: skip


def test_ac_33_open_conversations_go_to_the_deputy_and_their_clocks_run_on(people: cast.Cast, noon: datetime) -> None:
    alice, chloe = people.user["alice"], people.user["chloe"]
    taken = mine(people, "chloe", "colmar/x", "Où garer le bus ?", noon)
    asleep = mine(people, "chloe", "colmar/facebook", "Et demain ?", noon)
    conversations.snooze(chloe, asleep, clock.now() + DAY)
    closed = mine(people, "chloe", "colmar/x", "Fini", noon)
    conversations.close(chloe, closed)
    before = case(taken)
    begun = absences.begin(chloe, chloe, alice, noon + 7 * DAY)
    assert (begun.handed, begun.left) == (2, 0)
    after = case(taken)
    assert (after.state, after.owner_id) == ("assigned", alice)
    assert (after.due_at, after.asked_at, after.returns_at) == (before.due_at, before.asked_at, before.returns_at)
    assert (case(asleep).state, case(asleep).owner_id) == ("snoozed", alice)
    assert case(closed).state == "closed"
    with store.reading() as session:
        turns = session.scalars(select(Assignment).where(Assignment.conversation_id == taken)).all()
    assert [(one.user_id, one.ended_because) for one in turns] == [(chloe, "absent"), (alice, None)]


def test_ac_33_what_the_deputy_may_not_answer_goes_back_to_the_queue(people: cast.Cast, noon: datetime) -> None:
    alice, dora = people.user["alice"], people.user["dora"]
    here = mine(people, "alice", "mulhouse/x", "Où garer le bus ?", noon)
    there = mine(people, "alice", "colmar/x", "Où manger ?", noon)
    begun = absences.begin(alice, alice, dora, noon + DAY)
    assert (begun.handed, begun.left) == (1, 1)
    assert (case(here).owner_id, case(there).owner_id, case(there).state) == (dora, None, "open")
    found = relay.one(dora, begun.absence_id, noon)
    assert found
    assert [one.id for one in found.cases] == [here]  # a deputy of one city reads nothing of another
    with pytest.raises(Refused) as refusal:  # nor is the deputy named where they do not work
        conversations.assign(people.user["chloe"], there, alice)
    assert "Dora" not in str(refusal.value)
    (seen,) = relay.absences(people.user["chloe"])
    assert (seen.name, seen.deputy) == ("Alice", "")


def test_ac_33_the_relay_is_one_page_with_all_a_deputy_needs(people: cast.Cast, noon: datetime) -> None:
    alice, chloe, bruno = people.user["alice"], people.user["chloe"], people.user["bruno"]
    promised = mine(people, "alice", "strasbourg/x", "Et mon sac ?", noon, rank=5)
    conversations.note(alice, promised, "Rappeler avant vendredi", promise=True)
    conversations.note(alice, promised, "Sac bleu")
    answered = mine(people, "alice", "strasbourg/facebook", "Je suis journaliste", noon, rank=2)
    ours(answered, "Nous vous rappelons à 15 h.", noon - timedelta(minutes=1))
    stock.post(people, "strasbourg", noon, state="scheduled", due_at=noon + timedelta(hours=3))
    stock.post(people, "strasbourg", noon, state="scheduled", due_at=noon + 9 * DAY)
    rosters.set_week(alice, people.territory["strasbourg"], noon.date(), bruno, None, "08:00-20:00")
    begun = absences.begin(alice, alice, bruno, noon + 7 * DAY)
    page = relay.one(bruno, begun.absence_id, noon)
    assert page
    assert [(one.id, one.promised, one.sensitive, one.owner) for one in page.cases] == [
        (answered, ("Nous vous rappelons à 15 h.",), True, "Bruno"),
        (promised, ("Rappeler avant vendredi",), False, "Bruno"),
    ]
    assert [one.due_at for one in page.planned] == [noon + timedelta(hours=3)]
    assert [(one.name, one.role) for one in page.calls] == [("Bruno", "primary"), ("Bruno", "director")]
    assert relay.one(chloe, begun.absence_id, noon) is None


def test_ac_33_at_return_the_absent_reads_what_happened_to_what_they_watched(people: cast.Cast, noon: datetime) -> None:
    alice, chloe = people.user["alice"], people.user["chloe"]
    case_id = mine(people, "chloe", "colmar/x", "Où garer le bus ?", noon)
    begun = absences.begin(chloe, chloe, alice, noon + DAY)
    ours(case_id, "Place de la gare.", clock.now() + timedelta(hours=1))
    conversations.close(alice, case_id)
    absences.end(chloe, begun.absence_id)
    page = relay.one(chloe, begun.absence_id, noon + DAY)
    assert page
    assert [(one.id, one.state, one.replies) for one in page.cases] == [(case_id, "closed", 1)]
    assert page.away.ended_at
    assert absences.begin(chloe, chloe, alice, noon + 2 * DAY).handed == 0  # back, one may leave again


def test_who_is_away_is_given_nothing_and_the_deputy_is_named(people: cast.Cast, noon: datetime) -> None:
    alice, chloe = people.user["alice"], people.user["chloe"]
    absences.begin(chloe, chloe, alice, noon + DAY)
    case_id = cast.conversation(people, "colmar/x", "Où garer le bus ?", noon)
    with pytest.raises(Refused, match="Alice"):
        conversations.assign(alice, case_id, chloe)
    with pytest.raises(Refused):
        absences.begin(chloe, chloe, alice, noon + DAY)  # twice


def test_a_deputy_is_a_colleague_who_answers_there_and_is_there(people: cast.Cast, noon: datetime) -> None:
    alice, chloe = people.user["alice"], people.user["chloe"]
    for deputy in ("dora", "bruno", "emile", "chloe"):
        with pytest.raises(Refused):
            absences.begin(chloe, chloe, people.user[deputy], noon + DAY)
    with pytest.raises(Refused):
        absences.begin(chloe, chloe, alice, noon - DAY)
    absences.begin(alice, alice, people.user["bruno"], noon + DAY)
    with pytest.raises(Refused, match="absent"):
        absences.begin(chloe, chloe, alice, noon + DAY)


def test_nobody_sends_a_stranger_away_and_a_manager_does_within_reach_only(people: cast.Cast, noon: datetime) -> None:
    alice, bruno, dora = people.user["alice"], people.user["bruno"], people.user["dora"]
    with pytest.raises(NotHere):
        absences.begin(dora, people.user["chloe"], dora, noon + DAY)
    far = mine(people, "alice", "colmar/x", "Où manger ?", noon)
    near = mine(people, "alice", "strasbourg/x", "Où garer le bus ?", noon)
    begun = absences.begin(bruno, alice, bruno, noon + DAY)
    assert (begun.handed, case(near).owner_id, case(far).owner_id) == (1, bruno, alice)


def test_a_roster_names_who_answers_there_and_the_last_word_of_a_week_holds(people: cast.Cast, noon: datetime) -> None:
    alice, chloe, colmar = people.user["alice"], people.user["chloe"], people.territory["colmar"]
    rosters.set_week(alice, colmar, date(2026, 12, 10), alice, chloe)
    rosters.set_week(alice, colmar, date(2026, 12, 7), chloe, alice, "08:00-20:00")
    with store.reading() as session:
        (row,) = session.scalars(select(Duty)).all()
    assert (row.week, row.primary_id, row.window) == (date(2026, 12, 7), chloe, "08:00-20:00")
    assert [one.primary for one in relay.roster(chloe, noon)] == ["Chloe"]
    assert relay.roster(people.user["dora"], noon) == []
    with pytest.raises(Refused):
        rosters.set_week(alice, colmar, date(2026, 12, 7), people.user["dora"])
    with pytest.raises(Refused):
        rosters.set_week(alice, colmar, date(2026, 12, 7), alice, window="20:00-08:00")
