"""Claims one delivery: last look, lease and attempt in one transaction, committed before any socket opens.

The database is the only gate: of two workers that want the same delivery, or the same account, one gets it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, exists, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

import clock
from data import store
from data.base import Moment
from data.lifecycle import move
from data.models import Attempt, Channel, Delivery, Variant
from scheduler.accounts import Line, line_of
from scheduler.last_look import look

LEASE_FOR = timedelta(seconds=90)  # longer than the wire ever waits for one answer
LEASE_FOR_A_PICTURE = timedelta(seconds=180)  # each is sent and described before the visible request

# built once: this is asked every second, and once for each delivery
_other = aliased(Delivery)
_at = bindparam("at", type_=Moment)
READY = (
    select(Delivery)
    .join(Channel, Channel.id == Delivery.channel_id)
    .where(Delivery.state == "queued", Delivery.due_at <= _at)
    .where(or_(Delivery.not_before.is_(None), Delivery.not_before <= _at))
    .where(Channel.state == "active", or_(Channel.quiet_until.is_(None), Channel.quiet_until <= _at))
    .where(~exists().where(_other.channel_id == Delivery.channel_id, _other.state == "sending"))
    .order_by(Delivery.due_at, Delivery.id)
)
DUE_CHANNELS = READY.with_only_columns(Delivery.channel_id)
NEXT = READY.where(Delivery.channel_id == bindparam("channel")).limit(1).with_for_update(of=Delivery, skip_locked=True)


@dataclass(frozen=True)
class Claim:
    """A delivery that is ours until `lease_until`, with all it takes to send it."""

    delivery_id: int
    attempt_id: int
    number: int
    lease_until: datetime
    line: Line
    key: str
    text: str = field(repr=False)
    media: tuple[dict[str, Any], ...]
    reply_to: str | None


def due_channels(at: datetime) -> Sequence[int]:
    """Return the accounts that have something to send now, the longest waiting first."""
    with store.reading() as session:
        return list(dict.fromkeys(session.scalars(DUE_CHANNELS, {"at": at})))


def claim(channel_id: int, worker: str) -> Claim | str | None:
    """Claim the account's next delivery; a word when the last look stopped it ("held"…); None when there is nothing."""
    at = clock.now()
    try:
        with store.writing() as session:
            delivery = session.scalars(NEXT, {"at": at, "channel": channel_id}).one_or_none()
            if delivery is None:
                return None
            return look(session, delivery, at) or _take(session, delivery, worker, at)
    except IntegrityError:
        return None  # somebody else is sending on this account at this very moment


def _take(session: Session, delivery: Delivery, worker: str, at: datetime) -> Claim | None:
    variant = session.get_one(Variant, delivery.variant_id)
    number, lease_until = delivery.tries + 1, at + LEASE_FOR + LEASE_FOR_A_PICTURE * len(variant.media)
    taken = move(
        session, Delivery, delivery.id, "queued", "sending", at=at, where=[Delivery.tries == delivery.tries],
        detail={"attempt": number}, tries=number, claimed_by=worker, lease_until=lease_until,
        not_before=None, look_at=None, looks=0, absences=0,
    )  # fmt: skip
    if not taken:
        return None
    attempt = Attempt(
        delivery_id=delivery.id, number=number, fingerprint=delivery.fingerprint, worker=worker, started_at=at
    )
    session.add(attempt)
    session.flush()
    line = line_of(session.get_one(Channel, delivery.channel_id))
    return Claim(
        delivery.id,
        attempt.id,
        number,
        lease_until,
        line,
        delivery.key,
        variant.text,
        tuple(variant.media),
        variant.reply_to,
    )
