"""What the hub believes, read from its own rows: every delivery as the judge wants it, and what is still to come."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import and_, func, or_, select

import clock
from data import store
from data.models import Attempt, AuditEvent, Channel, Delivery, Heartbeat, Outcome, Post, Variant
from tests.faults.judging import Row
from tests.faults.plan import MARK

ON_THE_WAY = or_(
    Delivery.state.in_(("queued", "sending")), and_(Delivery.state == "unconfirmed", Delivery.look_at.is_not(None))
)
GATES = Channel.quiet_until, Channel.write_after, Channel.renewing_until


def rows() -> list[Row]:
    """Return every delivery."""
    first = select(func.min(Attempt.id)).where(Attempt.delivery_id == Delivery.id, Attempt.number == 1)
    held = select(AuditEvent.subject_id).where(AuditEvent.subject == "deliveries", AuditEvent.after == "held")
    every = (
        select(Delivery, Variant, Channel, Post, first.scalar_subquery())
        .join(Variant, Variant.id == Delivery.variant_id)
        .join(Channel, Channel.id == Delivery.channel_id)
        .join(Post, Post.id == Delivery.post_id)
        .order_by(Delivery.id)
    )
    with store.reading() as session:
        once_held = set(session.scalars(held))
        return [_row(*found, delivery_held=found[0].id in once_held) for found in session.execute(every)]


def _row(
    one: Delivery, variant: Variant, channel: Channel, post: Post, first_try: int | None, *, delivery_held: bool
) -> Row:
    marked = MARK.search(variant.text)
    return Row(
        id=one.id,
        mark=marked[1] if marked else "",
        account=(channel.network, channel.remote_id),
        state=one.state,
        told=one.because is not None,
        looking=one.look_at is not None,
        remote_id=one.remote_id,
        parent=variant.reply_to,
        due_at=one.due_at,
        first_try=first_try,
        tries=one.tries,
        held_once=delivery_held,
        reply=post.conversation_id is not None,
    )


def states() -> Counter[str]:
    """Return how many deliveries stand in each state."""
    counted = select(Delivery.state, func.count()).group_by(Delivery.state)
    with store.reading() as session:
        return Counter(dict(session.execute(counted).tuples().all()))


def results() -> Counter[str]:
    """Return how tries ended; "none" for those whose worker died."""
    counted = select(func.coalesce(Outcome.result, "none"), func.count()).select_from(Attempt)
    with store.reading() as session:
        found = session.execute(counted.join(Outcome, isouter=True).group_by(Outcome.result))
        return Counter(dict(found.tuples().all()))


def unsettled() -> int:
    """Return how many deliveries the machine still has to do something about."""
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(Delivery).where(ON_THE_WAY)) or 0


def busy(*, looking: bool) -> int:
    """Return how many deliveries could leave at this moment, and, when `looking`, how many are looked for."""
    at = clock.now()
    over = [or_(one.is_(None), one <= at) for one in (Delivery.not_before, *GATES)]
    ready = and_(Delivery.state == "queued", Channel.state == "active", *over)
    waits = or_(ready, Delivery.state == "unconfirmed") if looking else ready
    found = select(func.count()).select_from(Delivery).join(Channel, Channel.id == Delivery.channel_id)
    with store.reading() as session:
        return session.scalar(found.where(ON_THE_WAY, waits)) or 0


def alive() -> int:
    """Return how many workers have said that they are alive."""
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(Heartbeat)) or 0


def next_moment(at: datetime) -> datetime | None:
    """Return the earliest moment after `at` at which something may move on by itself."""
    moments = (
        Delivery.due_at,
        Delivery.not_before,
        Delivery.look_at,
        Delivery.lease_until,
        Channel.quiet_until,
        Channel.write_after,
        Channel.read_after,
        Channel.renewing_until,
        Channel.renew_at,
    )
    waiting = select(*(func.min(one).filter(one > at) for one in moments)).select_from(Delivery)
    with store.reading() as session:
        found = session.execute(waiting.join(Channel, Channel.id == Delivery.channel_id).where(ON_THE_WAY)).one()
        return min((one for one in found if one is not None), default=None)
