"""What the network confirmed, however late, is never sent again: whatever was decided about it meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from connectors.contract import Receipt
from connectors.failures import Unreachable
from data import store
from data.lifecycle import move
from data.models import Attempt, Delivery, Outcome
from desk import deliveries, freezing
from desk.refusal import NeedsConfirmation, Refused
from scheduler.claiming import Claim, claim
from scheduler.looking import conclude, take
from scheduler.publish import publish
from scheduler.reconcile import reconcile
from scheduler.settling import settle
from tests.scheduler.world import World
from words import s


def test_an_answer_that_comes_while_a_suspension_holds_it_is_not_thrown_away(world: World) -> None:
    claimed = _queued_again(world)
    freezing.freeze(world.people.user["alice"], "Alerte")
    assert publish("w") == {"held": 1}
    assert settle(claimed, Receipt("4242"), world.time) == "published"
    assert (world.delivery(1).state, world.delivery(1).remote_id) == ("published", "4242")
    assert (publish("w"), world.said()) == ({}, [])


@pytest.mark.parametrize("rest", ["missed", "failed", "cancelled"])
def test_an_answer_that_comes_after_it_was_given_up_is_not_thrown_away(world: World, rest: str) -> None:
    claimed = _queued_again(world)
    _put(world, rest)
    assert settle(claimed, Receipt("4242"), world.time) == "published"
    assert (world.delivery(1).state, world.delivery(1).remote_id) == ("published", "4242")


def test_a_failure_that_comes_while_it_rests_changes_nothing(world: World) -> None:
    claimed = _queued_again(world)
    _put(world, "held")
    assert settle(claimed, Unreachable(s("Trop tard.")), world.time) == "late"
    assert world.delivery(1).state == "held"


def test_what_a_look_found_is_kept_though_a_person_asked_to_send_it_again_meanwhile(world: World) -> None:
    alice = world.people.user["alice"]
    world.sandbox.faults({"fault": "commit_then_drop", "method": "POST", "times": 1})
    i = world.queue("colmar/x", "Le vin chaud est prêt")
    publish("w")
    world.later(seconds=5)
    look = take(i, world.time)
    assert look is not None
    with pytest.raises(NeedsConfirmation) as asked:
        deliveries.send_again(alice, i)
    deliveries.send_again(alice, i, confirm=asked.value.token)
    (said,) = world.said()
    assert conclude(look, Receipt(said["id"]), world.time) == "published"
    assert (publish("w"), len(world.said())) == ({}, 1)
    assert world.delivery(i).remote_id == said["id"]


def test_what_an_earlier_try_confirmed_is_published_and_not_sent_when_its_turn_comes(world: World) -> None:
    _confirmed_behind_a_later_try(world)
    assert publish("w") == {"published": 1}
    assert (world.delivery(1).remote_id, world.delivery(1).tries, world.said()) == ("4242", 2, [])


def test_what_names_the_object_of_another_delivery_is_neither_sent_nor_published(world: World) -> None:
    other = world.queue("colmar/x", "Un autre", due_at=world.time - timedelta(seconds=1))
    assert publish("w") == {"published": 1}
    with store.reading() as session:
        taken = session.scalars(select(Outcome.remote_id)).one()
    _confirmed_behind_a_later_try(world, delivery=other + 1, remote_id=str(taken))
    assert publish("w") == {"asked": 1}
    assert (world.delivery(other + 1).state, world.delivery(other + 1).look_at) == ("unconfirmed", None)
    assert len(world.said()) == 1


@pytest.mark.parametrize("rest", ["held", "missed", "failed"])
def test_nobody_sends_again_what_the_network_confirmed(world: World, rest: str) -> None:
    _confirmed_behind_a_later_try(world)
    _put(world, rest)
    alice = world.people.user["alice"]
    with pytest.raises(Refused, match="confirmé"):
        if rest == "held":
            deliveries.release(alice, [1])
        else:
            deliveries.send_again(alice, 1)
    assert world.delivery(1).state == rest


def _queued_again(world: World, delivery: int = 1) -> Claim:
    """A slow try whose lease ended, looked for in vain: it stands in the queue once more."""
    assert world.queue("colmar/x", "Très lent") == delivery
    claimed = claim(world.people.channel["colmar/x"], "slow")
    assert isinstance(claimed, Claim)
    world.later(minutes=2)
    reconcile("w")
    world.later(seconds=120)
    reconcile("w")
    assert world.delivery(delivery).state == "queued"
    return claimed


def _confirmed_behind_a_later_try(world: World, delivery: int = 1, remote_id: str = "4242") -> None:
    """The first try's answer came while the second was under way, which did not reach the network."""
    first = _queued_again(world, delivery)
    second = claim(world.people.channel["colmar/x"], "w")
    assert isinstance(second, Claim)
    assert settle(first, Receipt(remote_id), world.time) == "late"
    assert settle(second, Unreachable(s("Injoignable.")), world.time) == "queued"
    world.later(minutes=1)
    with store.reading() as session:
        assert len(session.scalars(select(Attempt).where(Attempt.delivery_id == delivery)).all()) == 2


def _put(world: World, rest: str) -> None:
    with store.writing() as session:
        assert move(session, Delivery, 1, "queued", rest, at=world.time)
