"""Tables of what people say: authors, conversations, messages with their judgement, assignments and notes.

A message's text is personal data: it lives here and nowhere else, and `keep_until` says how long.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base
from data.retention import WORDS_FOR, since


class Author(Base):
    """Somebody who wrote: a keyed hash, and the handle only where we may answer that person."""

    __tablename__ = "authors"
    __table_args__ = (UniqueConstraint("network", "author_key"),)

    network: Mapped[str]
    author_key: Mapped[str]  # HMAC(secret, network + remote id)
    handle: Mapped[str | None]
    name: Mapped[str | None]
    seen_at: Mapped[datetime]
    keep_until: Mapped[datetime | None]


class Conversation(Base):
    """A thread on one channel and its case. `rank` and `due_at` order the inbox: class first, then time left."""

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("channel_id", "thread_id"),
        Index("ix_conversations_queue", "territory_id", "state", "rank", "due_at", "id"),
        Index("ix_conversations_recent", "territory_id", "last_at", "id"),
        # no deadline comes last in its class, on both databases: an index of its own spares the inbox a sort
        Index(
            "ix_conversations_undated",
            "territory_id",
            "state",
            "rank",
            "id",
            sqlite_where=text("due_at IS NULL"),
            postgresql_where=text("due_at IS NULL"),
        ),
        # asked every second, of millions: what a timer ends
        Index(
            "ix_conversations_snoozed",
            "snoozed_until",
            sqlite_where=text("state = 'snoozed'"),
            postgresql_where=text("state = 'snoozed'"),
        ),
        Index(
            "ix_conversations_assigned",
            "returns_at",
            sqlite_where=text("state = 'assigned'"),
            postgresql_where=text("state = 'assigned'"),
        ),
        # a conversation goes on in one other at most, whoever opens it
        Index(
            "uq_conversations_follows",
            "follows_id",
            unique=True,
            sqlite_where=text("follows_id IS NOT NULL"),
            postgresql_where=text("follows_id IS NOT NULL"),
        ),
    )

    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    thread_id: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("authors.id"), index=True)
    state: Mapped[str] = mapped_column(default="open")
    because: Mapped[dict[str, Any] | None]  # why ignored or snoozed: a kept sentence
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    returns_at: Mapped[datetime | None]  # an assignment goes back to the queue by itself then
    snoozed_until: Mapped[datetime | None]
    rank: Mapped[int] = mapped_column(default=6)  # 1 safety … 6 praise and the rest
    due_at: Mapped[datetime | None]  # when the promised delay ends
    chip: Mapped[dict[str, Any] | None]  # the one explanation shown on the row: a kept sentence
    flags: Mapped[list[str]] = mapped_column(default=list)
    reasons: Mapped[list[Any]] = mapped_column(default=list)  # kept sentences
    places: Mapped[list[str]] = mapped_column(default=list)  # destinations named, by slug
    lang: Mapped[str | None]
    label: Mapped[str | None]  # mood of the last visitor message
    mood: Mapped[str | None]  # of the visitor along the thread: souring | recovered | steady
    mood_because: Mapped[dict[str, Any] | None]  # a kept sentence
    opened_at: Mapped[datetime]  # platform time of the first message
    last_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]  # platform time of the oldest unanswered visitor message
    replied_at: Mapped[datetime | None]  # first published reply of ours that a person sent
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"))  # the one it goes on from
    promise: Mapped[str | None]  # the class of what was asked first, a key of `sla_minutes`; None: nothing promised
    by_clock: Mapped[bool] = mapped_column(default=False)  # `due_at` runs day and night
    paused_at: Mapped[datetime | None]  # the delay stands still since then: a service must answer
    paused_for: Mapped[int] = mapped_column(default=0)  # minutes the delay stood still so far
    late_because: Mapped[dict[str, Any] | None]  # why nobody could answer in time, an outage: a kept sentence
    reply_open_for: Mapped[int | None]  # minutes to the first reply, those of the clock of the promise
    reply_outcome: Mapped[str | None]  # of the first reply: on_time | late | outage; None: nothing was promised
    repeats: Mapped[bool] = mapped_column(default=False)  # all that was said to us in it is one copy: see `Message`
    keep_until: Mapped[datetime | None]


class Message(Base):
    """One message of a conversation, theirs (`inward`) or ours; ours never count in any mood."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("channel_id", "remote_id"),
        Index("ix_messages_thread", "conversation_id", "posted_at", "id"),
        Index("ix_messages_count", "territory_id", "inward", "posted_at"),
        # asked every second, of millions: what waits for the deep judge
        Index(
            "ix_messages_deepen",
            "deepen_at",
            sqlite_where=text("deepen_at IS NOT NULL"),
            postgresql_where=text("deepen_at IS NOT NULL"),
        ),
        Index(
            "ix_messages_copies",
            "copy_of_id",
            sqlite_where=text("copy_of_id IS NOT NULL"),
            postgresql_where=text("copy_of_id IS NOT NULL"),
        ),
    )

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    remote_id: Mapped[str]
    parent_remote_id: Mapped[str | None]
    inward: Mapped[bool] = mapped_column(default=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("authors.id"), index=True)
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # the person behind words of ours
    delivery_id: Mapped[int | None] = mapped_column(ForeignKey("deliveries.id"))
    kind: Mapped[str] = mapped_column(default="comment")
    text: Mapped[str] = mapped_column(Text)
    permalink: Mapped[str] = mapped_column(default="")
    media_count: Mapped[int] = mapped_column(default=0)
    posted_at: Mapped[datetime]  # platform time
    stored_at: Mapped[datetime]
    lang: Mapped[str | None]
    label: Mapped[str | None]  # negative | neutral | positive | undetermined
    compound: Mapped[float | None]
    confidence: Mapped[float | None]
    urgency: Mapped[float | None]
    intent: Mapped[str | None]
    topics: Mapped[list[str]] = mapped_column(default=list)
    flags: Mapped[list[Any]] = mapped_column(default=list)  # {"code", "because"}
    reasons: Mapped[list[Any]] = mapped_column(default=list)  # kept sentences
    probabilities: Mapped[dict[str, Any] | None]
    tier: Mapped[str | None]  # which judge, and its version
    lang_hint: Mapped[str | None]  # the language the network named, kept to judge again with it
    # what the machine says of the fields that a person has corrected: the columns hold the person's word
    overruled: Mapped[dict[str, Any] | None]
    deepen_at: Mapped[datetime | None]  # from when the deep judge is to read it; None: it has, or there is none
    withdrawn_at: Mapped[datetime | None]
    # the first that said nearly the same in this territory that day, itself no copy; gone with it
    copy_of_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id", ondelete="SET NULL"))
    keep_until: Mapped[datetime | None] = mapped_column(default=since("stored_at", WORDS_FOR))


class PlaceNamed(Base):
    """A destination a message names: perceived by the visitor, apart from the territory that must answer."""

    __tablename__ = "places_named"
    __table_args__ = (UniqueConstraint("message_id", "territory_id"),)

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), index=True)


class Assignment(Base):
    """Who had a conversation, from when to when, and how it ended (taken back, returned by itself, closed)."""

    __tablename__ = "assignments"

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_because: Mapped[str | None]


class Note(Base):
    """A word between colleagues on a conversation; never leaves the house."""

    __tablename__ = "notes"

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(Text)
    promise: Mapped[bool] = mapped_column(default=False)  # something the visitor was promised
    at: Mapped[datetime]
    keep_until: Mapped[datetime | None] = mapped_column(default=since("at", WORDS_FOR))
