"""Tables of what we say: posts with a text for each channel, deliveries, their immutable attempts, and freezes.

People move posts; time moves deliveries. A reply is a post with one variant and a conversation.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base, Id
from data.retention import WORDS_FOR, from_now, since


class Post(Base):
    """Words on their way through people. `digest` is what was approved: text, media, targets and time."""

    __tablename__ = "posts"
    __table_args__ = (
        Index("ix_posts_calendar", "territory_id", "due_at"),
        # one post for each date of a series, however often it is laid
        Index("uq_posts_series", "recurrence_id", "local_date", unique=True),
    )

    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contributions.id"))
    recurrence_id: Mapped[int | None] = mapped_column(ForeignKey("recurrences.id"))
    local_date: Mapped[date | None]  # its date in the series, in `zone`
    # of a reply: the visitor's last message its sender had seen; only compared, so it outlives that message
    seen_message_id: Mapped[int | None] = mapped_column(Id)
    title: Mapped[str] = mapped_column(default="")
    beneficiary: Mapped[str] = mapped_column(default="visitor")
    tags: Mapped[list[str]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(default="draft")
    because: Mapped[dict[str, Any] | None]  # why sent back or declined: a kept sentence
    due_at: Mapped[datetime | None]
    local_time: Mapped[str | None]  # wall time as typed, "2026-12-05T10:00", in `zone`
    zone: Mapped[str] = mapped_column(default="Europe/Paris")
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    digest: Mapped[str | None]
    created_at: Mapped[datetime]
    keep_until: Mapped[datetime | None] = mapped_column(default=since("created_at", WORDS_FOR))


class Variant(Base):
    """The words of a post for one channel. `media` is a list of {"file", "mime", "alt", "bytes"}, each with what people
    declared of it, by the names that policies read ("people", "credit", "releases" …).
    """

    __tablename__ = "variants"
    __table_args__ = (UniqueConstraint("post_id", "channel_id"),)

    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    media: Mapped[list[Any]] = mapped_column(default=list)
    overrides: Mapped[list[Any]] = mapped_column(default=list)  # rules set aside for these words: see `overrides`
    reply_to: Mapped[str | None]  # remote id of the message answered
    keep_until: Mapped[datetime | None] = mapped_column(default=from_now)


class Delivery(Base):
    """One variant on its way to one account. Never published without a remote id; adopted by one delivery at most."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("channel_id", "remote_id"),
        Index("ix_deliveries_due", "state", "due_at", "id"),
        Index("ix_deliveries_channel", "channel_id", "state", "due_at", "id"),
        Index(
            "ix_deliveries_unconfirmed",
            "look_at",
            sqlite_where=text("state = 'unconfirmed'"),
            postgresql_where=text("state = 'unconfirmed'"),
        ),
        # one visible request at a time for each account: two claims at once are refused by the database itself
        Index(
            "uq_deliveries_sending",
            "channel_id",
            unique=True,
            sqlite_where=text("state = 'sending'"),
            postgresql_where=text("state = 'sending'"),
        ),
    )

    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))  # the person who sends: no machine speaks alone
    state: Mapped[str] = mapped_column(default="queued")
    due_at: Mapped[datetime]
    not_before: Mapped[datetime | None]  # back-off or quiet hours; `due_at` stays what was promised
    key: Mapped[str] = mapped_column(unique=True)  # stable over all tries
    handle: Mapped[str | None]  # what the network gave before the visible step (a container), kept before that step
    fingerprint: Mapped[str]  # digest of the words and pictures of this delivery
    tries: Mapped[int] = mapped_column(default=0)
    looks: Mapped[int] = mapped_column(default=0)  # how often an unknown outcome was looked for
    absences: Mapped[int] = mapped_column(default=0)  # seen missing after the network's read lag
    look_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    claimed_by: Mapped[str | None]
    held_by_id: Mapped[int | None] = mapped_column(ForeignKey("freezes.id"))  # the suspension that stopped it last
    remote_id: Mapped[str | None]
    permalink: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None]
    because: Mapped[dict[str, Any] | None]  # what happened last, a kept sentence
    created_at: Mapped[datetime]


class Recurrence(Base):
    """A post that comes back: on which days, at which wall time, from when until when. Its posts are rows.

    `words` are what its dates are filled from: a list of {"channel_id", "text", "media"}.
    """

    __tablename__ = "recurrences"
    __table_args__ = (
        # the same words on the same days, asked for twice (a double click, a retry), are one series
        Index(
            "uq_recurrences_alive",
            "key",
            unique=True,
            sqlite_where=text("stopped_at IS NULL"),
            postgresql_where=text("stopped_at IS NULL"),
        ),
    )

    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    unit: Mapped[str]  # day | week | month
    every: Mapped[int] = mapped_column(default=1)
    weekdays: Mapped[list[Any]] = mapped_column(default=list)  # of a week: 0 is Monday
    month_day: Mapped[int | None]  # of a month: 1 to 31, -1 the last day
    local_time: Mapped[str]  # "10:00", in `zone`
    zone: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    odd_hours: Mapped[str | None]  # what a person decided for hours that are skipped or doubled: moved | left_out
    title: Mapped[str] = mapped_column(default="")
    beneficiary: Mapped[str] = mapped_column(default="visitor")
    tags: Mapped[list[str]] = mapped_column(default=list)
    words: Mapped[list[Any]] = mapped_column(default=list)
    key: Mapped[str]  # digest of all that was asked for
    created_at: Mapped[datetime]
    keep_until: Mapped[datetime | None] = mapped_column(default=since("created_at", WORDS_FOR))
    stopped_at: Mapped[datetime | None]
    stopped_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Attempt(Base):
    """One try, written before the socket opens and never changed."""

    __tablename__ = "attempts"
    __table_args__ = (UniqueConstraint("delivery_id", "number"),)

    delivery_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id"))
    number: Mapped[int]
    fingerprint: Mapped[str]
    worker: Mapped[str]
    started_at: Mapped[datetime]


class Outcome(Base):
    """How an attempt ended, never changed. No row: the worker died, and the outcome is unknown."""

    __tablename__ = "outcomes"
    __table_args__ = (Index("ix_outcomes_ended_at", "ended_at", "result"),)

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), unique=True)
    result: Mapped[str]  # published, or the failure's name
    remote_id: Mapped[str | None]
    because: Mapped[dict[str, Any] | None]
    ended_at: Mapped[datetime]


class Freeze(Base):
    """Nothing leaves: everywhere (no territory, no channel), in a territory and its cities, or on one channel.

    With a `tag`, only what carries it. `incident_id`: the incident it belongs to, a drill perhaps.
    """

    __tablename__ = "freezes"

    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"))
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channels.id"))
    tag: Mapped[str | None]
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"))
    reason: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
