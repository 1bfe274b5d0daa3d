"""Tables of who is there: the week's roster of a territory, and absences with what was handed over."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base


class Duty(Base):
    """Who holds a territory in a week: `week` is its Monday. `window` as in the files, "07:00-22:00"; None: theirs."""

    __tablename__ = "duties"
    __table_args__ = (UniqueConstraint("territory_id", "week"),)

    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    week: Mapped[date]
    primary_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    window: Mapped[str | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class Absence(Base):
    """Somebody is away, and a deputy has their open conversations. `ended_at` None: it runs, and it is the only one."""

    __tablename__ = "absences"
    __table_args__ = (
        Index(
            "uq_absences_running",
            "user_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    from_at: Mapped[datetime]
    until_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]


class Watch(Base):
    """A conversation handed over for an absence: the absent follows it, and reads at return what became of it."""

    __tablename__ = "watches"
    __table_args__ = (UniqueConstraint("absence_id", "conversation_id"),)

    absence_id: Mapped[int] = mapped_column(ForeignKey("absences.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), index=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
