"""A worker killed at any step leaves something that is found, and sent once; one stopped sends nothing late."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from data import store
from data.models import Attempt, Outcome
from scheduler.publish import publish
from scheduler.reconcile import reconcile
from tests.scheduler.dying import goes_on, killed, stopped
from tests.scheduler.world import World

WORDS = "Le vin chaud est prêt"


@pytest.mark.parametrize(("step", "channel"), [("claimed", "colmar/x"), ("connected", "colmar/facebook")])
def test_killed_before_its_first_byte_nothing_is_visible_and_it_is_sent_once_after_two_looks(
    world: World, step: str, channel: str
) -> None:
    i = world.queue(channel, WORDS)
    killed(world, step)
    assert (world.delivery(i).state, world.said(), _ledger()) == ("sending", [], [(1, None)])
    world.later(minutes=5)  # its lease is over, and the read lag too
    assert publish("w") == {}
    assert reconcile("w") == {"interrupted": 1, "not_yet": 1}
    world.later(seconds=120)
    assert reconcile("w") == {"interrupted": 0, "queued": 1}
    assert publish("w") == {"published": 1}
    _once(world, i)
    assert _ledger() == [(1, None), (2, "published")]


@pytest.mark.parametrize(
    ("step", "channel"), [("answered", "colmar/x"), ("written", "colmar/facebook"), ("moved", "colmar/x")]
)
def test_killed_after_it_was_visible_it_is_found_and_never_sent_again(world: World, step: str, channel: str) -> None:
    """Outcome and move are one transaction: killed between them, neither stands."""
    i = world.queue(channel, WORDS)
    killed(world, step)
    assert (world.delivery(i).state, len(world.said()), _ledger()) == ("sending", 1, [(1, None)])
    world.later(minutes=5)  # its lease is over, and the read lag too
    assert publish("w") == {}
    assert reconcile("w") == {"interrupted": 1, "published": 1}
    _once(world, i)
    assert _ledger() == [(1, None)]  # what a dead worker saw is not made up afterwards


def test_a_reply_of_a_killed_worker_is_found_under_what_it_answers(world: World) -> None:
    asked = world.sandbox.say("facebook", "colmar_demo", "Où se garer ?")
    i = world.queue("colmar/facebook", WORDS, reply_to=asked)
    killed(world, "answered")
    world.later(minutes=5)  # its lease is over, and the read lag too
    assert reconcile("w") == {"interrupted": 1, "published": 1}
    _once(world, i)
    assert world.said()[0]["parent"] == asked


@pytest.mark.parametrize("step", ["claimed", "connected"])
def test_a_worker_that_stood_still_past_its_lease_sends_nothing_when_it_goes_on(world: World, step: str) -> None:
    world.sandbox.switch(duplicates=False)  # the network would show it twice
    i = world.queue("colmar/x", WORDS)
    with stopped(world, step) as process:
        assert world.delivery(i).state == "sending"
        world.later(minutes=5)  # its lease is over, and the read lag too
        reconcile("other")
        world.later(seconds=120)
        assert reconcile("other") == {"interrupted": 0, "queued": 1}
        assert publish("other") == {"published": 1}
        assert goes_on(world, process) == "{'late': 1}"
    _once(world, i)
    assert _ledger() == [(1, "Unreachable"), (2, "published")]


def _once(world: World, delivery: int) -> None:
    (said,) = world.said()
    kept = world.delivery(delivery)
    assert (kept.state, kept.remote_id, said["text"]) == ("published", said["id"], WORDS)


def _ledger() -> list[tuple[int, str | None]]:
    with store.reading() as session:
        tries = select(Attempt.number, Outcome.result).join(Outcome, isouter=True).order_by(Attempt.number)
        return [(number, result) for number, result in session.execute(tries)]
