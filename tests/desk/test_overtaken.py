"""A reply goes under the message its sender had in view; what the visitor wrote meanwhile is asked about, once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from data import store
from data.lifecycle import move
from data.models import Conversation, Delivery, Message, Post, Variant
from desk import deliveries, posting, posts, replies
from desk.refusal import NeedsConfirmation, NotHere, Refused
from tests import cast

FIRST, SECOND = "1850000000000000001", "1850000000000000002"


@pytest.fixture
def people(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


@pytest.fixture
def case(people: cast.Cast, noon: datetime) -> int:
    return cast.conversation(people, "colmar/x", "Où garer le bus ?", noon, thread_id=FIRST)


@pytest.fixture
def first(case: int) -> int:
    with store.reading() as session:
        return session.scalars(select(Message.id).where(Message.conversation_id == case)).one()


def asked_again(case: int, at: datetime, remote_id: str = SECOND, withdrawn_at: datetime | None = None) -> int:
    with store.writing() as session:
        here = session.get_one(Conversation, case)
        later = Message(
            conversation_id=case, channel_id=here.channel_id, territory_id=here.territory_id, remote_id=remote_id,
            text="Et les toilettes fermées !", posted_at=at, stored_at=at, withdrawn_at=withdrawn_at,
        )  # fmt: skip
        session.add(later)
        session.flush()
        return later.id


def sent() -> list[tuple[str | None, int | None]]:
    """Return, for each delivery, the message it answers and the last one its sender had seen."""
    with store.reading() as session:
        rows = select(Variant.reply_to, Post.seen_message_id).join(Post, Post.id == Variant.post_id).join(Delivery)
        return [(row.reply_to, row.seen_message_id) for row in session.execute(rows.order_by(Delivery.id))]


def test_a_reply_to_what_was_shown_asks_when_the_visitor_wrote_meanwhile(
    people: cast.Cast, case: int, first: int, noon: datetime
) -> None:
    chloe, newer = people.user["chloe"], asked_again(case, noon + timedelta(minutes=1))
    with pytest.raises(NeedsConfirmation, match="autre chose entre-temps") as asked:
        replies.send(chloe, case, "Au parking Lacarre.", seen=first)
    assert sent() == []
    assert asked.value.token == f"seen:message-{newer}"
    assert "13:01" in str(asked.value)
    replies.send(chloe, case, "Au parking Lacarre.", seen=first, confirm=asked.value.token)
    assert sent() == [(FIRST, first)]


def test_having_been_told_of_one_message_does_not_cover_the_next(
    people: cast.Cast, case: int, first: int, noon: datetime
) -> None:
    asked_again(case, noon + timedelta(minutes=1))
    with pytest.raises(NeedsConfirmation) as asked:
        replies.send(people.user["chloe"], case, "Au parking Lacarre.", seen=first)
    asked_again(case, noon + timedelta(minutes=2), "1850000000000000003")
    with pytest.raises(NeedsConfirmation):
        replies.send(people.user["chloe"], case, "Au parking Lacarre.", seen=first, confirm=asked.value.token)
    assert sent() == []


def test_a_colleague_and_the_visitor_both_came_first_and_one_confirmation_covers_both(
    people: cast.Cast, case: int, first: int, noon: datetime
) -> None:
    replies.send(people.user["chloe"], case, "Au parking Lacarre.", seen=first)
    asked_again(case, noon + timedelta(minutes=1))
    with pytest.raises(NeedsConfirmation, match=r"Chloe.*autre chose") as asked:
        replies.send(people.user["alice"], case, "Rue du Ladhof.", seen=first)
    replies.send(people.user["alice"], case, "Rue du Ladhof.", seen=first, confirm=asked.value.token)
    assert sent() == [(FIRST, first), (FIRST, first)]


def test_what_was_shown_is_answered_without_a_question(
    people: cast.Cast, case: int, first: int, noon: datetime
) -> None:
    newer = asked_again(case, noon + timedelta(minutes=1))
    asked_again(case, noon + timedelta(minutes=2), "1850000000000000003", withdrawn_at=noon + timedelta(minutes=3))
    replies.send(people.user["chloe"], case, "Au parking Lacarre.", seen=newer)
    assert sent() == [(SECOND, newer)]


def test_a_message_that_came_late_is_seen_though_it_was_posted_before(
    people: cast.Cast, case: int, first: int, noon: datetime
) -> None:
    late = asked_again(case, noon - timedelta(minutes=1))
    replies.send(people.user["chloe"], case, "Au parking Lacarre.", seen=late)
    assert sent() == [(FIRST, late)]


def test_only_a_message_of_this_conversation_can_have_been_seen(people: cast.Cast, case: int, noon: datetime) -> None:
    other = cast.conversation(people, "colmar/facebook", "Bonjour", noon)
    with store.reading() as session:
        stranger = session.scalars(select(Message.id).where(Message.conversation_id == other)).one()
    with pytest.raises(NotHere):
        replies.send(people.user["chloe"], case, "Oui.", seen=stranger)
    assert sent() == []


def test_who_does_not_say_what_they_saw_answers_the_last_message(people: cast.Cast, case: int, noon: datetime) -> None:
    newer = asked_again(case, noon + timedelta(minutes=1))
    replies.send(people.user["chloe"], case, "Au parking Lacarre.")
    assert sent() == [(SECOND, newer)]


def test_a_script_answers_the_message_it_names_and_has_seen_no_later_one(
    people: cast.Cast, case: int, first: int, noon: datetime
) -> None:
    asked_again(case, noon + timedelta(minutes=1))
    posting.post(people.user["alice"], ["colmar/x"], "Au parking Lacarre.", reply_to=FIRST)
    assert sent() == [(FIRST, first)]


def test_a_reply_a_person_finds_on_the_network_leaves_a_newer_question_open(
    people: cast.Cast, case: int, first: int, noon: datetime
) -> None:
    chloe = people.user["chloe"]
    delivery = replies.send(chloe, case, "Au parking Lacarre.", seen=first).delivery_id
    assert delivery is not None
    asked_again(case, noon + timedelta(minutes=1))
    with store.writing() as session:
        for before, after in (("queued", "sending"), ("sending", "unconfirmed")):
            assert move(session, Delivery, delivery, before, after, at=noon)
    deliveries.it_is_there(chloe, delivery, "1850000000000000009")
    with store.reading() as session:
        here = session.get_one(Conversation, case)
        assert (here.state, here.asked_at) == ("open", noon + timedelta(minutes=1))
        assert here.replied_at is not None


def test_a_reply_that_lost_its_target_never_goes_out_as_a_post(people: cast.Cast, case: int) -> None:
    chloe = people.user["chloe"]
    draft = replies.draft(chloe, case, "Au parking Lacarre.")
    with pytest.raises(Refused, match="à quel message"):
        posts.submit(chloe, draft, and_schedule=True)
    assert sent() == []
