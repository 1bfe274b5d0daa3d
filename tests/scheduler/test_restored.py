"""After a disaster an older copy is restored: nothing is visible twice, everything is published or named.

The lost installation went on after the copy was made; only the networks know what it did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from data import store
from data.copying.loading import load
from data.copying.saving import save
from data.models import Delivery, Freeze
from desk import deliveries, freezing
from scheduler.claiming import claim
from scheduler.publish import publish
from scheduler.reconcile import reconcile
from scheduler.tending import tend
from tests import databases
from tests.data.copies import Place, working_at
from tests.scheduler.world import World
from words import recall

LEFT_SINCE = ["alsace/x", "alsace/facebook", "colmar/x", "colmar/facebook", "mulhouse/x"]


@pytest.fixture
def anew(world: World, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A fresh database of the same kind, in another home."""
    home = tmp_path / "anew"
    if world.database == "sqlite":
        yield Place(f"sqlite:///{home / 'parvis.db'}", home)
        return
    server, name = request.getfixturevalue("postgres"), f"a{abs(hash(home)) % 10**12}"
    yield Place(databases.create(server, name), home)
    databases.drop(server, name)


def test_restoring_an_older_copy_shows_nothing_twice_and_loses_nothing(world: World, anew: Place, home: Path) -> None:
    before = world.queue("strasbourg/x", "Partie avant la copie")
    publish("lost")
    held = world.queue("mulhouse/facebook", "Suspendue, puis relâchée")
    stays = world.queue("strasbourg/facebook", "Suspendue, et restée")
    with store.writing() as session:
        ids = [held, stays]
        for number in ids:
            channel = session.get_one(Delivery, number).channel_id
            session.add(Freeze(channel_id=channel, reason="Un incident", at=world.time))
    publish("lost")
    assert world.states() == ["published", "held", "held"]
    since = [
        world.queue(channel, f"Partie depuis : {channel}", due_at=world.later(seconds=1)) for channel in LEFT_SINCE
    ]
    due = world.queue("colmar/x", "Encore à partir")
    coming = world.queue("colmar/facebook", "Pour demain", due_at=world.time + timedelta(days=1))
    sending = world.queue("strasbourg/x", "En train de partir")
    claimed = claim(world.people.channel["strasbourg/x"], "lost")
    assert not isinstance(claimed, str)
    save(home / "copy.parvis")

    with store.writing() as session:  # the lost installation goes on: all but one of those leave
        for freeze in session.scalars(select(Freeze).where(Freeze.channel_id == _channel(session, held))):
            freeze.lifted_at = world.time
    deliveries.release(world.people.user["alice"], [held])
    with store.writing() as session:
        session.get_one(Delivery, due).not_before = world.time + timedelta(hours=1)
    world.later(seconds=400)  # the interrupted one is looked for, and sent
    for _ in range(4):
        reconcile("lost"), publish("lost")
        world.later(seconds=130)
    assert Counter(o["text"] for o in world.said()).total() == 1 + 1 + len(LEFT_SINCE) + 1
    store.close()

    with working_at(anew):
        loaded = load(home / "copy.parvis", world.time)
        assert loaded.quiet.looked_for == len(LEFT_SINCE) + 1 + 2 + 1  # since, due, both held, the one being sent
        assert world.delivery(since[0]).state == "unconfirmed"
        assert "copie" in recall(world.delivery(since[0]).because)
        _pass(world, 6)
        assert {world.delivery(i).state for i in [before, *since, sending, held]} == {"published"}
        assert {world.delivery(i).state for i in (due, stays)} == {"held"}  # absent twice, and suspended
        assert world.delivery(coming).state == "queued"
        assert len(world.said()) == 8
        _lift(world)
        _pass(world, 2)
        assert len(world.said()) == 8  # lifting flushes nothing
        deliveries.release(world.people.user["alice"], [due, stays])
        _pass(world, 1)
        world.time = max(world.time, world.delivery(coming).due_at)
        _pass(world, 1)
        assert set(world.states()) == {"published"}
        said = Counter((o["network"], o["account"], o["text"]) for o in world.said())
        assert set(said.values()) == {1}
        with store.reading() as session:
            known = set(session.scalars(select(Delivery.remote_id)))
        assert known == {o["id"] for o in world.said()}


def test_a_copy_restored_long_after_names_what_was_missed_and_fires_nothing_late(
    world: World, anew: Place, home: Path
) -> None:
    late = world.queue("colmar/x", "Pour ce midi-là")
    save(home / "copy.parvis")
    store.close()
    world.later(days=3)
    with working_at(anew):
        load(home / "copy.parvis", world.time)
        _lift(world)
        _pass(world, 5)
        assert (world.delivery(late).state, world.said()) == ("missed", [])
        assert recall(world.delivery(late).because)


def _pass(world: World, times: int) -> None:
    for _ in range(times):
        world.later(seconds=65)
        publish("new"), reconcile("new"), tend()


def _lift(world: World) -> None:
    with store.reading() as session:
        ids = session.scalars(select(Freeze.id).where(Freeze.lifted_at.is_(None))).all()
    for freeze_id in ids:
        freezing.unfreeze(world.people.user["alice"], freeze_id)


def _channel(session: store.Session, delivery_id: int) -> int:
    return session.get_one(Delivery, delivery_id).channel_id
