"""A dashboard over deliveries that went wrong by real means: the scheduler's own passes, a real sandbox's faults, time.

Alsace: one overdue (the network asked for silence), one missed. Colmar: one unknown that a person is asked about, one
refused. Strasbourg: two that a suspension, lifted since, holds. Mulhouse: one refused.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import clock
import settings
from connectors.sandbox.running import Sandbox, running
from data import sealed, store
from data.models import Channel, Delivery
from desk import freezing, people
from scheduler.publish import publish
from scheduler.reconcile import reconcile
from tests.cast import Cast
from tests.dashboard.serving import Served, served, working_in
from tests.scheduler.world import World

AGO = timedelta(hours=3)


@dataclass(frozen=True)
class Stuck:
    """The dashboard, the sandbox, and each delivery by what became of it."""

    served: Served
    sandbox: Sandbox
    overdue: int
    missed: int
    unknown: int
    failed: int
    held: int
    stale: int
    elsewhere: int

    def delivery(self, delivery_id: int) -> Delivery:
        """Return a delivery as it stands."""
        with working_in(self.served.home), store.reading() as session:
            return session.get_one(Delivery, delivery_id)

    @contextmanager
    def inside(self) -> Iterator[World]:
        """Work in the hub's own world: its database, its sandbox, its clock at this moment."""
        with working_in(self.served.home):
            os.environ.update(PARVIS_SANDBOX_URL=self.sandbox.url, PARVIS_DEMO="1")
            settings.settings.cache_clear()
            yield World(self.sandbox, self.served.cast, "sqlite", clock.now())


@contextmanager
def gone_wrong(home: Path, migrated: Path) -> Iterator[Stuck]:
    """Serve it until the block ends."""
    with served(home, migrated, demo=True) as dashboard, running(home / "sandbox.db") as sandbox:
        empty = Stuck(dashboard, sandbox, 0, 0, 0, 0, 0, 0, 0)
        with empty.inside() as world:
            _connect(world)
            people.grant(None, world.people.user["chloe"], world.people.territory["colmar"], "cm")
            world.time -= AGO
            with clock.stopped_at(lambda: world.time):
                found = _let_go_wrong(world)
        yield Stuck(dashboard, sandbox, **found)


def _connect(world: World) -> None:
    with store.writing() as session:
        for name, channel_id in world.people.channel.items():
            kept, place = session.get_one(Channel, channel_id), name.partition("/")[0]
            keys = world.sandbox.account(kept.network, kept.remote_id, kept.handle, place=place)
            kept.credentials = sealed.seal(keys)


def _let_go_wrong(world: World) -> dict[str, int]:
    (freeze,) = freezing.freeze(
        world.people.user["bruno"], "Alerte météo", territory_id=world.people.territory["strasbourg"]
    )
    found = {
        "stale": world.queue("strasbourg/x", "Ce matin : petit-déjeuner au marché de Noël."),
        "missed": world.queue("alsace/x", "À midi, la parade part de la place Kléber."),
    }
    world.later(hours=2)  # the engine stood still
    publish("w")
    world.later(minutes=50)
    found |= _refused(world) | _unknown(world) | _silenced(world)
    found["held"] = world.queue("strasbourg/facebook", "Ce soir : concert à la cathédrale, entrée libre.")
    publish("w")
    freezing.unfreeze(_alice(world.people), freeze)
    return found


def _refused(world: World) -> dict[str, int]:
    world.sandbox.faults({"fault": "duplicate_403", "method": "POST"})
    found = {
        "failed": world.queue("colmar/facebook", "Le marché ouvre à 10 h, place des Dominicains."),
        "elsewhere": world.queue("mulhouse/x", "Mulhouse : la grande roue tourne jusqu'à 22 h."),
    }
    publish("w")
    return found


def _unknown(world: World) -> dict[str, int]:
    """Post, lose the answer, and be refused every look."""
    world.sandbox.faults({"fault": "commit_then_drop", "method": "POST"}, {"fault": "not_summoned", "method": "GET"})
    found = {"unknown": world.queue("colmar/x", "Petite Venise : les barques sortent jusqu'à 17 h.")}
    publish("w")
    world.later(seconds=10)
    reconcile("w")
    world.sandbox.faults()
    return found


def _silenced(world: World) -> dict[str, int]:
    world.sandbox.faults({"fault": "rate_limited", "method": "POST", "seconds": 3600})
    found = {"overdue": world.queue("alsace/facebook", "Sur la route des vins, huit caves ouvrent ce samedi.")}
    publish("w")
    world.sandbox.faults()
    return found


def _alice(people: Cast) -> int:
    return people.user["alice"]
