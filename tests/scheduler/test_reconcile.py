"""What may have been sent is looked for; nothing is sent twice by the machine, and every unknown ends somewhere."""

from __future__ import annotations

import sys
from dataclasses import replace
from threading import Thread
from typing import ClassVar

import pytest
from sqlalchemy import update

from connectors import CONNECTORS
from connectors.contract import Limits, Outgoing, Receipt
from connectors.x import X
from data import store
from data.models import Delivery, Outcome
from desk import deliveries
from scheduler.claiming import LEASE_FOR, claim
from scheduler.publish import publish
from scheduler.reconcile import reconcile
from scheduler.settling import settle
from tests.scheduler.world import World
from words import recall

LOST = ["commit_then_drop", "commit_then_cut", "commit_then_5xx", "commit_then_garbage", "commit_then_html"]


@pytest.mark.parametrize("fault", LOST)
@pytest.mark.parametrize("channel", ["colmar/x", "colmar/facebook"])
def test_an_answer_lost_after_the_commit_is_found_and_counted_once(world: World, channel: str, fault: str) -> None:
    world.sandbox.faults({"fault": fault, "method": "POST", "times": 1})
    i = world.queue(channel, "Le vin chaud est prêt")
    assert publish("w") == {"unconfirmed": 1}
    assert publish("w") == {}
    world.later(seconds=5)
    assert reconcile("w") == {"interrupted": 0, "published": 1}
    (said,) = world.said()
    assert (world.delivery(i).state, world.delivery(i).remote_id) == ("published", said["id"])


@pytest.mark.parametrize("fault", ["error_5xx_before", "drop_before", "html_502_before"])
def test_what_never_arrived_is_seen_absent_twice_before_it_is_sent_again(world: World, fault: str) -> None:
    world.sandbox.faults({"fault": fault, "method": "POST", "times": 1})
    i = world.queue("colmar/x", "Le vin chaud est prêt")
    publish("w")
    absences = []
    for seconds in (5, 30, 120):
        world.later(seconds=seconds)
        assert publish("w") == {}
        reconcile("w")
        absences.append((world.delivery(i).state, world.delivery(i).absences))
    assert absences[:2] == [("unconfirmed", 0), ("unconfirmed", 1)]  # the first look came within the read lag
    assert absences[2][0] == "queued"
    assert publish("w") == {"published": 1}
    assert len(world.said()) == 1
    assert world.results()[1:] == ["published"]


def test_the_read_lag_of_the_network_is_respected(world: World) -> None:
    rules = [
        {"fault": "commit_then_5xx", "method": "POST", "times": 1},
        {"fault": "read_lag", "method": "POST", "seconds": 28},
    ]
    world.sandbox.faults(*rules)
    i = world.queue("colmar/x", "Visible, mais pas encore listé")
    publish("w")
    world.later(seconds=5)
    assert reconcile("w") == {"interrupted": 0, "not_yet": 1}
    assert world.delivery(i).absences == 0
    world.later(seconds=30)
    assert reconcile("w") == {"interrupted": 0, "published": 1}
    assert len(world.said()) == 1


def test_two_identical_posts_are_told_apart(world: World) -> None:
    world.sandbox.switch(duplicates=False)
    first = world.queue("colmar/x", "Ouvert ce soir")
    publish("w")
    world.later(minutes=1)
    world.sandbox.faults({"fault": "error_5xx_before", "method": "POST", "times": 1})
    second = world.queue("colmar/x", "Ouvert ce soir")
    publish("w")
    for seconds in (5, 30, 120):
        world.later(seconds=seconds)
        assert "published" not in reconcile("w")  # the first one's post is not taken for the second's
    publish("w")
    ids = {world.delivery(first).remote_id, world.delivery(second).remote_id}
    assert ids == {o["id"] for o in world.said()}
    assert len(ids) == 2


def test_a_lease_that_ended_is_never_queued_by_itself(world: World) -> None:
    i = world.queue("colmar/x", "Interrompu")
    claim(world.people.channel["colmar/x"], "a worker that dies here")
    assert world.delivery(i).state == "sending"
    world.later(seconds=LEASE_FOR.total_seconds() - 1)
    assert reconcile("w") == {"interrupted": 0}
    world.later(seconds=2)
    assert reconcile("w") == {"interrupted": 1, "not_yet": 1}
    assert (world.delivery(i).state, world.delivery(i).tries) == ("unconfirmed", 1)
    assert publish("w") == {}
    for seconds in (30, 120):
        world.later(seconds=seconds)
        reconcile("w")
    assert world.states() == ["queued"]  # looked for, and surely not there
    publish("w")
    assert len(world.said()) == 1


def test_a_worker_that_died_after_sending_is_found_and_not_sent_again(world: World) -> None:
    i = world.queue("colmar/facebook", "Parti juste avant la fin")
    claimed = claim(world.people.channel["colmar/facebook"], "dies")
    world.sandbox.seed(
        [{"network": "facebook", "to": "colmar_demo", "text": claimed.text, "at": world.time.isoformat()}]
    )
    world.later(seconds=91)
    assert reconcile("w") == {"interrupted": 1, "published": 1}
    assert world.delivery(i).state == "published"
    assert len(world.said()) == 1


def test_an_answer_that_comes_after_the_lease_still_counts(world: World) -> None:
    i = world.queue("colmar/x", "Lent")
    claimed = claim(world.people.channel["colmar/x"], "slow")
    world.later(seconds=91)
    reconcile("w")
    assert settle(claimed, Receipt("4242"), world.time) == "published"
    assert (world.delivery(i).state, world.delivery(i).remote_id) == ("published", "4242")


def test_a_network_out_of_reach_is_no_absence(world: World) -> None:
    world.sandbox.faults({"fault": "error_5xx_before", "method": "*"})
    i = world.queue("colmar/x", "Où es-tu ?")
    publish("w")
    for _ in range(4):
        world.later(minutes=3)
        assert reconcile("w") == {"interrupted": 0, "not_yet": 1}
    assert (world.delivery(i).state, world.delivery(i).absences) == ("unconfirmed", 0)


def test_what_cannot_be_looked_at_for_half_an_hour_becomes_a_persons_task(world: World) -> None:
    alice = world.people.user["alice"]
    world.sandbox.faults({"fault": "error_5xx_before", "method": "*"})
    i = world.queue("colmar/x", "Illisible")
    publish("w")
    for _ in range(14):
        world.later(minutes=2)
        assert reconcile("w") == {"interrupted": 0, "not_yet": 1}
    world.later(minutes=2)
    assert reconcile("w") == {"interrupted": 0, "asked": 1}
    delivery = world.delivery(i)
    assert (delivery.state, delivery.look_at, delivery.absences, delivery.looks) == ("unconfirmed", None, 0, 15)
    assert "ne peut pas vérifier" in recall(delivery.because)
    deliveries.it_is_there(alice, i, "1850")
    assert world.delivery(i).state == "published"


def test_one_bad_look_long_after_the_try_asks_nobody_yet(world: World) -> None:
    world.sandbox.faults({"fault": "commit_then_drop", "method": "POST", "times": 1})
    world.queue("colmar/x", "Après une longue pause")
    publish("w")
    world.later(hours=2)
    world.sandbox.faults({"fault": "error_5xx_before", "method": "GET"})
    assert reconcile("w") == {"interrupted": 0, "not_yet": 1}
    world.sandbox.faults()
    world.later(minutes=2)
    assert reconcile("w") == {"interrupted": 0, "published": 1}


def test_after_three_unknown_tries_a_person_is_asked_and_nothing_more_is_sent(world: World) -> None:
    world.sandbox.faults({"fault": "error_5xx_before", "method": "POST"})
    i = world.queue("colmar/x", "Trois fois")
    for _ in range(3):
        publish("w")
        for seconds in (5, 30, 120):
            world.later(seconds=seconds)
            reconcile("w")
    delivery = world.delivery(i)
    assert (delivery.state, delivery.tries, delivery.look_at) == ("unconfirmed", 3, None)
    assert "renvoyez-le" in recall(delivery.because)
    world.later(hours=1)
    assert reconcile("w") == {"interrupted": 0}
    assert world.said() == []


def test_where_the_network_drops_a_repeat_by_itself_the_words_are_sent_again_with_the_same_key(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys: list[str] = []

    class Repeating(X):
        """X, were it to know a key: the second write with one is the first."""

        limits: ClassVar[Limits] = replace(X.limits, handles_repeat=True)

        def publish(self, outgoing: Outgoing) -> Receipt:
            keys.append(outgoing.key)
            return super().publish(outgoing)

    monkeypatch.setitem(CONNECTORS, "x", f"{__name__}:Repeating")
    monkeypatch.setattr(sys.modules[__name__], "Repeating", Repeating, raising=False)
    world.sandbox.faults({"fault": "error_5xx_before", "method": "POST", "times": 1})
    world.queue("colmar/x", "Une fois")
    assert publish("w") == {"unconfirmed": 1}
    world.later(seconds=5)
    assert reconcile("w") == {"interrupted": 0, "published": 1}
    assert keys[0] == keys[1]


def test_two_who_reconcile_at_once_take_each_look_once(world: World) -> None:
    world.sandbox.faults({"fault": "commit_then_5xx", "method": "POST"})
    for n in range(6):
        world.queue(("colmar/x", "mulhouse/x")[n % 2], f"Perdu {n}")
    publish("w")
    world.later(seconds=5)
    done: list[dict[str, int]] = []
    threads = [Thread(target=lambda: done.append(reconcile("w"))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum(one.get("published", 0) for one in done) == 6
    assert len(world.said()) == 6
    with store.reading() as session:
        assert session.query(Outcome).count() == 6


def test_an_object_of_another_delivery_is_never_adopted_twice(world: World) -> None:
    world.queue("colmar/x", "Premier")
    publish("w")
    remote_id = world.delivery(1).remote_id
    second = world.queue("colmar/x", "Second")
    claimed = claim(world.people.channel["colmar/x"], "w")
    assert settle(claimed, Receipt(str(remote_id)), world.time) == "unconfirmed"
    assert world.delivery(second).remote_id is None
    with store.writing() as session:
        session.execute(update(Delivery).where(Delivery.id == second).values(look_at=world.time))
    assert reconcile("w") == {"interrupted": 0, "not_yet": 1}
