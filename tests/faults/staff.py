"""The people of a round: they answer visitors, reconnect accounts, suspend and resume, all by the desk's own verbs.

A verb the database refused for the moment is tried again, as a person presses the button again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from connectors.sandbox.running import Sandbox
from data import store
from data.models import Attempt, Channel, Delivery, Freeze, Post
from desk import channels, deliveries, freezing, replies
from desk.refusal import NeedsConfirmation, TooLate
from tests.faults.laying import Laid, connected
from tests.faults.plan import Place, Words

T = TypeVar("T")
UNTIL = 120  # seconds a person keeps trying


class Staff:
    """Who acts for the cities of a round. `left_frozen` counts what left under a suspension: it must stay 0."""

    def __init__(self, sandbox: Sandbox, laid: Laid, accounts: Sequence[Place]) -> None:
        self.sandbox, self.laid = sandbox, laid
        self.places = {laid.channels[one.number]: one for one in accounts}
        self.left_frozen = self.flushed = self.released = self.reconnected = 0
        self._one = threading.Lock()  # a city is suspended by one person at a time

    def answer(self, words: Sequence[Words], started: float, stop: threading.Event) -> None:
        """Answer each visitor when it is time; all that is left when the round is over."""
        for one in words:
            stop.wait(max(0.0, started + one.due_in - time.monotonic()))
            persist(lambda one=one: self._answer(one))  # type: ignore[misc]  # a default binds the loop's value

    def reconnect_all(self) -> None:
        """Reconnect what a refusal disconnected, with fresh keys from the network."""
        with store.reading() as session:
            lost = session.scalars(select(Channel.id).where(Channel.state == "disconnected")).all()
        for channel_id in lost:
            self.reconnect(channel_id)

    def reconnect(self, channel_id: int) -> None:
        """Give an account fresh keys; a pair begins anew."""
        place = self.places[channel_id]
        fresh = {name: uuid4().hex for name in ("bearer_token", "refresh_token") if place.kind == "x-pair"}
        keys = connected(self.sandbox, place, **fresh)
        persist(lambda: channels.reconnect(self.laid.by, channel_id, keys))
        self.reconnected += 1

    def freeze(self, city: str, seconds: float) -> None:
        """Suspend a city, see that no post leaves, lift it, see that what was held stays, and let it leave."""
        with self._one:
            (freeze_id,) = persist(lambda: self._suspend(city))
            last = persist(lambda: self._left(city, 0)[1])
            time.sleep(seconds)
            self.left_frozen += persist(lambda: self._left(city, last)[0])
            held = persist(lambda: self._held(city))
            persist(lambda: self._lift(freeze_id))
            time.sleep(1.5)  # a tick of the workers and a little more
            self.flushed += len(set(held) - set(persist(lambda: self._held(city))))
            persist(lambda: self._release(city))

    def _answer(self, one: Words) -> None:
        case = self.laid.conversations[one.mark]
        try:
            replies.send(self.laid.by, case, one.text)
        except NeedsConfirmation:
            return  # it is on its way: the database took it and lost the word about it

    def _suspend(self, city: str) -> list[int]:
        territory_id = self.laid.cities[city]
        with store.reading() as session:
            known = select(Freeze.id).where(Freeze.territory_id == territory_id, Freeze.lifted_at.is_(None))
            if in_force := session.scalars(known).all():
                return list(in_force)[:1]
        return freezing.freeze(self.laid.by, "Essai", territory_id=territory_id)

    def _lift(self, freeze_id: int) -> None:
        try:
            freezing.unfreeze(self.laid.by, freeze_id)
        except TooLate:
            return  # lifted already, the word about it was lost

    def _left(self, city: str, after: int) -> tuple[int, int]:
        """Return how many tries of posts of a city came after this one, and the last of all tries."""
        posts = Delivery.territory_id == self.laid.cities[city], Post.conversation_id.is_(None), Attempt.id > after
        tries = select(func.count()).select_from(Attempt).join(Delivery, Delivery.id == Attempt.delivery_id)
        with store.reading() as session:
            left = session.scalar(tries.join(Post, Post.id == Delivery.post_id).where(*posts)) or 0
            return left, session.scalar(select(func.max(Attempt.id))) or 0

    def _held(self, city: str) -> Sequence[int]:
        held = Delivery.territory_id == self.laid.cities[city], Delivery.state == "held"
        with store.reading() as session:
            return session.scalars(select(Delivery.id).where(*held)).all()

    def _release(self, city: str) -> None:
        self.released += deliveries.release(self.laid.by, self._held(city))


def persist(verb: Callable[[], T]) -> T:
    """Do what a person wants done, again while the database refuses it or the network is away."""
    limit = time.monotonic() + UNTIL
    while True:
        try:
            return verb()
        except (DBAPIError, OSError):
            if time.monotonic() > limit:
                raise
            time.sleep(0.3)
