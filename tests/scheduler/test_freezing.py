"""Once a person is told that a suspension stands, nothing leaves; and lifting it lets nothing loose."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from data import store
from data.models import Delivery, Freeze
from desk import deliveries, freezing
from desk.refusal import NotHere
from scheduler import claiming, last_look
from scheduler.claiming import Claim, claim
from scheduler.publish import publish, send
from tests.scheduler.world import World

HOW_MANY = 200
ACCOUNTS = ("colmar/x", "colmar/facebook", "mulhouse/x", "strasbourg/facebook")
PATIENCE = 20.0  # seconds


def everything(world: World) -> list[int]:
    return freezing.freeze(world.people.user["alice"], "Alerte météo")


def test_ac_71_a_freeze_a_second_before_two_hundred_lets_none_leave_and_resuming_flushes_nothing(world: World) -> None:
    due_at = world.time + timedelta(seconds=1)
    world.queue_all([(ACCOUNTS[n % len(ACCOUNTS)], f"Agenda {n}") for n in range(HOW_MANY)], due_at=due_at)
    suspended = everything(world)
    world.later(seconds=1)
    assert sum((Counter(passed) for passed in _side_by_side(publish, "a", "b")), Counter()) == {"held": HOW_MANY}
    assert (world.sandbox.ledger(), set(world.states())) == ([], {"held"})

    alice = world.people.user["alice"]
    for one in suspended:
        freezing.unfreeze(alice, one)
    world.later(minutes=1)
    assert (publish("a"), world.sandbox.ledger(), set(world.states())) == ({}, [], {"held"})

    chosen = (3, 50, 117, 200)
    assert deliveries.release(alice, chosen) == len(chosen)
    assert publish("a") == {"published": len(chosen)}
    assert sorted(o["text"] for o in world.said()) == sorted(f"Agenda {n - 1}" for n in chosen)
    assert Counter(world.states()) == {"held": HOW_MANY - len(chosen), "published": len(chosen)}


def test_what_holds_everything_is_lifted_by_whoever_answers_for_every_region(world: World) -> None:
    with store.writing() as session:
        session.add(kept := Freeze(reason="Alerte", at=world.time))
    with pytest.raises(NotHere):
        freezing.unfreeze(world.people.user["dora"], kept.id)
    freezing.unfreeze(world.people.user["alice"], kept.id)
    with store.reading() as session:
        assert session.get_one(Freeze, kept.id).lifted_by_id == world.people.user["alice"]


@pytest.mark.parametrize(
    ("freeze", "free"),
    [
        (lambda world: Freeze(reason="Alerte", at=world.time), set()),
        (lambda world: Freeze(territory_id=world.people.territory["alsace"], reason="Alerte", at=world.time), set()),
        (
            lambda world: Freeze(territory_id=world.people.territory["colmar"], reason="Deuil", at=world.time),
            {"mulhouse/x", "strasbourg/facebook"},
        ),
        (
            lambda world: Freeze(channel_id=world.people.channel["colmar/x"], reason="Panne", at=world.time),
            {"colmar/facebook", "mulhouse/x", "strasbourg/facebook"},
        ),
    ],
    ids=["everything", "a region with its cities", "a territory", "a channel"],
)
def test_a_freeze_holds_what_it_names_and_nothing_else(
    world: World, freeze: Callable[[World], Freeze], free: set[str]
) -> None:
    world.queue_all([(name, name) for name in ACCOUNTS])
    with store.writing() as session:
        session.add(freeze(world))
    publish("w")
    assert {o["text"] for o in world.said()} == free
    assert Counter(world.states()) == Counter(published=len(free), held=len(ACCOUNTS) - len(free)) - Counter()


def test_a_freeze_waits_for_a_claim_under_way_and_nothing_is_claimed_after_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A claim that has read "no suspension" and is not committed yet: the person is not told before it is."""
    world.queue("colmar/x", "Juste avant"), world.queue("colmar/facebook", "Juste après")
    reading, may_go_on = threading.Event(), threading.Event()
    looked = last_look.look

    def slow(session: Session, *rest: Any) -> str | None:
        found = looked(session, *rest)
        reading.set()
        assert may_go_on.wait(PATIENCE)
        return found

    monkeypatch.setattr(claiming, "look", slow)
    with ThreadPoolExecutor(2) as aside:
        before = aside.submit(claim, world.people.channel["colmar/x"], "w")
        assert reading.wait(PATIENCE)
        monkeypatch.setattr(claiming, "look", looked)
        suspending = aside.submit(everything, world)
        with pytest.raises(TimeoutError):
            suspending.result(0.5)
        with store.reading() as session:
            assert session.scalars(select(Freeze)).all() == []
        may_go_on.set()
        assert isinstance(before.result(PATIENCE), Claim)
        assert suspending.result(PATIENCE)
    assert claim(world.people.channel["colmar/facebook"], "w") == "held"
    assert world.states() == ["sending", "held"]


def test_a_claim_waits_for_a_freeze_being_written_and_heeds_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.queue("colmar/x", "Trop tard")
    written, may_go_on = threading.Event(), threading.Event()
    suspend = freezing._suspend

    def slow(session: Session, *rest: Any) -> int:
        found = suspend(session, *rest)
        session.flush()
        written.set()
        assert may_go_on.wait(PATIENCE)
        return found

    monkeypatch.setattr(freezing, "_suspend", slow)
    with ThreadPoolExecutor(2) as aside:
        suspending = aside.submit(everything, world)
        assert written.wait(PATIENCE)
        claiming_now = aside.submit(claim, world.people.channel["colmar/x"], "w")
        with pytest.raises(TimeoutError):
            claiming_now.result(0.5)
        may_go_on.set()
        assert suspending.result(PATIENCE)
        assert claiming_now.result(PATIENCE) == "held"
    assert world.said() == []


def test_freezing_while_hundreds_leave_lets_nothing_be_claimed_afterwards(world: World) -> None:
    world.sandbox.switch(rate_limits=False)
    world.queue_all([(ACCOUNTS[n % len(ACCOUNTS)], f"Agenda {n}") for n in range(80)])
    with ThreadPoolExecutor(2) as aside:
        passes = [aside.submit(publish, name) for name in ("a", "b")]
        while world.states().count("published") < 10:
            pass
        everything(world)
        claimed = _claimed()  # before the person was told; the rest never is
        for one in passes:
            one.result(60)
    assert _claimed() == claimed
    assert 10 <= len(world.said()) <= len(claimed) < 80
    world.later(seconds=30)  # what had been claimed and was stopped before its first byte comes back
    publish("a")
    assert Counter(world.states()) == {"published": len(world.said()), "held": 80 - len(world.said())}


def test_what_is_claimed_and_has_not_begun_to_leave_is_stopped_by_a_freeze(world: World) -> None:
    """A message with pictures takes minutes from its claim to its visible request."""
    world.queue("colmar/x", "Réclamé, pas encore parti"), world.queue("strasbourg/x", "Libre")
    claimed = [claim(world.people.channel[name], "w") for name in ("colmar/x", "strasbourg/x")]
    freezing.freeze(world.people.user["alice"], "Alerte", territory_id=world.people.territory["colmar"])
    assert [send(one) for one in claimed if isinstance(one, Claim)] == ["queued", "published"]
    assert [o["text"] for o in world.said()] == ["Libre"]
    world.later(seconds=30)
    assert publish("w") == {"held": 1}


def _claimed() -> set[int]:
    with store.reading() as session:
        return set(session.scalars(select(Delivery.id).where(Delivery.tries > 0)))


def _side_by_side(work: Callable[[str], dict[str, int]], *names: str) -> list[dict[str, int]]:
    with ThreadPoolExecutor(len(names)) as aside:
        return list(aside.map(work, names))
