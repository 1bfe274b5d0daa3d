"""Hundreds due in the same minute: in order of due time, and one after the other on each account, whoever sends."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from threading import Event, Thread

import pytest
from sqlalchemy import select

from connectors.contract import Outgoing, Receipt
from connectors.x import X
from data import store
from data.models import Attempt
from scheduler.publish import drain, publish
from tests.scheduler.world import World


def test_a_burst_of_the_same_minute_leaves_in_order_of_due_time_on_each_account(world: World) -> None:
    world.sandbox.switch(rate_limits=False)
    accounts = ("colmar/x", "strasbourg/facebook", "mulhouse/x")
    minute, count = world.time, 70
    due = {
        (name, n): minute + timedelta(seconds=n * 37 % 60, milliseconds=n) for name in accounts for n in range(count)
    }
    for (name, n), due_at in due.items():
        world.queue(name, f"{name} {n}", due_at=due_at)
    world.later(minutes=1)
    workers = [Thread(target=publish, args=(name,)) for name in ("a", "b", "c")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    while "queued" in world.states():  # an account that two wanted at once is left to one of them
        publish("a")
    said = world.sandbox.ledger()
    for name in accounts:
        left = [o["text"] for o in said if o["text"].startswith(name)]
        wanted = sorted(range(count), key=lambda n, name=name: due[name, n])  # type: ignore[misc]  # bound at once
        assert left == [f"{name} {n}" for n in wanted]


def test_an_account_is_never_spoken_for_by_two_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.sandbox.switch(rate_limits=False)
    account, now, most, publishes = world.people.channel["colmar/x"], Counter[str](), Counter[str](), X.publish
    both = Event()

    def watched(self: X, outgoing: Outgoing) -> Receipt:
        now["colmar"] += 1
        most["colmar"] = max(most["colmar"], now["colmar"])
        both.wait(0.02)  # long enough for another to come in, were it let
        try:
            return publishes(self, outgoing)
        finally:
            now["colmar"] -= 1

    monkeypatch.setattr(X, "publish", watched)
    world.queue_all([("colmar/x", f"Nouvelle {n}") for n in range(40)])

    def work(name: str) -> None:
        while "queued" in world.states():
            drain(account, name)

    workers = [Thread(target=work, args=(f"w{n}",)) for n in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert most["colmar"] == 1
    assert sorted(o["text"] for o in world.said()) == sorted(f"Nouvelle {n}" for n in range(40))
    with store.reading() as session:
        assert len(set(session.scalars(select(Attempt.worker)))) > 1, "one did it all: this run proves nothing"
