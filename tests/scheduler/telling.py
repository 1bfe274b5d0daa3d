"""What the tests of notices do: deliveries go wrong without any network, addresses are set, the clock strikes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

import clock
from data import sealed, store
from data.lifecycle import move
from data.models import Delivery, Notice, NoticeTarget
from scheduler.agenda import do, due_now
from tests.scheduler.world import World
from words import s

WHY = s("Le réseau a refusé ces mots : {code}.", code=403)


def address(world: World, url: str, place: str | None = "alsace", kind: str = "mail", **values: Any) -> int:
    """Set an address as the operator does, and return its id."""
    target = NoticeTarget(
        territory_id=place and world.people.territory[place],
        kind=kind,
        name="Essai",
        shown="essai",
        url=sealed.seal({"url": url}),
        created_at=world.time,
        **values,
    )
    with store.writing() as session:
        session.add(target)
        session.flush()
        return target.id


def goes_wrong(world: World, channel: str, state: str = "failed", **values: Any) -> int:
    """Queue words for a channel and let them end in `state`; return the delivery's id."""
    delivery = world.queue(channel, "Le marché de SECRET-WORDS ouvre", **values)
    wrong(delivery, state)
    return delivery


def wrong(delivery: int, state: str = "failed", before: str = "queued") -> None:
    """Let a delivery end in `state`."""
    with store.writing() as session:
        assert move(session, Delivery, delivery, before, state, at=clock.now(), because=WHY)


def all_wrong() -> None:
    """Let everything queued end as failed, at once."""
    with store.writing() as session:
        for delivery in session.scalars(select(Delivery.id).where(Delivery.state == "queued")).all():
            move(session, Delivery, delivery, "queued", "failed", at=clock.now(), because=WHY)


def strike() -> None:
    """Do what the agenda says is to be noted and told, as a worker does at one tick and the next."""
    for _ in range(2):
        for kind, key in due_now(15, clock.now()):
            if kind in ("note", "tell"):
                do(kind, key, "w")


def states() -> list[str]:
    """Return the state of every notice, in order."""
    with store.reading() as session:
        return list(session.scalars(select(Notice.state).order_by(Notice.id)))
