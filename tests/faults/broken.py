"""A worker whose fence is broken on purpose: what may have left is queued again instead of being looked for.

It proves that the harness sees what it must see. Never used otherwise.
"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, update

from data import store
from data.models import Delivery
from scheduler import reconcile
from scheduler.ticking import run


def look_around(channel_id: int, *_: Any) -> Counter[str]:
    """Queue every unknown outcome of an account once more, looking for nothing."""
    return Counter({"queued": _queue((Delivery.channel_id == channel_id) & (Delivery.state == "unconfirmed"))})


def expire(at: datetime) -> int:
    """Queue every expired claim once more: its words may be out."""
    return _queue((Delivery.state == "sending") & (Delivery.lease_until < at))


def _queue(which: ColumnElement[bool]) -> int:
    with store.writing() as session:
        again = update(Delivery).where(which).values(state="queued", look_at=None, lease_until=None)
        return len(session.scalars(again.returning(Delivery.id)).all())


if __name__ == "__main__":
    vars(reconcile).update(look_around=look_around, expire=expire)
    run(sys.argv[1])
