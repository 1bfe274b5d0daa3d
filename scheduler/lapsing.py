"""What waits for an account that cannot speak now is still judged: told in time, not at last."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select

from data import store
from data.models import Channel, Delivery
from scheduler.last_look import look

AT_ONCE = 200


def lapse(at: datetime) -> int:
    """Stop what is due on paused, disconnected or silent accounts and may not leave any more; return how many."""
    mute = or_(Channel.state != "active", Channel.quiet_until > at)
    due = Delivery.state == "queued", Delivery.due_at <= at
    waited = or_(Delivery.not_before.is_(None), Delivery.not_before <= at)
    with store.reading() as session:
        waiting = select(Delivery.id).join(Channel, Channel.id == Delivery.channel_id).where(*due, waited, mute)
        ids = session.scalars(waiting.order_by(Delivery.due_at, Delivery.id).limit(AT_ONCE)).all()
    return sum(_stopped(delivery_id, at) for delivery_id in ids)


def _stopped(delivery_id: int, at: datetime) -> bool:
    still = select(Delivery).where(Delivery.id == delivery_id, Delivery.state == "queued")
    with store.writing() as session:
        delivery = session.scalars(still.with_for_update(skip_locked=True)).one_or_none()
        return delivery is not None and look(session, delivery, at) is not None
