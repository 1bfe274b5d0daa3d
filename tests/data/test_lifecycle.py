"""A status changes by one legal, audited move; of two that want the same move, one wins."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data import store
from data.lifecycle import LIFECYCLES, IllegalMove, move
from data.models import Attempt, AuditEvent, Conversation, Delivery, Post, Variant
from tests import cast
from words import s

pytestmark = pytest.mark.usefixtures("database")


def test_a_move_changes_the_row_and_writes_who_and_why(noon: datetime) -> None:
    people = cast.gather(noon)
    case = cast.conversation(people, "colmar/x", "Où se garer ?", noon)
    with store.writing() as session:
        assert move(
            session,
            Conversation,
            case,
            "open",
            "ignored",
            at=noon,
            actor_id=people.user["alice"],
            because=s("Hors sujet"),
        )
    with store.reading() as session:
        row, event = session.get_one(Conversation, case), session.query(AuditEvent).one()
        assert (row.state, row.because) == ("ignored", {"text": "Hors sujet", "values": {}})
        assert (event.before, event.after, event.actor_id) == ("open", "ignored", people.user["alice"])
        assert event.territory_id == people.territory["colmar"]


def test_a_move_from_where_the_row_no_longer_stands_changes_nothing(noon: datetime) -> None:
    case = cast.conversation(cast.gather(noon), "colmar/x", "Bonjour", noon)
    with store.writing() as session:
        assert move(session, Conversation, case, "open", "closed", at=noon)
        assert not move(session, Conversation, case, "open", "ignored", at=noon)
    with store.reading() as session:
        assert session.get_one(Conversation, case).state == "closed"
        assert session.query(AuditEvent).count() == 1


def test_an_illegal_move_is_refused_loudly(noon: datetime) -> None:
    with store.writing() as session, pytest.raises(IllegalMove):
        move(session, Delivery, 1, "published", "queued", at=noon)


def test_nobody_sets_a_status_by_hand(noon: datetime) -> None:
    case = cast.conversation(cast.gather(noon), "colmar/x", "Bonjour", noon)
    with store.writing() as session:
        row = session.get_one(Conversation, case)
        with pytest.raises(IllegalMove):
            row.state = "closed"


def test_of_two_that_move_at_once_one_wins(noon: datetime) -> None:
    case = cast.conversation(cast.gather(noon), "colmar/x", "Bonjour", noon)
    results, gate = [], threading.Barrier(8)

    def try_it() -> None:
        gate.wait()
        with store.writing() as session:
            results.append(move(session, Conversation, case, "open", "closed", at=noon))

    threads = [threading.Thread(target=try_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False] * 7 + [True]


@pytest.mark.parametrize("kind", LIFECYCLES)
def test_every_state_named_as_a_goal_has_a_row_of_its_own(kind: type) -> None:
    lifecycle = LIFECYCLES[kind]
    assert {goal for goals in lifecycle.values() for goal in goals} <= set(lifecycle)


def test_an_attempt_never_changes(noon: datetime) -> None:
    delivery = _delivery(noon)
    with store.writing() as session:
        session.add(Attempt(delivery_id=delivery, number=1, fingerprint="f", worker="w", started_at=noon))
    with pytest.raises(DBAPIError, match="never change"), store.writing() as session:
        session.execute(text("UPDATE attempts SET worker = 'somebody else'"))


def test_two_deliveries_of_one_account_are_never_sending_at_once(noon: datetime) -> None:
    _delivery(noon, state="sending")
    with pytest.raises(DBAPIError), store.writing() as session:
        first = session.query(Delivery).one()
        session.add(_copy(first, key="other", state="sending"))


def test_a_remote_id_belongs_to_one_delivery(noon: datetime) -> None:
    _delivery(noon, state="published", remote_id="42")
    with pytest.raises(DBAPIError), store.writing() as session:
        session.add(_copy(session.query(Delivery).one(), key="other", state="published", remote_id="42"))


def _delivery(at: datetime, **values: object) -> int:
    people = cast.gather(at)
    with store.writing() as session:
        post = Post(territory_id=people.territory["colmar"], author_id=people.user["alice"], created_at=at)
        session.add(post)
        session.flush()
        variant = Variant(post_id=post.id, channel_id=people.channel["colmar/x"], text="Bonjour")
        session.add(variant)
        session.flush()
        delivery = Delivery(
            post_id=post.id,
            variant_id=variant.id,
            channel_id=variant.channel_id,
            by_id=post.author_id,
            territory_id=post.territory_id,
            due_at=at,
            key="k",
            fingerprint="f",
            created_at=at,
            **values,
        )
        session.add(delivery)
        session.flush()
        return delivery.id


def _copy(first: Delivery, **values: object) -> Delivery:
    same = ("post_id", "variant_id", "channel_id", "by_id", "territory_id", "due_at", "fingerprint", "created_at")
    return Delivery(**{name: getattr(first, name) for name in same}, **values)
