"""What waits for an account that cannot speak now is still judged: told in time, not at last."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, select

from data import store
from data.models import Channel, Delivery
from data.rows import AT, past, stands
from scheduler.claiming import hold_account
from scheduler.last_look import look
from scheduler.pacing import MAY_WRITE

AT_ONCE = 200
DUE = (
    select(Delivery.id.label("key"), Delivery.due_at.label("since"))
    .join(Channel, Channel.id == Delivery.channel_id)
    .where(stands(Delivery, "queued"), Delivery.due_at <= AT, past(Delivery.not_before))
    .where(~and_(*MAY_WRITE))
    .order_by(Delivery.due_at, Delivery.id)
    .limit(AT_ONCE)
)


def lapse(at: datetime) -> int:
    """Stop what is due on accounts that may not write now (paused, silent…) and is too late; return how many."""
    return sum(_stopped(row.key, at) for row in store.ask(DUE, at=at))


def _stopped(delivery_id: int, at: datetime) -> bool:
    still = select(Delivery).where(Delivery.id == delivery_id, Delivery.state == "queued")
    with store.writing() as session:
        channel_id = session.scalar(still.with_only_columns(Delivery.channel_id))
        if channel_id is None:
            return False
        hold_account(session, channel_id)
        delivery = session.scalars(still.with_for_update(skip_locked=True)).one_or_none()
        return delivery is not None and look(session, delivery, at) is not None
