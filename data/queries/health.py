"""Whether the database answers, and how long ago a worker was alive: for watchmen, names no territory."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from data import store
from data.models import Heartbeat


def look(at: datetime) -> dict[str, str | float | None]:
    """Return {"database": "ok" | "down", "heartbeat_age": seconds before `at` of the last sign of life, None: none}."""
    try:
        with store.reading() as session:
            last = session.scalar(select(func.max(Heartbeat.at)))
    except SQLAlchemyError:
        return {"database": "down", "heartbeat_age": None}
    return {"database": "ok", "heartbeat_age": (at - last).total_seconds() if last else None}
