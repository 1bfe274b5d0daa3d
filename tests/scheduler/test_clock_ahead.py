"""What went out while our clock was ahead is noted too late: it is not overlooked, and not sent again."""

from __future__ import annotations

import pytest

from scheduler.claiming import Claim, claim
from scheduler.publish import publish, send
from scheduler.reconcile import reconcile
from tests.scheduler.world import World
from words import recall

AHEAD = 130  # seconds: more than the connectors allow between two clocks


@pytest.mark.parametrize("channel", ["colmar/x", "colmar/facebook"])
def test_what_went_out_while_our_clock_was_ahead_is_not_sent_again(world: World, channel: str) -> None:
    world.sandbox.faults({"fault": "commit_then_drop", "method": "POST", "times": 1})
    i = world.queue(channel, "Le vin chaud est prêt")
    world.later(seconds=AHEAD)
    claimed = claim(world.people.channel[channel], "w")
    assert isinstance(claimed, Claim)
    world.later(seconds=-AHEAD)
    assert send(claimed) == "unconfirmed"
    for seconds in (AHEAD, 30, 120, 120, 120):
        world.later(seconds=seconds)
        reconcile("w")
        assert publish("w") == {}
    kept = world.delivery(i)
    assert (kept.state, kept.look_at) == ("unconfirmed", None)
    assert "horloge" in str(recall(kept.because))
    assert len(world.said()) == 1


def test_the_same_words_of_yesterday_are_not_taken_for_ours(world: World) -> None:
    world.sandbox.switch(duplicates=False)
    world.queue("colmar/x", "Ouvert ce soir")
    publish("w")
    world.later(hours=20)
    world.sandbox.faults({"fault": "error_5xx_before", "method": "POST", "times": 1})
    second = world.queue("colmar/x", "Ouvert ce soir")
    publish("w")
    for seconds in (5, 30, 120):
        world.later(seconds=seconds)
        reconcile("w")
    assert publish("w") == {"published": 1}
    assert world.delivery(second).state == "published"
    assert len(world.said()) == 2
