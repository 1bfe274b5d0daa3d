"""Tables of what happened and who is alive: audit events (ids and states, never message text) and heartbeats."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base
from data.retention import LOG_FOR, since


class AuditEvent(Base):
    """One thing that somebody, or the clock, did."""

    __tablename__ = "audit_events"
    __table_args__ = (Index("ix_audit_events_subject", "subject", "subject_id"),)

    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None: the clock
    verb: Mapped[str]
    subject: Mapped[str]  # table name
    subject_id: Mapped[int]
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"), index=True)
    before: Mapped[str | None]
    after: Mapped[str | None]
    detail: Mapped[dict[str, Any] | None]  # ids, counts, rule names, kept sentences without message text
    keep_until: Mapped[datetime | None] = mapped_column(default=since("at", LOG_FOR))


class Heartbeat(Base):
    """A worker that was alive at `at`."""

    __tablename__ = "heartbeats"

    worker: Mapped[str] = mapped_column(unique=True)
    started_at: Mapped[datetime]
    at: Mapped[datetime]
