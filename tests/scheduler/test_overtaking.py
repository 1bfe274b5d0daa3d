"""A question that crosses our reply on its way is never lost, whoever of the two is stored first."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from connectors.contract import Author, Mention, Receipt
from data import store
from data.answering import show
from data.lifecycle import move
from data.models import Channel, Conversation, Delivery
from desk import replies
from policies.clocks import TOO_LATE_TO_LEAVE
from policies.in_force import clock_of
from scheduler.accounts import line_of
from scheduler.claiming import Claim, claim
from scheduler.publish import publish
from scheduler.settling import settle
from scheduler.storing import store_all
from scheduler.weighing import home_of, weighed
from tests.scheduler.world import World

ACCOUNT, LOST = "colmar/facebook", "Au secours, mon enfant est perdu !"
PATIENCE = 10.0  # seconds


@pytest.fixture
def asked(world: World) -> str:
    """A visitor's first question, stored; returns its id on the network."""
    remote_id = world.sandbox.say("facebook", "colmar_demo", "Où se garer à Colmar ce soir ?", author="Anne")
    _hear(world, remote_id, "Où se garer à Colmar ce soir ?")
    return remote_id


def test_a_message_weighed_before_the_click_and_stored_after_it_is_still_to_answer(world: World, asked: str) -> None:
    weighed_at = world.later(seconds=10)
    world.later(seconds=2)
    _reply(world)
    _hear(world, "103", LOST, asked, posted_at=weighed_at, stored_at=weighed_at)
    assert publish("w") == {"published": 1}
    (case,) = world.conversations()
    assert (case.state, case.asked_at, case.replied_at is not None) == ("open", weighed_at, True)
    assert "safety" in case.flags


def test_what_the_sender_had_seen_is_answered_and_thanks_ask_nothing(world: World, asked: str) -> None:
    world.later(seconds=10)
    again = world.sandbox.say("facebook", "colmar_demo", "Et les toilettes ?", author="Anne", in_reply_to=asked)
    _hear(world, again, "Et les toilettes ?", asked, stored_at=world.time + timedelta(minutes=1))
    _reply(world)
    _hear(world, "103", "Merci beaucoup !", asked, stored_at=world.time + timedelta(minutes=1))
    assert publish("w") == {"published": 1}
    (case,) = world.conversations()
    assert (case.state, case.asked_at) == ("waiting_visitor", None)


def test_a_reply_that_passes_over_a_newer_question_leaves_that_one_to_answer(world: World, asked: str) -> None:
    first = world.messages()[0].id
    newer = world.later(seconds=10)
    _hear(world, "102", "Et les toilettes ?", asked)
    world.later(minutes=1)
    _reply(world, to_message=first)
    assert publish("w") == {"published": 1}
    (case,) = world.conversations()
    assert (case.state, case.asked_at) == ("open", newer)


def test_two_messages_of_one_batch_both_count(world: World, asked: str) -> None:
    world.later(minutes=5)
    with store.writing() as session:
        _store(world, session, "102", LOST, asked)
        world.later(minutes=1)
        _store(world, session, "103", "Et les toilettes ?", asked)
    (case,) = world.conversations()
    assert (case.last_at, "safety" in case.flags, case.rank) == (world.time, True, 1)
    with store.writing() as session:
        assert move(session, Conversation, case.id, "open", "waiting_visitor", at=world.time, asked_at=None)
    again = world.later(minutes=1)
    with store.writing() as session:
        _store(world, session, "104", LOST, asked)
        world.later(minutes=1)
        _store(world, session, "105", "Et les toilettes ?", asked)
    (case,) = world.conversations()
    assert (case.state, case.asked_at, case.rank) == ("open", again, 1)


def test_a_question_being_stored_while_its_reply_is_settled_is_seen(world: World, asked: str) -> None:
    taken = _claimed(world)

    def told() -> str:
        return settle(taken, Receipt("900", "", world.time), world.time)

    with store.writing() as session, ThreadPoolExecutor(1) as aside:
        _store(world, session, "103", LOST, asked)
        session.flush()
        settling = _begun(world, aside, told)
        session.commit()
        assert settling.result(PATIENCE) == "published"
    _still_to_answer(world)


def test_a_question_stored_while_its_reply_is_being_settled_reopens(world: World, asked: str) -> None:
    taken = _claimed(world)
    values = {"remote_id": "900", "published_at": world.time}
    with store.writing() as session, ThreadPoolExecutor(1) as aside:
        assert move(session, Delivery, taken.delivery_id, "sending", "published", at=world.time, **values)
        show(session, taken.delivery_id, clock_of, TOO_LATE_TO_LEAVE)
        session.flush()
        hearing = _begun(world, aside, lambda: _hear(world, "103", LOST, asked))
        session.commit()
        hearing.result(PATIENCE)
    _still_to_answer(world)


def _still_to_answer(world: World) -> None:
    (case,) = world.conversations()
    assert (case.state, case.asked_at) == ("open", world.time)
    assert "safety" in case.flags
    assert len(world.messages()) == 3


def _begun(world: World, aside: ThreadPoolExecutor, work: Callable[[], Any]) -> Future[Any]:
    """Start `work` beside an open transaction; return once it stands in front of what that transaction holds."""
    begun = aside.submit(work)
    if world.database == "sqlite":  # one writer at a time: it cannot begin before ours has ended
        return begun
    waits = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not begun.done():
        with store.reading() as looking:
            if looking.scalar(waits):
                return begun
    raise AssertionError("the two never met")


def _claimed(world: World) -> Claim:
    world.later(seconds=12)
    _reply(world)
    world.later(seconds=8)
    taken = claim(world.people.channel[ACCOUNT], "w")
    assert isinstance(taken, Claim)
    return taken


def _reply(world: World, to_message: int | None = None) -> None:
    with store.reading() as session:
        case = session.scalars(select(Conversation.id)).one()
    words = "Bonjour, au parking Rapp. — Alice"
    assert replies.send(world.people.user["alice"], case, words, to_message=to_message).state == "scheduled"


def _hear(
    world: World, remote_id: str, words: str, under: str | None = None, *,
    posted_at: datetime | None = None, stored_at: datetime | None = None,
) -> None:  # fmt: skip
    with store.writing() as session:
        _store(world, session, remote_id, words, under, posted_at, stored_at)


def _store(
    world: World, session: Session, remote_id: str, words: str, under: str | None,
    posted_at: datetime | None = None, stored_at: datetime | None = None,
) -> None:  # fmt: skip
    """Store a visitor's words as a pass of collecting does, inside `session`."""
    channel = session.get_one(Channel, world.people.channel[ACCOUNT])
    home, at = home_of(session, channel), posted_at or world.time
    said = Mention(remote_id, under or remote_id, Author("anne", "anne"), words, at, parent_id=under)
    items = weighed([said], home, channel.network, at)
    assert store_all(session, line_of(channel), home, items, stored_at or at, may_answer=True)
