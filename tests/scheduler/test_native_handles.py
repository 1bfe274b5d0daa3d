"""Networks with a handle of their own: it is kept before anything is visible, and whatever happens once is enough."""

from __future__ import annotations

from datetime import timedelta

import pytest

from connectors.contract import Outgoing, Prepares
from data import store
from data.models import Delivery, Freeze
from desk import deliveries
from desk.refusal import NeedsConfirmation
from scheduler.claiming import LEASE_FOR
from scheduler.publish import drain, publish
from scheduler.reconcile import reconcile
from tests.scheduler.native import Containers, Keyed, Killed, Network, Speak
from tests.scheduler.world import World

WORDS = "Le vin chaud est prêt"


def killed_while_sending(world: World) -> None:
    with pytest.raises(Killed):
        drain(world.people.channel["colmar/x"], "dies")
    world.later(seconds=LEASE_FOR.total_seconds() + 1)


def test_the_handle_is_committed_before_the_visible_step_and_used_in_it(
    world: World, speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str | None] = []
    network, show = speak(Containers), Network.show

    def watched(self: Network, text: str) -> str:
        with store.reading() as session:  # another connection: it sees only what is committed
            seen.append(session.query(Delivery).one().handle)
        return show(self, text)

    monkeypatch.setattr(Network, "show", watched)
    world.queue("colmar/x", WORDS)
    assert publish("w") == {"published": 1}
    assert (network.steps, seen) == (["prepare", "publish container-1"], ["container-1"])
    assert isinstance(Containers, type)
    assert issubclass(Containers, Prepares)
    assert not issubclass(Keyed, Prepares)


def test_killed_between_preparing_and_the_visible_step_one_look_is_enough_and_the_container_is_used(
    world: World, speak: Speak
) -> None:
    network = speak(Containers)
    i = world.queue("colmar/x", WORDS)
    network.trouble = ["", "killed"]
    killed_while_sending(world)
    assert (world.delivery(i).state, world.delivery(i).handle, network.visible) == ("sending", "container-1", [])
    assert reconcile("w") == {"interrupted": 1, "queued": 1}
    assert publish("w") == {"published": 1}
    assert network.steps == ["prepare", "publish container-1", "find container-1", "publish container-1"]
    assert network.texts() == [WORDS]


def test_killed_while_preparing_nothing_is_visible_and_absence_is_seen_twice(world: World, speak: Speak) -> None:
    network = speak(Containers)
    i = world.queue("colmar/x", WORDS)
    network.trouble = ["killed"]
    killed_while_sending(world)
    assert world.delivery(i).handle is None
    assert reconcile("w") == {"interrupted": 1, "not_yet": 1}  # without a handle nothing is proved by one look
    world.later(seconds=30)
    assert reconcile("w") == {"interrupted": 0, "queued": 1}
    assert publish("w") == {"published": 1}
    assert network.texts() == [WORDS]


@pytest.mark.parametrize("trouble", ["lost", "never"])
def test_a_preparation_without_an_answer_is_surely_invisible_and_done_again(
    world: World, speak: Speak, trouble: str
) -> None:
    network = speak(Containers)
    i = world.queue("colmar/x", WORDS)
    network.trouble = [trouble]
    assert publish("w") == {"queued": 1}
    assert (world.results(), world.delivery(i).handle) == (["Unreachable"], None)
    world.later(seconds=30)
    assert publish("w") == {"published": 1}
    assert network.texts() == [WORDS]


def test_a_visible_step_whose_answer_was_lost_is_told_by_its_container(world: World, speak: Speak) -> None:
    network = speak(Containers)
    i = world.queue("colmar/x", WORDS)
    network.trouble = ["", "lost"]
    assert publish("w") == {"unconfirmed": 1}
    world.later(seconds=5)
    assert reconcile("w") == {"interrupted": 0, "published": 1}
    assert (world.delivery(i).remote_id, network.texts()) == ("1", [WORDS])


def test_a_container_that_lapsed_unused_is_made_anew(world: World, speak: Speak) -> None:
    network = speak(Containers)
    i = world.queue("colmar/x", WORDS, tags=["safety"])
    network.trouble = ["", "never"]
    assert publish("w") == {"unconfirmed": 1}
    world.later(hours=25)
    assert reconcile("w") == {"interrupted": 0, "queued": 1}
    with store.writing() as session:
        session.get_one(Delivery, i).due_at = world.time
    assert publish("w") == {"queued": 1}
    assert world.delivery(i).handle is None
    world.later(seconds=30)
    assert publish("w") == {"published": 1}
    assert network.steps[-2:] == ["prepare", "publish container-2"]
    assert network.texts() == [WORDS]


def test_a_person_who_sends_again_uses_the_same_handle(world: World, speak: Speak) -> None:
    network = speak(Containers)
    i, alice = world.queue("colmar/x", WORDS), world.people.user["alice"]
    network.trouble = ["", "never"]
    publish("w")
    with pytest.raises(NeedsConfirmation) as asked:
        deliveries.send_again(alice, i)
    deliveries.send_again(alice, i, confirm=asked.value.token)
    assert publish("w") == {"published": 1}
    assert network.steps == ["prepare", "publish container-1", "publish container-1"]


def test_a_freeze_between_preparing_and_the_visible_step_stops_it(
    world: World, speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    network, prepare = speak(Containers), Containers.prepare

    def suspended_meanwhile(self: Containers, outgoing: Outgoing) -> str | None:
        handle = prepare(self, outgoing)
        with store.writing() as session:
            session.add(Freeze(reason="Alerte", at=world.time))
        return handle

    monkeypatch.setattr(Containers, "prepare", suspended_meanwhile)
    world.queue("colmar/x", WORDS)
    assert publish("w") == {"queued": 1}
    world.later(seconds=30)
    assert publish("w") == {"held": 1}
    assert (network.steps, network.visible) == (["prepare"], [])


def test_a_preparation_that_outlives_its_lease_is_followed_by_nothing(
    world: World, speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    network, prepare = speak(Containers), Containers.prepare

    def slow(self: Containers, outgoing: Outgoing) -> str | None:
        handle = prepare(self, outgoing)
        world.later(seconds=(LEASE_FOR + timedelta(seconds=1)).total_seconds())
        return handle

    monkeypatch.setattr(Containers, "prepare", slow)
    world.queue("colmar/x", WORDS)
    assert publish("w") == {"queued": 1}
    assert (network.steps, network.visible) == (["prepare"], [])
