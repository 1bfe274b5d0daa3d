"""Tables of what the policies said of acts, and of the files they said it by. Facts are kept as a digest alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base
from data.retention import LOG_FOR, since

USED = text("set_aside > 0")


class PolicyDecision(Base):
    """What was decided of one act, kept in its own unit of work: whoever reads the act finds by which rules it went.

    `rules`: {id: {"version", "verb"}}. `files`: {file: version}, found in `policy_versions`. `inputs`: SHA-256 of the
    facts as canonical JSON. `overrides`: those that counted, {"rule", "role", "reason", "by"}; `set_aside`: how many.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        Index("ix_decisions_subject", "subject", "subject_id"),
        Index("ix_decisions_overridden", "territory_id", "at", sqlite_where=USED, postgresql_where=USED),
    )

    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None: the clock
    event: Mapped[str]
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channels.id"))
    subject: Mapped[str]  # table name
    subject_id: Mapped[int]
    verb: Mapped[str]
    rules: Mapped[dict[str, Any]] = mapped_column(default=dict)
    files: Mapped[dict[str, Any]] = mapped_column(default=dict)
    inputs: Mapped[str]
    overrides: Mapped[list[Any]] = mapped_column(default=list)
    set_aside: Mapped[int] = mapped_column(default=0)
    keep_until: Mapped[datetime | None] = mapped_column(default=since("at", LOG_FOR))


class PolicyVersion(Base):
    """One version of one policy file that was in force. The latest `in_force_at` of a file is its last valid version.

    Never deleted: a decision of any age can be read with its rules. `retired_at`: taken out of force by a person.
    """

    __tablename__ = "policy_versions"
    __table_args__ = (UniqueConstraint("file", "version"),)

    file: Mapped[str]
    version: Mapped[str]  # the first figures of the text's SHA-256
    text: Mapped[str] = mapped_column(Text)
    first_seen_at: Mapped[datetime]
    in_force_at: Mapped[datetime]  # when it came into force last: a version may come back
    retired_at: Mapped[datetime | None]
