"""Tables of what people say of a judgement, and of history judged again. No message text: it lives in `talk` alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base, Id


class Correction(Base):
    """A person's word against a judgement: which fields, what they said before and after, and who had judged.

    With its message's text it is a labelled row. The last word of a person stands in the message itself.
    """

    __tablename__ = "corrections"

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    before: Mapped[dict[str, Any]]  # label, lang, intent: the corrected ones alone
    after: Mapped[dict[str, Any]]
    tier: Mapped[str | None]  # the judge that was corrected, and its version


class Sample(Base):
    """One mention drawn at random for a person who labels it without seeing what the machine said.

    It measures the machine and changes nothing: the message keeps its judgement.
    """

    __tablename__ = "samples"
    __table_args__ = (
        UniqueConstraint("territory_id", "quarter", "message_id"),
        Index("ix_samples_next", "territory_id", "quarter", "labelled_at", "id"),
    )

    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    quarter: Mapped[str]  # "2026-Q4"
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    drawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    drawn_at: Mapped[datetime]
    label: Mapped[str | None]  # negative | neutral | positive | mixed | undetermined: the person cannot tell either
    labelled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    labelled_at: Mapped[datetime | None]


class Rescoring(Base):
    """History judged again by one judge, and how far: what was interrupted goes on after `after_id`.

    Messages up to `until_id` were there when it began. The last batch stored is (`from_id`, `after_id`].
    """

    __tablename__ = "rescorings"
    __table_args__ = (
        Index(
            "uq_rescorings_open",
            "key",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    key: Mapped[str] = mapped_column(index=True)  # what was asked for: judge, since when, where
    until_id: Mapped[int] = mapped_column(Id)
    from_id: Mapped[int] = mapped_column(Id, default=0)
    after_id: Mapped[int] = mapped_column(Id, default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)  # judged, changed, kept, labels {"a→b": n}
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
