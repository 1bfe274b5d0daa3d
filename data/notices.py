"""Tables of who is told when a message did not leave: the addresses an administrator set, and what was told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base, Id


class NoticeTarget(Base):
    """An address that notices go to, set by an administrator; `url` is sealed: it holds a password or a token.

    `kind` mail: a mail server, the notice goes to the owner's own address. team: a room of a territory's people.
    No territory: for all of them. `by_id` None: the operator at the command line, who alone may name an address of
    the house's own network. `shown` is all that is ever shown of the address: the service, and its host.
    """

    __tablename__ = "notice_targets"

    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"), index=True)
    kind: Mapped[str]
    name: Mapped[str]
    shown: Mapped[str]
    url: Mapped[bytes] = mapped_column(LargeBinary)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    next_at: Mapped[datetime | None]  # nobody tells it anything before: one worker, one message a minute
    created_at: Mapped[datetime]


class Notice(Base):
    """One thing told to one person (by mail) or one room, once: ids and states, never the words of the message.

    It is about a delivery, or about an incident.

    `event_id` is the audit event that says what happened: a delivery that fails again is told again. It is only
    compared, so it outlives that event. `not_before` of a notice that is being told is when its claim ends.
    """

    __tablename__ = "notices"
    __table_args__ = (
        Index("uq_notices_person", "target_id", "event_id", "user_id", unique=True),
        # where nobody is named the index above sees no two alike
        Index(
            "uq_notices_room",
            "target_id",
            "event_id",
            unique=True,
            sqlite_where=text("user_id IS NULL"),
            postgresql_where=text("user_id IS NULL"),
        ),
        Index("ix_notices_due", "state", "not_before"),
    )

    delivery_id: Mapped[int | None] = mapped_column(ForeignKey("deliveries.id"), index=True)
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"), index=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("notice_targets.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # who is told; None: a room
    event_id: Mapped[int] = mapped_column(Id)
    what: Mapped[str]  # the delivery's state: failed | missed | unconfirmed; of an incident: the step of its alarm
    state: Mapped[str] = mapped_column(default="due")  # due | told | settled (before it was told) | given_up
    sent: Mapped[int] = mapped_column(default=0)  # how often it was tried
    not_before: Mapped[datetime]
    told_at: Mapped[datetime | None]
    because: Mapped[dict[str, Any] | None]  # why it could not be told: a kept sentence
    created_at: Mapped[datetime]
