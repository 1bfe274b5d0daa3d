"""The promise: what one account says leaves in order of due time, however many workers want it at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from threading import Event
from typing import Any

import pytest

from data import store
from data.models import Channel
from scheduler import claiming, lapsing, last_look
from tests.scheduler.world import World


def test_a_later_post_does_not_overtake_the_one_another_worker_is_about_to_send(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = world.queue("colmar/x", "La première", due_at=world.time - timedelta(seconds=10))
    second = world.queue("colmar/x", "La deuxième")
    looking, go_on = Event(), Event()

    def slow_look(*given: Any) -> str | None:
        if not looking.is_set():
            looking.set()
            go_on.wait(20)
        return last_look.look(*given)

    monkeypatch.setattr(claiming, "look", slow_look)
    channel = world.people.channel["colmar/x"]
    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(claiming.claim, channel, "slow")
        assert looking.wait(20)
        quick = pool.submit(claiming.claim, channel, "quick")
        wait([quick], timeout=1)
        go_on.set()
        claims = [slow.result(), quick.result()]
    assert [one.delivery_id if isinstance(one, claiming.Claim) else one for one in claims] == [first, None]
    assert world.delivery(second).state == "queued"


def test_a_later_post_does_not_overtake_one_that_is_being_judged_too_late_or_not(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = world.queue("colmar/x", "La première", due_at=world.time - timedelta(seconds=10))
    world.queue("colmar/x", "La deuxième")
    looking, go_on = Event(), Event()

    def slow_look(*given: Any) -> str | None:
        looking.set()
        go_on.wait(20)
        return None

    monkeypatch.setattr(lapsing, "look", slow_look)
    channel, silent_at = world.people.channel["colmar/x"], world.time
    with store.writing() as session:
        session.get_one(Channel, channel).quiet_until = silent_at + timedelta(seconds=5)
    with ThreadPoolExecutor(2) as pool:
        judged = pool.submit(lapsing.lapse, silent_at)
        assert looking.wait(20)
        world.later(seconds=10)
        claimed = pool.submit(claiming.claim, channel, "w")
        wait([claimed], timeout=1)
        go_on.set()
        claim = claimed.result()
    assert judged.result() == 0
    assert isinstance(claim, claiming.Claim)
    assert claim.delivery_id == first
