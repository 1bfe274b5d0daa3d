"""Each failure a network names has its own next step, and a person can read why."""

from __future__ import annotations

from datetime import timedelta

import pytest

import settings as settings_module
from connectors.failures import RateLimited
from desk import deliveries
from scheduler.claiming import Claim, claim
from scheduler.publish import publish
from scheduler.reconcile import reconcile
from scheduler.settling import settle
from tests.scheduler.world import World
from words import recall, s


def test_a_duplicate_refused_after_an_unknown_try_is_looked_for_and_not_called_a_failure(world: World) -> None:
    world.sandbox.faults({"fault": "error_5xx_before", "method": "POST", "times": 1})
    i = world.queue("colmar/x", "Déjà là ?")
    publish("w")
    for seconds in (5, 30, 120):
        world.later(seconds=seconds)
        reconcile("w")
    world.sandbox.faults({"fault": "duplicate_403", "method": "POST", "times": 1})
    assert publish("w") == {"unconfirmed": 1}
    assert world.results()[-1] == "Duplicate"
    assert world.delivery(i).look_at == world.time + timedelta(seconds=5)


def test_a_duplicate_refused_at_the_first_try_is_a_failure_a_person_can_read(world: World) -> None:
    world.sandbox.faults({"fault": "duplicate_403", "method": "POST", "times": 1})
    i = world.queue("colmar/x", "Encore")
    assert publish("w") == {"failed": 1}
    assert "mêmes mots" in recall(world.delivery(i).because)


def test_an_expired_token_queues_again_and_disconnects_the_account(world: World) -> None:
    world.sandbox.faults({"fault": "token_expired", "method": "POST", "times": 1})
    world.queue("colmar/facebook", "Un"), world.queue("colmar/facebook", "Deux")
    assert publish("w") == {"queued": 1}
    assert world.channel("colmar/facebook").state == "disconnected"
    assert world.states() == ["queued", "queued"]


@pytest.mark.parametrize("fault", ["rate_limited", "rate_limited_bare"])
def test_a_throttled_delivery_waits_and_so_does_its_account(world: World, fault: str) -> None:
    world.sandbox.faults({"fault": fault, "method": "POST", "times": 1})
    world.queue("colmar/x", "Un"), world.queue("colmar/x", "Deux")
    assert publish("w") == {"queued": 1}
    assert world.states() == ["queued", "queued"]
    quiet_until = world.channel("colmar/x").quiet_until
    assert quiet_until is not None
    world.time = quiet_until
    assert publish("w") == {"published": 2}


def test_a_network_that_cannot_be_reached_is_tried_six_times_and_then_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARVIS_SANDBOX_URL", "http://127.0.0.1:9")
    settings_module.settings.cache_clear()
    i = world.queue("colmar/x", "Allô ?")
    waits = []
    for _ in range(5):
        assert publish("w") == {"queued": 1}
        not_before = world.delivery(i).not_before
        waits.append((not_before - world.time).total_seconds())
        world.time = not_before
    assert waits == [30, 60, 120, 240, 480]
    assert publish("w") == {"failed": 1}
    assert "injoignable" in recall(world.delivery(i).because)


def test_a_person_who_sends_it_again_gives_an_unreachable_network_six_new_tries(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARVIS_SANDBOX_URL", "http://127.0.0.1:9")
    settings_module.settings.cache_clear()
    i = world.queue("colmar/x", "Allô ?")
    assert _until_failed(world, i) == 6
    world.later(minutes=1)
    deliveries.send_again(world.people.user["alice"], i)
    assert _until_failed(world, i) == 6


def test_only_tries_in_a_row_that_reach_nobody_are_counted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARVIS_SANDBOX_URL", "http://127.0.0.1:9")
    settings_module.settings.cache_clear()
    i = world.queue("colmar/x", "Allô ?")
    for _ in range(5):
        assert publish("w") == {"queued": 1}
        world.time = world.delivery(i).not_before or world.time
    claimed = claim(world.people.channel["colmar/x"], "w")
    assert isinstance(claimed, Claim)
    reached = RateLimited(s("Patience."), world.time + timedelta(minutes=1))
    assert settle(claimed, reached, world.time) == "queued"
    world.later(minutes=1)
    assert publish("w") == {"queued": 1}
    assert world.delivery(i).not_before == world.time + timedelta(seconds=30)


def _until_failed(world: World, delivery_id: int) -> int:
    for tries in range(1, 10):
        if publish("w") == {"failed": 1}:
            return tries
        world.time = world.delivery(delivery_id).not_before or world.time
    raise AssertionError("never given up")
