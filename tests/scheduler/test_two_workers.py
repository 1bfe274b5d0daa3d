"""Two workers on one database: no account is asked by both at once, no delivery leaves twice, and nobody leads."""

from __future__ import annotations

import asyncio
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select, update

from connectors.sandbox import serve
from data import store
from data.models import Attempt, Channel, Delivery
from scheduler.collect import collect_channel
from tests.scheduler.workers import until, worker
from tests.scheduler.world import World

READING_TAKES = 1.2  # seconds: longer than from one tick to the next, of either worker
AT_ONCE = 6


class Watched:
    """Somebody at the networks' door who counts how many read for each account at the same time."""

    def __init__(self) -> None:
        self.now: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()

    def standing_before(self, inner: Any) -> Any:
        """Return the application with this watch before it; a reading takes a moment, so that two would meet."""

        async def watched(scope: Any, receive: Any, send: Any) -> None:
            who = dict(scope.get("headers", ())).get(b"authorization", b"").decode("latin-1")
            if scope["type"] != "http" or scope["method"] != "GET" or "oauth_token" not in who:
                return await inner(scope, receive, send)
            account = who.partition('oauth_token="')[2].partition('"')[0]
            self.now[account] += 1
            self.asked[account] += 1
            self.most[account] = max(self.most[account], self.now[account])
            try:
                await asyncio.sleep(READING_TAKES)
                await inner(scope, receive, send)
            finally:
                self.now[account] -= 1

        return watched


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watched:
    """A watch at the door of every sandbox started after it."""
    found, plain = Watched(), serve.app
    monkeypatch.setattr(serve, "app", lambda path: found.standing_before(plain(path)))
    return found


def test_of_many_that_want_an_account_at_the_same_moment_one_gets_it(watch: Watched, world: World) -> None:
    world.time = datetime.now(UTC)
    start, channel = Barrier(AT_ONCE), world.people.channel["colmar/x"]

    def want(_: int) -> int:
        start.wait()
        return collect_channel(channel)["accounts"]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert sum(pool.map(want, range(AT_ONCE))) == 1
    assert set(watch.most.values()) == {1}


@pytest.mark.kill
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_two_workers_never_ask_the_same_account_at_once_nor_send_anything_twice(
    watch: Watched, world: World, home: Path
) -> None:
    world.time = datetime.now(UTC)  # processes live in real time
    world.sandbox.switch(rate_limits=False, duplicates=False)  # no network covers for us
    places = sorted(world.people.channel)
    with worker("first", home) as one, worker("second", home) as two:
        words = [(places[n % len(places)], f"Nouvelle {n}") for n in range(80)]
        world.queue_all(words, tags=["safety"])
        before = watch.asked.total()
        with store.writing() as session:  # everything is due to be read, for both at the same moment
            session.execute(update(Channel).values(collect_at=datetime.now(UTC) - timedelta(seconds=1)))
        until(lambda: watch.asked.total() >= before + 8 and not watch.now.total(), 60, one, two)
        until(lambda: set(world.states()) == {"published"}, 60, one, two)
    assert set(watch.most.values()) == {1}
    assert Counter(o["text"] for o in world.said()) == Counter(text for _, text in words)
    with store.reading() as session:
        attempts = session.scalar(select(func.count()).select_from(Attempt))
        assert attempts == session.scalar(select(func.count()).select_from(Delivery))
