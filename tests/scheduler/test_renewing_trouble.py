"""What goes wrong while keys are renewed is tried again; only a recognised refusal disconnects, and nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from data import store
from data.models import Channel
from desk import channels
from scheduler.claiming import claim
from scheduler.publish import publish, send
from scheduler.renewing import renew, renew_channel
from tests.scheduler.pair import PAIR, TOKENS, held, pair_up, pairs_given, when_answered
from tests.scheduler.world import World
from words import recall

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def paired(world: World) -> World:
    return pair_up(world)


def test_a_token_that_ended_too_early_is_renewed_and_the_words_leave(paired: World, home: Path) -> None:
    paired.queue("colmar/x", "Un"), paired.queue("colmar/x", "Deux")
    paired.sandbox.faults({"fault": "token_expired", "method": "POST", "path": "/2/tweets", "times": 1})
    assert publish("w") == {"queued": 1}
    assert paired.channel("colmar/x").state == "active"
    assert publish("w") == {}, "nobody speaks with keys that were refused"
    assert renew() == {"renewed": 1}
    assert publish("w") == {"published": 2}
    assert pairs_given(home) == 1


def test_fresh_keys_that_are_refused_disconnect_and_do_not_turn_in_a_circle(paired: World, home: Path) -> None:
    paired.queue("colmar/x", "Un")
    paired.sandbox.faults({"fault": "token_expired", "method": "POST", "path": "/2/tweets"})
    for _ in range(4):
        publish("w")
        renew()
        paired.later(minutes=1)
    channel = paired.channel("colmar/x")
    assert (channel.state, "reconnecter" in recall(channel.because)) == ("disconnected", True)
    assert (paired.results(), pairs_given(home)) == (["Unauthorized", "Unauthorized"], 1)
    assert paired.states() == ["queued"]


def test_a_refusal_of_keys_that_are_no_longer_ours_disconnects_nothing(paired: World) -> None:
    old = paired.channel("colmar/x").credentials
    paired.later(hours=1, minutes=55)
    renew()
    with store.writing() as session:  # a worker that claimed before the renewal still holds the old keys
        fresh = session.get_one(Channel, paired.people.channel["colmar/x"]).credentials
        session.get_one(Channel, paired.people.channel["colmar/x"]).credentials = old
    paired.queue("colmar/x", "Entre deux")
    paired.later(minutes=6)  # the old token has ended
    claimed = claim(paired.people.channel["colmar/x"], "w")
    with store.writing() as session:
        session.get_one(Channel, paired.people.channel["colmar/x"]).credentials = fresh
    assert not isinstance(claimed, str | None)
    assert send(claimed) == "queued"
    channel = paired.channel("colmar/x")
    assert (channel.state, channel.renewing_until) == ("active", None)
    assert publish("w") == {"published": 1}


def test_a_lost_answer_is_asked_once_more_and_a_refusal_then_asks_for_a_person(paired: World, home: Path) -> None:
    paired.later(hours=1, minutes=51)
    paired.sandbox.faults({"fault": "commit_then_drop", "method": "POST", "path": TOKENS, "times": 1})
    before = held(paired)
    assert renew() == {"put_off": 1}
    assert held(paired) == before
    paired.queue("colmar/x", "Encore bon")
    assert publish("w") == {"published": 1}, "the old token has some minutes left"
    assert renew() == {}
    paired.later(seconds=30)
    assert renew() == {"disconnected": 1}
    channel = paired.channel("colmar/x")
    assert (channel.state, "reconnecter" in recall(channel.because)) == ("disconnected", True)
    paired.queue("colmar/x", "En attente")
    assert publish("w") == {}
    assert paired.states() == ["published", "queued"]
    assert pairs_given(home) == 1


@pytest.mark.parametrize("fault", ["error_5xx_before", "drop_before"])
def test_trouble_on_the_way_is_tried_again_and_disconnects_nothing(paired: World, fault: str) -> None:
    paired.later(hours=1, minutes=51)
    paired.sandbox.faults({"fault": fault, "method": "POST", "path": TOKENS})
    waits = []
    for _ in range(27):
        assert renew() == {"put_off": 1}
        again = paired.channel("colmar/x").renew_at
        assert again is not None
        waits.append(again - paired.time)
        paired.time = again
    assert (min(waits), max(waits)) == (30 * SECOND, 15 * MINUTE)
    assert waits == sorted(waits)
    assert paired.channel("colmar/x").state == "active"
    assert paired.channel("colmar/x").trouble
    paired.queue("colmar/x", "Enfin", tags=["safety"])
    assert publish("w") == {}, "the old token has ended: nobody speaks"
    paired.sandbox.faults()
    assert renew() == {"renewed": 1}
    assert publish("w") == {"published": 1}
    assert paired.channel("colmar/x").trouble is None


def test_the_network_says_how_long_to_wait(paired: World) -> None:
    paired.later(hours=1, minutes=51)
    paired.sandbox.faults({"fault": "rate_limited", "method": "POST", "path": TOKENS, "seconds": 240})
    renew()
    assert paired.channel("colmar/x").renew_at == paired.time + 4 * MINUTE


def test_a_worker_killed_between_answer_and_commit_ends_in_a_reconnection_and_nothing_is_lost(
    paired: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die() -> None:
        raise Killed

    paired.later(hours=1, minutes=51)
    with monkeypatch.context() as patched:
        when_answered(patched, die)
        with pytest.raises(Killed):
            renew_channel(paired.people.channel["colmar/x"])
    paired.queue("colmar/x", "Rien n'est perdu")
    assert (publish("w"), renew()) == ({}, {}), "taken: nobody speaks, nobody renews"
    paired.later(minutes=3)
    assert renew() == {"disconnected": 1}
    assert paired.states() == ["queued"]
    given = paired.sandbox.account("x", paired.channel("colmar/x").remote_id, "colmar_demo")
    signed = {name: value for name, value in given.items() if name not in PAIR}
    channels.reconnect(None, paired.people.channel["colmar/x"], signed)
    assert publish("w") == {"published": 1}


def test_keys_that_do_not_open_are_said_and_tried_again_until_they_do(paired: World, home: Path) -> None:
    paired.later(hours=1, minutes=51)
    before = paired.channel("colmar/x").credentials
    foreign = Fernet(Fernet.generate_key()).encrypt(b"{}")
    with store.writing() as session:
        session.get_one(Channel, paired.people.channel["colmar/x"]).credentials = foreign
    assert renew() == {"put_off": 1}
    channel = paired.channel("colmar/x")
    assert channel.state == "active"
    assert channel.trouble
    assert "PARVIS_SECRET_KEY" in recall(channel.trouble)
    assert channel.renew_at == paired.time + 30 * SECOND
    with store.writing() as session:  # the key was put back
        session.get_one(Channel, paired.people.channel["colmar/x"]).credentials = before
    paired.later(seconds=30)
    assert renew() == {"renewed": 1}
    assert (paired.channel("colmar/x").trouble, pairs_given(home)) == (None, 1)
