"""Claims one delivery: last look, lease and attempt in one transaction, committed before any socket opens.

The database is the only gate: of two workers that want the same delivery, or the same account, one gets it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

import clock
from connectors.wire import PATIENCE
from data import freezes, store
from data.answering import show
from data.confirming import call_back, confirmed
from data.lifecycle import move
from data.models import Attempt, Channel, Delivery, Variant
from data.rows import AT, past, stands
from policies.clocks import TOO_LATE_TO_LEAVE
from policies.in_force import clock_of
from scheduler import steady
from scheduler.accounts import Line, line_of
from scheduler.last_look import look
from scheduler.pacing import MAY_WRITE

ONE_REQUEST = timedelta(seconds=PATIENCE.longest)  # the last one begins so long before its lease ends
LEASE_FOR = timedelta(seconds=90)  # longer than the wire ever waits for one answer
LEASE_FOR_A_PICTURE = timedelta(seconds=180)  # each is sent and described before the visible request

# built once: this is asked every second, and once for each delivery
_other = aliased(Delivery)
READY = (
    select(Delivery)
    .join(Channel, Channel.id == Delivery.channel_id)
    .where(stands(Delivery, "queued"), Delivery.due_at <= AT, past(Delivery.not_before))
    .where(*MAY_WRITE)
    .where(~exists().where(_other.channel_id == Delivery.channel_id, stands(_other, "sending")))
)
DUE = READY.with_only_columns(Delivery.channel_id.label("key"), func.min(Delivery.due_at).label("since")).group_by(
    Delivery.channel_id
)
# two workers that want the same account wait here: the second would skip the row the first holds, and send a later one
ACCOUNT = select(Channel.id).where(Channel.id == bindparam("channel")).with_for_update(key_share=True)
NEXT = (
    READY.where(Delivery.channel_id == bindparam("channel"))
    .order_by(Delivery.due_at, Delivery.id)
    .limit(1)
    .with_for_update(of=Delivery, skip_locked=True)
)


@dataclass(frozen=True)
class Claim:
    """A delivery that is ours until `lease_until`, with all it takes to send it.

    A write begins before `begins_by`, and before the monotonic clock reads `tick`. `handle`: as prepared at an earlier
    try; `repeats`: an earlier try may be visible, and its network drops this one. `ahead`: see `steady.Reading`.
    """

    delivery_id: int
    attempt_id: int
    number: int
    lease_until: datetime
    begins_by: datetime
    tick: float
    ahead: timedelta
    line: Line
    key: str
    text: str = field(repr=False)
    media: tuple[dict[str, Any], ...]
    reply_to: str | None
    handle: str | None = None
    repeats: bool = False


def due_channels(at: datetime) -> Sequence[int]:
    """Return the accounts that have something to send now, the longest waiting first."""
    return [row.key for row in sorted(store.ask(DUE, at=at), key=lambda row: row.since)]


def claim(channel_id: int, worker: str) -> Claim | str | None:
    """Claim the account's next delivery; a word when the last look stopped it ("held"…); None when there is nothing."""
    at = clock.now()
    try:
        with store.writing() as session:
            freezes.pass_gate(session)  # before any row is held: nobody waits for us while we wait here
            hold_account(session, channel_id)
            delivery = session.scalars(NEXT, {"at": at, "channel": channel_id}).one_or_none()
            if delivery is None:
                return None
            return _arrived(session, delivery, at) or look(session, delivery, at) or take(session, delivery, worker, at)
    except IntegrityError:
        return None  # somebody else is sending on this account at this very moment


def _arrived(session: Session, delivery: Delivery, at: datetime) -> str | None:
    """Publish, instead of sending it, what the network confirmed of an earlier try; None: it confirmed nothing."""
    proof = confirmed(session, delivery.id) if delivery.tries else None
    if proof is None or not call_back(session, delivery.id, delivery.tries, at):
        return None
    theirs = select(Delivery.id).where(
        Delivery.channel_id == delivery.channel_id, Delivery.remote_id == proof.remote_id
    )
    if session.scalars(theirs).first() is not None:  # it was given the address of another: a person looks
        return "asked"
    move(
        session, Delivery, delivery.id, "unconfirmed", "published", at=at, remote_id=proof.remote_id,
        published_at=proof.ended_at, lease_until=None,
    )  # fmt: skip
    show(session, delivery.id, clock_of, TOO_LATE_TO_LEAVE)
    return "published"


def hold_account(session: Session, channel_id: int) -> None:
    """Wait for whoever claims or judges something of this account; until this transaction ends, nobody else does."""
    session.execute(ACCOUNT, {"channel": channel_id})


def take(session: Session, delivery: Delivery, worker: str, at: datetime) -> Claim | None:
    """Move a queued delivery to sending and write its attempt, in a unit of work of the caller; None: it moved on."""
    tick, ahead = monotonic(), steady.read(session).ahead
    if delivery.tries and confirmed(session, delivery.id):
        return None
    variant = session.get_one(Variant, delivery.variant_id)
    number, lease_for = delivery.tries + 1, LEASE_FOR + LEASE_FOR_A_PICTURE * len(variant.media)
    taken = move(
        session, Delivery, delivery.id, "queued", "sending", at=at, where=[Delivery.tries == delivery.tries],
        detail={"attempt": number}, tries=number, claimed_by=worker, lease_until=at - ahead + lease_for,
        not_before=None, look_at=None, looks=0, absences=0,
    )  # fmt: skip
    if not taken:
        return None
    attempt = Attempt(
        delivery_id=delivery.id, number=number, fingerprint=delivery.fingerprint, worker=worker, started_at=at - ahead
    )
    session.add(attempt)
    session.flush()
    line = line_of(session.get_one(Channel, delivery.channel_id))
    return Claim(
        delivery_id=delivery.id,
        attempt_id=attempt.id,
        number=number,
        lease_until=at + lease_for,
        begins_by=at + lease_for - ONE_REQUEST,
        tick=tick + (lease_for - ONE_REQUEST).total_seconds(),
        ahead=ahead,
        line=line,
        key=delivery.key,
        text=variant.text,
        media=tuple(variant.media),
        reply_to=variant.reply_to,
        handle=delivery.handle,
    )
