"""Whether words are later than the rules of their territory let them leave. Reads the limit, moves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from data import in_crisis, scope, store
from data.models import Channel, Delivery, Post
from desk.rights import asker
from policies.in_force import book, overlays


def stale(by: int, delivery_ids: Sequence[int]) -> frozenset[int]:
    """Return which of these deliveries are later than their territory allows; a stranger's are not among them."""
    with store.reading() as session:
        who = asker(session, by)
        found = session.scalars(select(Delivery).where(Delivery.id.in_(delivery_ids)))
        return frozenset(one.id for one in found if who.sees(one.territory_id) and is_stale(session, one, clock.now()))


def is_stale(session: Session, one: Delivery, at: datetime) -> bool:
    """Tell whether a delivery is later than the rules of its territory and network allow at `at`."""
    channel = session.get_one(Channel, one.channel_id)
    level = in_crisis.level_in(session, channel.territory_id)
    *above, here = scope.lineage(session, channel.territory_id)
    limits = book().for_(here, channel.network, overlays(level), above).settings_of("overdue_limit")
    reply = session.get_one(Post, one.post_id).conversation_id is not None
    return at - one.due_at > timedelta(minutes=limits["reply_minutes" if reply else "minutes"])
