"""Tables of those who contribute: members (hotels, museums, guides), residents, and what they send."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base


class Member(Base):
    """A partner who contributes through a personal link, without a password. Only the link's digest is kept."""

    __tablename__ = "members"

    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), index=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="member")  # hotel, museum, guide, restaurant, producer, resident
    email: Mapped[str | None]
    link_digest: Mapped[str] = mapped_column(unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    keep_until: Mapped[datetime | None]  # none while the member is active: it is set when the link is closed for good


class Contribution(Base):
    """What a member offers, with the rights given, and what became of it."""

    __tablename__ = "contributions"

    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    kind: Mapped[str]  # photo | event | status | tip
    text: Mapped[str] = mapped_column(Text)
    media: Mapped[list[Any]] = mapped_column(default=list)  # {"file", "mime", "alt", "bytes"}
    event_at: Mapped[datetime | None]
    people: Mapped[str] = mapped_column(default="none")  # none | crowd | identifiable
    credit: Mapped[str]
    rights: Mapped[dict[str, Any]]  # {"version", "scopes", "until"}
    state: Mapped[str] = mapped_column(default="received")
    because: Mapped[dict[str, Any] | None]  # the reason given to the member: a kept sentence
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reviewed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    keep_until: Mapped[datetime | None]
