"""A reply leaves once, under the right message, from the right account, seen by whoever must have seen it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

import clock
from data import digests, store
from data.models import AuditEvent, Conversation, Delivery, Message, Post, Variant
from desk import replies
from desk.refusal import NeedsConfirmation, NotHere, Refused
from tests import cast


@pytest.fixture
def people(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


@pytest.fixture
def case(people: cast.Cast, noon: datetime) -> int:
    return cast.conversation(people, "colmar/x", "Où garer le bus ?", noon, thread_id="1850000000000000001")


def asked_again(case: int, at: datetime, remote_id: str) -> int:
    with store.writing() as session:
        first = session.scalars(select(Message).where(Message.conversation_id == case)).first()
        assert first is not None
        later = Message(
            conversation_id=case, channel_id=first.channel_id, territory_id=first.territory_id, remote_id=remote_id,
            text="Et demain ?", posted_at=at, stored_at=at,
        )  # fmt: skip
        session.add(later)
        session.flush()
        return later.id


def only_delivery() -> Delivery:
    with store.reading() as session:
        return session.scalars(select(Delivery)).one()


def count() -> int:
    with store.reading() as session:
        return len(session.scalars(select(Delivery)).all())


def test_a_reply_is_queued_due_now_under_the_last_message(people: cast.Cast, case: int, noon: datetime) -> None:
    asked_again(case, noon + timedelta(minutes=1), "1850000000000000002")
    sent = replies.send(people.user["chloe"], case, "Au parking Lacarre.")
    delivery = only_delivery()
    assert (sent.state, sent.delivery_id, delivery.due_at, delivery.by_id) == (
        "scheduled", delivery.id, noon, people.user["chloe"],
    )  # fmt: skip
    with store.reading() as session:
        post, variant = session.get_one(Post, sent.post_id), session.get_one(Variant, delivery.variant_id)
        assert (variant.reply_to, variant.channel_id) == ("1850000000000000002", people.channel["colmar/x"])
        assert (post.state, post.conversation_id) == ("scheduled", case)
        assert post.digest == digests.of_post(session, post.id)
        assert delivery.fingerprint == digests.of_words(variant.text, variant.media, variant.reply_to)


def test_a_reply_may_go_to_a_chosen_message_of_that_conversation_only(people: cast.Cast, case: int) -> None:
    other = cast.conversation(people, "colmar/facebook", "Bonjour", clock.now())
    with store.reading() as session:
        stranger = session.scalars(select(Message.id).where(Message.conversation_id == other)).one()
        chosen = session.scalars(select(Message.id).where(Message.conversation_id == case)).one()
    with pytest.raises(NotHere):
        replies.send(people.user["chloe"], case, "Oui.", to_message=stranger)
    replies.send(people.user["chloe"], case, "Oui.", to_message=chosen)
    assert count() == 1


def test_what_is_checked_live_is_what_sending_acts_on(people: cast.Cast, case: int) -> None:
    long = "é" * 281
    assert replies.check(people.user["chloe"], case, "Oui.").passes
    judged = replies.check(people.user["chloe"], case, long)
    assert judged.blocked
    with pytest.raises(Refused) as told:
        replies.send(people.user["chloe"], case, long)
    assert told.value.reasons == tuple(reason.sentence for reason in judged.reasons if reason.verb == "block")
    assert count() == 0


def test_ac_51_the_second_sender_sees_the_first_reply_and_must_confirm(people: cast.Cast, case: int) -> None:
    first = replies.send(people.user["chloe"], case, "Au parking Lacarre.")
    with pytest.raises(NeedsConfirmation, match="Chloe") as asked:
        replies.send(people.user["alice"], case, "Rue du Ladhof.")
    with pytest.raises(NeedsConfirmation):
        replies.send(people.user["alice"], case, "Rue du Ladhof.", confirm="seen:post-0")
    assert count() == 1
    assert asked.value.token == f"seen:post-{first.post_id}"
    replies.send(people.user["alice"], case, "Rue du Ladhof.", confirm=asked.value.token)
    assert count() == 2


def test_ac_51_a_third_reply_is_not_covered_by_having_seen_the_first(people: cast.Cast, case: int) -> None:
    replies.send(people.user["chloe"], case, "Au parking Lacarre.")
    with pytest.raises(NeedsConfirmation) as asked:
        replies.send(people.user["alice"], case, "Rue du Ladhof.")
    replies.send(people.user["alice"], case, "Rue du Ladhof.", confirm=asked.value.token)
    with pytest.raises(NeedsConfirmation):
        replies.send(people.user["chloe"], case, "Ou en ville.", confirm=asked.value.token)


def test_ac_51_of_two_who_send_at_the_same_moment_one_must_confirm(people: cast.Cast, case: int) -> None:
    together = Barrier(2)

    def send(name: str) -> str:
        together.wait(timeout=10)
        try:
            return replies.send(people.user[name], case, f"Au parking, dit {name}.").state
        except NeedsConfirmation:
            return "asked"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(send, ("alice", "chloe"))) == ["asked", "scheduled"]
    assert count() == 1


def test_pressing_twice_sends_once(people: cast.Cast, case: int) -> None:
    replies.send(people.user["chloe"], case, "Au parking Lacarre.")
    with pytest.raises(NeedsConfirmation):
        replies.send(people.user["chloe"], case, "Au parking Lacarre.")
    assert count() == 1


def test_a_reply_written_on_the_network_itself_counts_as_an_answer(
    people: cast.Cast, case: int, noon: datetime
) -> None:
    with store.writing() as session:
        first = session.scalars(select(Message).where(Message.conversation_id == case)).one()
        session.add(
            Message(
                conversation_id=case,
                channel_id=first.channel_id,
                territory_id=first.territory_id,
                remote_id="native",
                inward=False,
                text="Déjà dit.",
                posted_at=noon,
                stored_at=noon,
            )
        )
    with pytest.raises(NeedsConfirmation):
        replies.send(people.user["chloe"], case, "Au parking Lacarre.")


def test_ac_04_a_reply_never_leaves_from_another_account_than_the_one_shown(people: cast.Cast, case: int) -> None:
    alice = people.user["alice"]
    with pytest.raises(Refused, match="mulhouse"):
        replies.send(alice, case, "Oui.", channel_id=people.channel["mulhouse/x"])
    with pytest.raises(Refused):
        replies.send(alice, case, "Oui.", channel_id=people.channel["colmar/facebook"])
    with pytest.raises(NotHere):
        replies.send(people.user["chloe"], case, "Oui.", channel_id=people.channel["mulhouse/x"])
    assert count() == 0
    replies.send(alice, case, "Oui.", channel_id=people.channel["colmar/x"])


def test_an_unsent_reply_is_kept_for_its_writer_and_sent_from_there(people: cast.Cast, case: int) -> None:
    chloe, alice = people.user["chloe"], people.user["alice"]
    first = replies.draft(chloe, case, "Au park")
    assert replies.draft(chloe, case, "Au parking L") == first
    assert (replies.drafted(chloe, case), replies.drafted(alice, case)) == ("Au parking L", "")
    assert replies.send(chloe, case, "Au parking Lacarre.").post_id == first
    assert replies.drafted(chloe, case) == ""


def test_answering_brings_back_what_was_set_aside(people: cast.Cast, noon: datetime) -> None:
    aside = cast.conversation(people, "colmar/x", "Promo !", noon, state="ignored")
    replies.send(people.user["chloe"], aside, "Merci, non.")
    with store.reading() as session:
        assert session.get_one(Conversation, aside).state == "open"


def test_no_word_of_a_message_stands_in_the_audit(people: cast.Cast, case: int) -> None:
    replies.send(people.user["chloe"], case, "Au parking Lacarre.")
    with store.reading() as session:
        events = session.scalars(select(AuditEvent)).all()
    assert events
    assert not any("Lacarre" in str(event.detail) for event in events)
