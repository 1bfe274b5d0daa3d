"""The promise: what one account says leaves in order of due time, however many workers want it at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from threading import Event
from typing import Any

import pytest

from scheduler import claiming, last_look
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
