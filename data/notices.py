"""Tables of who is told when a message did not leave: the addresses an administrator set, and what was told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base


class NoticeTarget(Base):
    """An address that notices go to, set by an administrator; `url` is sealed: it holds a password or a token.

    `kind` mail: a mail server, the notice goes to the owner's own address. team: a room of a territory's people.
    No territory: for all of them.
    """

    __tablename__ = "notice_targets"

    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"), index=True)
    kind: Mapped[str]
    name: Mapped[str]
    url: Mapped[bytes] = mapped_column(LargeBinary)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None: the operator at the command line
    created_at: Mapped[datetime]


class Notice(Base):
    """One thing told to one address, once: ids and states, never the words of the message.

    `tries` is that of the delivery: one that fails again is told again.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("delivery_id", "what", "tries", "target_id"),
        Index("ix_notices_due", "state", "not_before"),
    )

    delivery_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id"))
    target_id: Mapped[int] = mapped_column(ForeignKey("notice_targets.id"))
    what: Mapped[str]  # failed | missed | unknown
    tries: Mapped[int]
    state: Mapped[str] = mapped_column(default="due")  # due | told | given_up
    sent: Mapped[int] = mapped_column(default=0)  # how often it was tried
    not_before: Mapped[datetime]
    told_at: Mapped[datetime | None]
    because: Mapped[dict[str, Any] | None]  # why it could not be told: a kept sentence
    created_at: Mapped[datetime]
