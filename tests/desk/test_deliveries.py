"""What waits for a person leaves by name only, after a look; a suspension is lifted once and lets nothing loose."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

import clock
from data import lifecycle, store
from data.models import Conversation, Delivery, Freeze, Message
from desk import deliveries, freezing, posting, posts, replies
from desk.refusal import NeedsConfirmation, NotHere, Refused, TooLate
from tests import cast


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


@pytest.fixture
def two(crew: cast.Cast, noon: datetime) -> tuple[int, ...]:
    at = noon + timedelta(hours=1)
    return posting.post(crew.user["alice"], ["colmar/x", "colmar/facebook"], "Bonjour Colmar.", at=at).delivery_ids


def put(delivery: int, *states: str) -> None:
    for state in states:
        with store.writing() as session:
            before = session.get_one(Delivery, delivery).state
            assert lifecycle.move(session, Delivery, delivery, before, state, at=clock.now())


def stands(delivery: int) -> Delivery:
    with store.reading() as session:
        return session.get_one(Delivery, delivery)


def test_held_deliveries_are_released_by_name_and_no_other_leaves(
    crew: cast.Cast, two: tuple[int, ...], noon: datetime
) -> None:
    alice = crew.user["alice"]
    (freeze,) = freezing.freeze(alice, "Alerte", territory_id=crew.territory["colmar"])
    for one in two:
        put(one, "held")
    with pytest.raises(Refused, match="suspension"):
        deliveries.release(alice, two)
    freezing.unfreeze(alice, freeze)
    assert {stands(one).state for one in two} == {"held"}
    late = noon + timedelta(hours=1, minutes=10)  # within the limit of the rules
    with clock.stopped_at(late):
        assert deliveries.release(alice, [two[0]]) == 1
    assert (stands(two[0]).state, stands(two[0]).due_at) == ("queued", late)
    assert stands(two[1]).state == "held"


def test_what_was_held_past_its_limit_leaves_only_after_a_question(
    crew: cast.Cast, two: tuple[int, ...], noon: datetime
) -> None:
    alice = crew.user["alice"]
    fresh = posting.post(alice, ["colmar/x"], "Ce soir.", at=noon + timedelta(hours=3)).delivery_ids[0]
    for one in (*two, fresh):
        put(one, "held")
    with clock.stopped_at(noon + timedelta(hours=2)):
        assert deliveries.stale(alice, [*two, fresh]) == set(two)
        assert deliveries.stale(crew.user["dora"], two) == frozenset()
        with pytest.raises(NeedsConfirmation) as asked:
            deliveries.release(alice, [*two, fresh])
        assert asked.value.sentence.values == {"n": 2, "of": 3}
        assert {stands(one).state for one in (*two, fresh)} == {"held"}
        with pytest.raises(NeedsConfirmation):
            deliveries.release(alice, two[:1], confirm=asked.value.token)
        assert deliveries.release(alice, [*two, fresh], confirm=asked.value.token) == 3


def test_a_suspension_is_lifted_once_by_who_may(crew: cast.Cast) -> None:
    (freeze,) = freezing.freeze(crew.user["alice"], "Alerte")
    with store.reading() as session:
        kept = session.scalars(select(Freeze)).one()
        assert (kept.territory_id, kept.reason) == (crew.territory["alsace"], "Alerte")
    with pytest.raises(NotHere):
        freezing.unfreeze(crew.user["bruno"], freeze)
    freezing.unfreeze(crew.user["alice"], freeze)
    with pytest.raises(TooLate, match="Alice"):
        freezing.unfreeze(crew.user["alice"], freeze)
    with pytest.raises(Refused):
        freezing.freeze(crew.user["alice"], "  ")


def test_the_unconfirmed_is_sent_again_only_after_a_look(crew: cast.Cast, two: tuple[int, ...], noon: datetime) -> None:
    alice = crew.user["alice"]
    put(two[0], "sending", "unconfirmed")
    with pytest.raises(NeedsConfirmation) as asked:
        deliveries.send_again(alice, two[0])
    assert stands(two[0]).state == "unconfirmed"
    deliveries.send_again(alice, two[0], confirm=asked.value.token)
    assert (stands(two[0]).state, stands(two[0]).due_at) == ("queued", noon)
    with pytest.raises(TooLate):
        deliveries.send_again(alice, two[0], confirm=asked.value.token)


def test_what_was_missed_or_failed_is_sent_again_by_a_person_unless_the_post_is_gone(
    crew: cast.Cast, two: tuple[int, ...]
) -> None:
    alice = crew.user["alice"]
    put(two[0], "missed")
    put(two[1], "failed")
    deliveries.send_again(alice, two[0])
    assert stands(two[0]).state == "queued"
    posts.cancel(alice, stands(two[1]).post_id)
    assert stands(two[1]).state == "cancelled"
    with pytest.raises(TooLate):
        deliveries.send_again(alice, two[1])


def test_one_remote_id_belongs_to_one_delivery(crew: cast.Cast, two: tuple[int, ...]) -> None:
    alice = crew.user["alice"]
    other = posting.post(alice, ["colmar/x"], "Encore.", at=clock.now() + timedelta(hours=2)).delivery_ids[0]
    for one in (two[0], other):
        put(one, "sending", "unconfirmed")
    assert stands(two[0]).channel_id == stands(other).channel_id
    deliveries.it_is_there(alice, two[0], "1850", "https://x.example/1850")
    assert (stands(two[0]).state, stands(two[0]).remote_id) == ("published", "1850")
    with pytest.raises(Refused):
        deliveries.it_is_there(alice, other, "1850")
    for wrong in ("", "https://x.com/strasbourg_demo/status/77", "https://example.org/77", "c'est fait"):
        with pytest.raises(Refused):
            deliveries.it_is_there(alice, other, wrong)
    address = "https://x.com/colmar_demo/status/1851?s=20"
    deliveries.it_is_there(alice, other, f" {address} ")
    assert (stands(other).remote_id, stands(other).permalink) == ("1851", address)
    with pytest.raises(TooLate):
        deliveries.cancel(alice, two[0])


def test_a_reply_found_by_a_person_answers_its_conversation(crew: cast.Cast, noon: datetime) -> None:
    case = cast.conversation(crew, "colmar/x", "Où garer le bus ?", noon)
    delivery = replies.send(crew.user["chloe"], case, "Au parking Lacarre.").delivery_id
    assert delivery is not None
    put(delivery, "sending", "unconfirmed")
    deliveries.it_is_there(crew.user["chloe"], delivery, "1851")
    with store.reading() as session:
        kept = session.get_one(Conversation, case)
        ours = session.scalars(select(Message).where(~Message.inward)).one()
    assert (kept.state, kept.replied_at) == ("waiting_visitor", noon)
    assert (ours.remote_id, ours.sent_by_id, ours.delivery_id) == ("1851", crew.user["chloe"], delivery)


def test_the_listing_shows_a_person_their_own_and_the_operator_all(crew: cast.Cast, two: tuple[int, ...]) -> None:
    assert {line.id for line in deliveries.listing(None)} == set(two)
    assert {line.channel for line in deliveries.listing(crew.user["chloe"])} == {"colmar/x", "colmar/facebook"}
    assert deliveries.listing(crew.user["dora"]) == []


def test_posting_by_script_takes_the_same_road(crew: cast.Cast, noon: datetime) -> None:
    alice = crew.user["alice"]
    done = posting.post(alice, ["strasbourg/x", crew.channel["colmar/facebook"]], "Bonjour.")
    assert (done.state, len(done.delivery_ids)) == ("scheduled", 2)
    assert {stands(one).due_at for one in done.delivery_ids} == {noon}
    cast.conversation(crew, "colmar/x", "Où garer le bus ?", noon, thread_id="77")
    reply = posting.post(alice, ["colmar/x"], "Au parking.", reply_to="77")
    assert stands(reply.delivery_ids[0]).post_id == reply.post_id
    with pytest.raises(NeedsConfirmation):
        posting.post(alice, ["colmar/x"], "Au parking.", reply_to="77")
    with pytest.raises(NotHere):
        posting.post(alice, ["colmar/x"], "Au parking.", reply_to="78")
    assert posting.post(crew.user["chloe"], ["colmar/x"], "À valider.").state == "in_review"
    with store.reading() as session:
        before = session.scalars(select(Delivery.id)).all()
    with pytest.raises(Refused):
        posting.post(alice, ["colmar/x"], "é" * 281)
    with store.reading() as session:
        assert session.scalars(select(Delivery.id)).all() == before
