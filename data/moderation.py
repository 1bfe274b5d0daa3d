"""The table of what is done to visitors' words: asked by a person under a clause, carried out by the scheduler."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base
from data.retention import WORDS_FOR, since


class Moderation(Base):
    """One act on one message: why, by which clause, and what became of it on the network.

    `evidence` is what was hidden, sealed with our key, kept until `evidence_until` for the authority alone.
    """

    __tablename__ = "moderations"
    __table_args__ = (
        Index(
            "ix_moderations_due",
            "not_before",
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
    )

    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), index=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    act: Mapped[str]  # hide
    message_class: Mapped[str]
    clause: Mapped[str]
    reasons: Mapped[str] = mapped_column(Text)  # the statement for whoever wrote it
    state: Mapped[str] = mapped_column(default="asked")
    because: Mapped[dict[str, Any] | None]  # what the network said last, a kept sentence
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    done_at: Mapped[datetime | None]
    evidence: Mapped[bytes | None] = mapped_column(LargeBinary)
    evidence_until: Mapped[datetime | None]
    keep_until: Mapped[datetime | None] = mapped_column(default=since("at", WORDS_FOR))
