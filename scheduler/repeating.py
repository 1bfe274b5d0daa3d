"""Claims an unknown delivery once more, on a network that drops what it was sent already. Never sends by itself.

It goes from unknown to sending in one unit of work: nothing that may be visible ever stands in the queue, where it
could be taken back, held or missed as if nothing had left.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from time import monotonic

from sqlalchemy import bindparam
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

import clock
from data import freezes, store
from data.lifecycle import move
from data.models import Delivery
from scheduler.claiming import ONE_REQUEST, READY, Claim, take
from scheduler.last_look import look

THIS = READY.where(Delivery.id == bindparam("delivery"))


class _NotNow(Exception):
    """It may not leave at this moment: nothing of the unit of work is to stand."""


def claim_again(delivery_id: int, tries: int, worker: str, until: datetime | None) -> Claim | None:
    """Claim an unknown delivery for a write that is over before `until` (the database's time; None: no matter when).

    None when it may not leave now, or `until` is too near: then it stays unknown, and is to be looked for.
    """
    try:
        with store.writing() as session:
            return _claimed(session, delivery_id, tries, worker, until)
    except (IntegrityError, _NotNow):  # the first: another is being sent on this account
        return None


def _claimed(session: Session, delivery_id: int, tries: int, worker: str, until: datetime | None) -> Claim:
    freezes.pass_gate(session)
    at = clock.now()
    if not move(session, Delivery, delivery_id, "unconfirmed", "queued", at=at, where=[Delivery.tries == tries]):
        raise _NotNow
    delivery = session.scalars(THIS, {"at": at, "delivery": delivery_id}).one_or_none()
    if delivery is None or look(session, delivery, at):
        raise _NotNow
    claimed = take(session, delivery, worker, at)
    if claimed is None:
        raise _NotNow
    if until is None:
        return replace(claimed, repeats=True)
    begins_by = min(claimed.begins_by, until + claimed.ahead - ONE_REQUEST)
    if begins_by <= at:
        raise _NotNow
    return replace(claimed, begins_by=begins_by, tick=monotonic() + (begins_by - at).total_seconds(), repeats=True)
