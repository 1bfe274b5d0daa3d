"""Tables of other eyes on a post: each step of an approval, its deadline and what happens then, outsiders' links."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base
from data.retention import from_now


class Approval(Base):
    """One step of the approval a post waits for: which role is asked, until when, and what happens by itself then.

    It covers one digest: words that change make the whole request another one. Steps open one after the other.
    """

    __tablename__ = "approvals"
    __table_args__ = (
        Index("ix_approvals_post", "post_id", "step"),
        # asked every minute, of millions: whose deadline has come
        Index(
            "ix_approvals_due",
            "due_at",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_approvals_answered", "territory_id", "answered_at"),
    )

    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    step: Mapped[int]
    role: Mapped[str]  # who is asked; one that roles.yaml does not know answers by link
    digest: Mapped[str]  # what is to be approved
    state: Mapped[str] = mapped_column(default="waiting")
    by_default: Mapped[str]  # "leaves" or "escalates", when nobody answers in time
    asked_at: Mapped[datetime | None]  # None: an earlier step is not answered yet
    due_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    outsider: Mapped[str | None]  # who answered by link
    because: Mapped[dict[str, Any] | None]
    keep_until: Mapped[datetime | None] = mapped_column(default=from_now)


class ApprovalLink(Base):
    """A link by which somebody without an account answers one step, once. Only its digest is kept."""

    __tablename__ = "approval_links"

    approval_id: Mapped[int] = mapped_column(ForeignKey("approvals.id"), index=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    name: Mapped[str]  # whom it was made for, as written by who made it
    link_digest: Mapped[str] = mapped_column(unique=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    keep_until: Mapped[datetime | None]
