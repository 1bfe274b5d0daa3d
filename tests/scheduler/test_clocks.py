"""The clock of a promise, rule by rule: when it starts, what pauses it, what stops it, what begins another one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from connectors.contract import Author, Mention
from data import store
from data.answering import show
from data.lifecycle import move
from data.models import Channel, Conversation, Delivery, Message
from data.queries import conversation, inbox
from desk import conversations
from policies.clocks import TOO_LATE_TO_LEAVE
from policies.in_force import clock_of
from scheduler import weighing
from scheduler.accounts import line_of
from scheduler.storing import store_all
from scheduler.weighing import home_of, weighed
from tests import judging
from tests.scheduler.world import World

MULHOUSE, ASKS = "mulhouse/x", "Bonjour, à quelle heure ouvre le musée ?"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TUESDAY = datetime(2026, 12, 8, 9, 0, tzinfo=UTC)  # 10:00 in Mulhouse, open 09:00-12:30 and 13:30-18:00


@pytest.fixture(autouse=True)
def known_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried here is the clock, not the judge."""
    monkeypatch.setattr(weighing, "weigh", judging.weigh)


@pytest.fixture
def tuesday(there: World) -> World:
    there.time = TUESDAY
    return there


def hear(
    world: World, text: str, remote_id: str, *, posted_at: datetime | None = None, above: str | None = None
) -> int:
    """Collect a visitor's message now, posted when said; return its conversation's id."""
    mention = Mention(
        remote_id=remote_id, thread_id=above or remote_id, author=Author("v", "v", "v"), text=text,
        posted_at=posted_at or world.time, kind="comment", parent_id=above,
    )  # fmt: skip
    with store.writing() as session:
        channel = session.get_one(Channel, world.people.channel[MULHOUSE])
        home = home_of(session, channel)
        items = weighed([mention], home, channel.network, world.time)
        assert store_all(session, line_of(channel), home, items, world.time, may_answer=True)
    with store.reading() as session:
        return session.scalars(select(Message.conversation_id).where(Message.remote_id == remote_id)).one()


def case(case_id: int) -> Conversation:
    with store.reading() as session:
        return session.get_one(Conversation, case_id)


def answer(world: World, case_id: int, *, tags: tuple[str, ...] = (), due_at: datetime | None = None) -> None:
    """Let a reply of ours, ready at `due_at`, arrive on the network now, without any network."""
    delivery = world.queue(MULHOUSE, "Le musée ouvre à 10 h.", conversation_id=case_id, due_at=due_at, tags=tags)
    values: dict[str, Any] = {"remote_id": f"ours-{delivery}", "published_at": world.time}
    with store.writing() as session:
        session.get_one(Delivery, delivery).created_at = due_at or world.time
        session.flush()
        assert move(session, Delivery, delivery, "queued", "sending", at=world.time)
        assert move(session, Delivery, delivery, "sending", "published", at=world.time, **values)
        show(session, delivery, clock_of, TOO_LATE_TO_LEAVE)


def late(world: World) -> int:
    return sum(one.late for one in inbox.counts(world.people.user["alice"], world.time))


def test_the_clock_starts_when_the_visitor_wrote_not_when_we_fetched_it(tuesday: World) -> None:
    posted = tuesday.time
    tuesday.later(minutes=50)
    assert case(hear(tuesday, ASKS, "m1", posted_at=posted)).due_at == posted + 5 * HOUR  # four, and the lunch break


def test_the_clock_pauses_outside_the_open_intervals(tuesday: World) -> None:
    tuesday.later(hours=7)  # 17:00: an hour today, three tomorrow from 09:00 on
    assert case(hear(tuesday, ASKS, "m1")).due_at == TUESDAY + DAY + 2 * HOUR


def test_the_clock_of_danger_never_pauses(tuesday: World) -> None:
    tuesday.later(hours=14)
    kept = case(hear(tuesday, "Au secours, mon enfant est perdu !", "m1"))
    assert (kept.promise, kept.by_clock, kept.due_at) == ("safety", True, tuesday.time + 15 * MINUTE)


def test_the_clock_pauses_while_a_service_must_answer_and_says_how_long(tuesday: World) -> None:
    dora = tuesday.people.user["dora"]
    case_id = hear(tuesday, ASKS, "m1")  # due 15:00, four open hours
    tuesday.later(hours=1)
    conversations.wait_for_service(dora, case_id, "musées")
    assert case(case_id).paused_at == tuesday.time
    tuesday.later(days=1)  # 11:00 on Wednesday
    assert late(tuesday) == 0
    conversations.take(dora, case_id)
    kept = case(case_id)
    assert kept.due_at == tuesday.time + 4 * HOUR  # the three it had left, and the lunch break
    assert (kept.paused_at, kept.paused_for) == (None, 480)  # open minutes from 11:00 to 11:00


def test_a_promise_already_late_when_a_service_is_asked_stays_late(tuesday: World) -> None:
    case_id = hear(tuesday, ASKS, "m1")
    due_at = case(case_id).due_at
    tuesday.later(hours=6)
    conversations.wait_for_service(tuesday.people.user["dora"], case_id, "musées")
    tuesday.later(days=2)
    conversations.reopen(tuesday.people.user["dora"], case_id)
    assert case(case_id).due_at == due_at
    assert late(tuesday) == 1


def test_the_clock_pauses_while_the_visitor_must_answer_and_starts_anew_when_they_do(tuesday: World) -> None:
    case_id = hear(tuesday, ASKS, "m1")
    tuesday.later(minutes=30)
    answer(tuesday, case_id)
    tuesday.later(days=1)
    assert (case(case_id).state, late(tuesday)) == ("waiting_visitor", 0)
    assert hear(tuesday, "Et le dimanche, est-ce ouvert ?", "m2", above="m1") == case_id
    kept = case(case_id)
    assert (kept.state, kept.asked_at, kept.due_at) == ("open", tuesday.time, tuesday.time + 5 * HOUR)


def test_the_clock_stops_at_a_person_s_first_reply_and_keeps_how_it_was_kept(tuesday: World) -> None:
    case_id = hear(tuesday, ASKS, "m1")
    tuesday.later(hours=4)  # 14:00: three hours open, an hour of lunch
    answer(tuesday, case_id)
    kept = case(case_id)
    assert (kept.replied_at, kept.reply_outcome, kept.reply_open_for) == (tuesday.time, "on_time", 180)
    hear(tuesday, "Et le dimanche, est-ce ouvert ?", "m2", above="m1")
    tuesday.later(days=2)
    answer(tuesday, case_id)
    assert (case(case_id).replied_at, case(case_id).reply_outcome) == (kept.replied_at, "on_time")


def test_an_automatic_notice_stops_no_clock(tuesday: World) -> None:
    case_id = hear(tuesday, ASKS, "m1")
    tuesday.later(minutes=1)
    answer(tuesday, case_id, tags=("automatic",))
    kept = case(case_id)
    assert (kept.state, kept.replied_at, kept.asked_at, kept.reply_outcome) == ("open", None, TUESDAY, None)
    tuesday.later(hours=6)
    assert late(tuesday) == 1


def test_a_reply_after_the_deadline_is_late_and_time_with_a_service_is_not_counted(tuesday: World) -> None:
    case_id = hear(tuesday, ASKS, "m1")
    conversations.wait_for_service(tuesday.people.user["dora"], case_id, "musées")
    tuesday.later(hours=2)
    conversations.reopen(tuesday.people.user["dora"], case_id)
    tuesday.later(hours=6)  # 18:00: five open hours since it came back
    answer(tuesday, case_id)
    kept = case(case_id)
    assert (kept.reply_outcome, kept.reply_open_for, kept.paused_for, kept.late_because) == ("late", 300, 120, None)


@pytest.mark.parametrize("text", ["Merci beaucoup !", "👍"])
def test_ac_52_thanks_neither_reopen_nor_restart_the_clock(tuesday: World, text: str) -> None:
    case_id = hear(tuesday, ASKS, "m1")
    answer(tuesday, case_id)
    conversations.close(tuesday.people.user["dora"], case_id)
    tuesday.later(days=5)
    assert hear(tuesday, text, "m2", above="m1") == case_id  # not even after three days
    kept = case(case_id)
    assert (kept.state, kept.asked_at) == ("closed", None)


@pytest.mark.parametrize("ended", ["closed", "waiting_visitor"])
def test_what_is_said_after_72_hours_begins_a_new_conversation_linked_to_the_old(tuesday: World, ended: str) -> None:
    first = hear(tuesday, ASKS, "m1")
    answer(tuesday, first)
    if ended == "closed":
        conversations.close(tuesday.people.user["dora"], first)
    tuesday.later(hours=72, minutes=1)
    second = hear(tuesday, "Et le dimanche, est-ce ouvert ?", "m2", above="m1")
    assert (case(first).state, case(second).state) == (ended, "open")
    kept = case(second)
    assert (kept.follows_id, kept.asked_at, kept.replied_at) == (first, tuesday.time, None)
    tuesday.later(minutes=5)  # whatever it answers, the conversation of today is the new one
    assert hear(tuesday, "Est-ce aussi ouvert lundi ?", "m3", above="m1") == second
    alice = tuesday.people.user["alice"]
    old, new = conversation.one(alice, first), conversation.one(alice, second)
    assert old
    assert new
    assert (old.followed_by_id, new.follows_id) == (second, first)


def test_within_72_hours_it_is_the_same_conversation(tuesday: World) -> None:
    case_id = hear(tuesday, ASKS, "m1")
    answer(tuesday, case_id)
    conversations.close(tuesday.people.user["dora"], case_id)
    tuesday.later(hours=72)
    assert hear(tuesday, "Et le dimanche, est-ce ouvert ?", "m2", above="m1") == case_id
    assert case(case_id).state == "open"


def test_what_still_waits_for_us_goes_on_however_long_it_waited(tuesday: World) -> None:
    case_id = hear(tuesday, ASKS, "m1")
    tuesday.later(days=9)
    assert hear(tuesday, "Personne ne répond ?", "m2", above="m1") == case_id


def test_reassignment_never_resets_the_clock(tuesday: World) -> None:
    alice, dora = tuesday.people.user["alice"], tuesday.people.user["dora"]
    case_id = hear(tuesday, ASKS, "m1")
    due_at = case(case_id).due_at
    for by, to in ((alice, dora), (dora, alice), (alice, dora)):
        tuesday.later(hours=1)
        conversations.assign(by, case_id, to)
    conversations.give_back(dora, case_id)
    assert (case(case_id).due_at, case(case_id).asked_at) == (due_at, TUESDAY)


def test_what_could_not_be_read_in_time_is_late_by_outage_and_says_so(tuesday: World) -> None:
    tuesday.later(hours=6)
    case_id = hear(tuesday, ASKS, "m1", posted_at=TUESDAY)
    kept = case(case_id)
    assert kept.late_because
    assert kept.late_because["text"].startswith("Panne")
    answer(tuesday, case_id)
    assert case(case_id).reply_outcome == "outage"
    assert not case(hear(tuesday, ASKS, "m2", posted_at=tuesday.time - HOUR)).late_because


def test_what_was_said_before_the_account_was_connected_is_no_outage(tuesday: World) -> None:
    assert not case(hear(tuesday, ASKS, "m1", posted_at=TUESDAY - 9 * DAY)).late_because


def test_a_reply_ready_in_time_that_the_account_could_not_send_is_late_by_outage(tuesday: World) -> None:
    case_id = hear(tuesday, ASKS, "m1")
    ready = tuesday.later(hours=2)
    tuesday.later(hours=6)
    answer(tuesday, case_id, due_at=ready)
    assert (case(case_id).reply_outcome, case(case_id).late_because) == ("outage", TOO_LATE_TO_LEAVE.kept())
