"""Tables of incidents: where, how grave, who took it on, who was called when, what of the playbook is done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base
from data.retention import WORDS_FOR, since


class Incident(Base):
    """Something grave that people opened. `level` 1 is the gravest; in a drill all is as if, and nothing is public.

    `territory_id` is the first of its places, where its audit is filed. `alarm` counts how often people were alarmed:
    once when it is opened, once more each time it gets graver, since `alarm_at`.
    """

    __tablename__ = "incidents"

    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), index=True)
    state: Mapped[str] = mapped_column(default="open", index=True)  # open | acknowledged | closed
    level: Mapped[int]
    title: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)
    drill: Mapped[bool] = mapped_column(default=False)
    alarm: Mapped[int] = mapped_column(default=1)
    alarm_at: Mapped[datetime]
    next_call_at: Mapped[datetime | None]  # when somebody is to be told something; None: nobody any more
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    opened_at: Mapped[datetime]
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    acknowledged_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    closed_at: Mapped[datetime | None]
    keep_until: Mapped[datetime | None] = mapped_column(default=since("opened_at", WORDS_FOR))

    @property
    def name(self) -> str:
        """What people call it: « P1 · Évacuation du centre »."""
        return f"P{self.level} · {self.title}"


class IncidentPlace(Base):
    """A territory an incident is about, with all below it."""

    __tablename__ = "incident_places"
    __table_args__ = (UniqueConstraint("incident_id", "territory_id"),)

    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), index=True)


class IncidentCall(Base):
    """Somebody who is told of an incident at one step of one alarm. The row without a person takes the step."""

    __tablename__ = "incident_calls"
    __table_args__ = (
        Index("uq_incident_calls_person", "incident_id", "alarm", "step", "user_id", unique=True),
        # where nobody is named the index above sees no two alike
        Index(
            "uq_incident_calls_step",
            "incident_id",
            "alarm",
            "step",
            unique=True,
            sqlite_where=text("user_id IS NULL"),
            postgresql_where=text("user_id IS NULL"),
        ),
    )

    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    alarm: Mapped[int]
    step: Mapped[str]  # "informed", "called:5" (minutes), "note:2" (the how manieth), "still:24" (hours)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class IncidentTick(Base):
    """A line of the playbook that somebody did."""

    __tablename__ = "incident_ticks"
    __table_args__ = (UniqueConstraint("incident_id", "item"),)

    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    item: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class IncidentNote(Base):
    """How things stand, written every two hours: `volume` is how many messages came since the note before."""

    __tablename__ = "incident_notes"

    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    volume: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    keep_until: Mapped[datetime | None] = mapped_column(default=since("at", WORDS_FOR))
