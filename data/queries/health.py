"""Whether the installation stands, in a few words for watchmen: names no territory, no account."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.exc import SQLAlchemyError

import clock
from data import store
from data.models import Delivery, Heartbeat

ALIVE_FOR = timedelta(seconds=60)
LATE_AFTER = timedelta(minutes=5)


def look(at: datetime) -> dict[str, Any]:
    """Return {"status": "ok" | "degraded" | "down", "database": "ok" | "down", "heartbeat_age", "degraded"}.

    `heartbeat_age`: seconds before `at` of a scheduler's last sign of life, None: none. `degraded`: what is not well,
    of "scheduler" (nobody is alive) and "queue" (a delivery is due for five minutes and may leave).
    """
    at = clock.aware(at)  # the guard below would take a naive one for a database that is down
    waits = or_(Delivery.not_before.is_(None), Delivery.not_before <= at)
    late = select(Delivery.id).where(Delivery.state == "queued", Delivery.due_at <= at - LATE_AFTER, waits)
    try:
        with store.reading() as session:
            last = session.scalar(select(func.max(Heartbeat.at)))
            overdue = session.scalar(late.limit(1)) is not None
    except SQLAlchemyError:
        return {"status": "down", "database": "down", "heartbeat_age": None, "degraded": ["database"]}
    dead = last is None or at - last > ALIVE_FOR
    degraded = [name for name, ill in (("scheduler", dead), ("queue", overdue)) if ill]
    return {
        "status": "degraded" if degraded else "ok",
        "database": "ok",
        "heartbeat_age": (at - last).total_seconds() if last else None,
        "degraded": degraded,
    }
