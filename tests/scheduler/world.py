"""What the scheduler's tests do in the world: queue words, let time pass, read the ledger and the rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from connectors.sandbox.running import Sandbox
from data import digests, store
from data.models import Channel, Conversation, Delivery, Message, Outcome, Post, Variant
from tests import cast


@dataclass
class World:
    """The sandbox, the cast, and the time it is (`later` turns the clock for hub and sandbox alike)."""

    sandbox: Sandbox
    people: cast.Cast
    database: str
    time: datetime

    def later(self, **span: float) -> datetime:
        """Let time pass."""
        self.time += timedelta(**span)
        return self.time

    def queue(self, channel: str, text: str, **values: Any) -> int:
        """Schedule and approve words for a channel, due now; return the delivery's id."""
        with store.writing() as session:
            return self._queue(session, channel, text, **values)

    def queue_all(self, words: Iterable[tuple[str, str]], **values: Any) -> None:
        """Schedule many (channel, text) at once."""
        with store.writing() as session:
            for channel, text in words:
                self._queue(session, channel, text, **values)

    def _queue(
        self,
        session: Session,
        channel: str,
        text: str,
        *,
        due_at: datetime | None = None,
        conversation_id: int | None = None,
        reply_to: str | None = None,
        tags: Sequence[str] = (),
    ) -> int:
        kept, due_at = session.get_one(Channel, self.people.channel[channel]), due_at or self.time
        post = Post(
            territory_id=kept.territory_id,
            author_id=self.people.user["alice"],
            conversation_id=conversation_id,
            tags=list(tags),
            state="scheduled",
            due_at=due_at,
            submitted_at=self.time,
            created_at=self.time,
        )
        session.add(post)
        session.flush()
        variant = Variant(post_id=post.id, channel_id=kept.id, text=text, reply_to=reply_to)
        session.add(variant)
        session.flush()
        post.digest = digests.of_post(session, post.id)
        delivery = Delivery(
            post_id=post.id,
            variant_id=variant.id,
            channel_id=kept.id,
            territory_id=kept.territory_id,
            by_id=post.author_id,
            due_at=due_at,
            key=f"key-{post.id}",
            fingerprint=digests.of_words(text, [], reply_to),
            created_at=self.time,
        )
        session.add(delivery)
        session.flush()
        return delivery.id

    def delivery(self, delivery_id: int) -> Delivery:
        """Return a delivery as it stands."""
        with store.reading() as session:
            return session.get_one(Delivery, delivery_id)

    def channel(self, name: str) -> Channel:
        """Return a channel as it stands."""
        with store.reading() as session:
            return session.get_one(Channel, self.people.channel[name])

    def states(self) -> list[str]:
        """Return the state of every delivery, in order of id."""
        with store.reading() as session:
            return [row.state for row in session.query(Delivery).order_by(Delivery.id)]

    def results(self) -> list[str]:
        """Return the result of every try that ended, in order."""
        with store.reading() as session:
            return [row.result for row in session.query(Outcome).order_by(Outcome.id)]

    def said(self, by_hub: bool = True) -> list[dict[str, Any]]:
        """Return what is visible on the networks by our accounts (or by visitors)."""
        return [o for o in self.sandbox.ledger() if o["by_hub"] == by_hub and not o["removed_at"]]

    def messages(self) -> list[Message]:
        """Return every stored message, in order."""
        with store.reading() as session:
            return session.query(Message).order_by(Message.id).all()

    def conversations(self) -> list[Conversation]:
        """Return every conversation, in order."""
        with store.reading() as session:
            return session.query(Conversation).order_by(Conversation.id).all()


def settled(sandbox: Sandbox, database: str, at: datetime) -> World:
    """Gather the cast, with accounts that the sandbox knows."""
    keys = {}
    for number, (place, network) in enumerate((p, n) for p in ("alsace", *cast.CITIES) for n in ("x", "facebook")):
        keys[f"{place}/{network}"] = sandbox.account(network, str(1000 + number), f"{place}_demo", place=place)
    return World(sandbox, cast.gather(at, keys), database, at)
