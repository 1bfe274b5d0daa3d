"""The parts of one conversation, for `conversation.one`: who may see it was asked there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from data.models import Assignment, AuditEvent, Author, Channel, Conversation, Delivery, Message, Note, Post, User
from data.queries.judged import Word, words_on
from data.queries.seen import Kept, Place, names_of


@dataclass(frozen=True)
class Said:
    """One message. `sender` is the visitor's name, or the colleague behind words of ours."""

    id: int
    remote_id: str
    inward: bool
    sender: str
    text: str
    permalink: str
    media_count: int
    posted_at: datetime
    lang: str | None
    label: str | None
    confidence: float | None
    urgency: float | None
    intent: str | None
    topics: tuple[str, ...]
    flags: tuple[Kept, ...]
    reasons: tuple[Kept, ...]
    withdrawn_at: datetime | None
    probabilities: Kept | None
    tier: str | None  # which judge, and its version
    deepens: bool  # the deep judge has yet to read it
    overruled: Kept | None  # what the machine says of the fields a person has corrected
    words: tuple[Word, ...]  # those corrections, oldest first


@dataclass(frozen=True)
class Noted:
    """A colleague's note."""

    id: int
    by: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Turn:
    """Who had the conversation, given by whom, from when to when, and why it ended."""

    user_id: int
    name: str
    by: str
    at: datetime
    until: datetime | None
    ended_at: datetime | None
    ended_because: str | None


@dataclass(frozen=True)
class Step:
    """One thing done to the conversation or to our words in it. `by` is empty for the clock."""

    at: datetime
    by: str
    verb: str
    subject: str
    before: str | None
    after: str | None
    because: Kept | None


@dataclass(frozen=True)
class Elsewhere:
    """Another conversation of the same visitor."""

    id: int
    place: Place
    network: str
    state: str
    label: str | None
    last_at: datetime


def messages(session: Session, conversation_id: int) -> tuple[Said, ...]:
    """Return every message, oldest first."""
    rows = session.execute(
        select(Message, func.coalesce(User.name, Author.name, Author.handle, ""))
        .outerjoin(Author, Author.id == Message.author_id)
        .outerjoin(User, User.id == Message.sent_by_id)
        .where(Message.conversation_id == conversation_id)
        .order_by(Message.posted_at, Message.id)
    ).all()
    words = words_on(session, [message.id for message, _ in rows])
    return tuple(
        Said(
            id=message.id,
            remote_id=message.remote_id,
            inward=message.inward,
            sender=sender,
            text=message.text,
            permalink=message.permalink,
            media_count=message.media_count,
            posted_at=message.posted_at,
            lang=message.lang,
            label=message.label,
            confidence=message.confidence,
            urgency=message.urgency,
            intent=message.intent,
            topics=tuple(message.topics),
            flags=tuple(message.flags),
            reasons=tuple(message.reasons),
            withdrawn_at=message.withdrawn_at,
            probabilities=message.probabilities,
            tier=message.tier,
            deepens=message.deepen_at is not None,
            overruled=message.overruled,
            words=words.get(message.id, ()),
        )
        for message, sender in rows
    )


def notes(session: Session, conversation_id: int) -> tuple[Noted, ...]:
    """Return the colleagues' notes, oldest first."""
    rows = session.scalars(select(Note).where(Note.conversation_id == conversation_id).order_by(Note.at, Note.id)).all()
    names = names_of(session, {row.user_id for row in rows})
    return tuple(Noted(row.id, names[row.user_id], row.text, row.at) for row in rows)


def turns(session: Session, conversation_id: int) -> tuple[Turn, ...]:
    """Return who had the conversation, oldest turn first."""
    to, by = aliased(User), aliased(User)
    rows = session.execute(
        select(Assignment, to.name, func.coalesce(by.name, ""))
        .join(to, to.id == Assignment.user_id)
        .outerjoin(by, by.id == Assignment.by_id)
        .where(Assignment.conversation_id == conversation_id)
        .order_by(Assignment.at, Assignment.id)
    )
    return tuple(
        Turn(turn.user_id, name, given_by, turn.at, turn.until, turn.ended_at, turn.ended_because)
        for turn, name, given_by in rows
    )


def elsewhere(
    session: Session, here: Conversation, places: Mapping[int, Place], size: int = 20
) -> tuple[Elsewhere, ...]:
    """Return the visitor's other conversations in the places the user may see, newest first."""
    if here.author_id is None:
        return ()
    rows = session.execute(
        select(Conversation, Channel.network)
        .join(Channel, Channel.id == Conversation.channel_id)
        .where(
            Conversation.author_id == here.author_id,
            Conversation.id != here.id,
            Conversation.territory_id.in_(places),
        )
        .order_by(Conversation.last_at.desc(), Conversation.id.desc())
        .limit(size)
    )
    return tuple(
        Elsewhere(row.id, places[row.territory_id], network, row.state, row.label, row.last_at) for row, network in rows
    )


def timeline(session: Session, conversation_id: int) -> tuple[Step, ...]:
    """Return what was done to the conversation and to our words in it, oldest first, without any message text."""
    ours = select(Post.id).where(Post.conversation_id == conversation_id)
    sent = select(Delivery.id).where(Delivery.post_id.in_(ours))
    about = or_(
        (AuditEvent.subject == Conversation.__tablename__) & (AuditEvent.subject_id == conversation_id),
        (AuditEvent.subject == Post.__tablename__) & AuditEvent.subject_id.in_(ours),
        (AuditEvent.subject == Delivery.__tablename__) & AuditEvent.subject_id.in_(sent),
    )
    rows = session.scalars(select(AuditEvent).where(about).order_by(AuditEvent.at, AuditEvent.id)).all()
    names = names_of(session, {row.actor_id for row in rows})
    return tuple(
        Step(
            row.at, names[row.actor_id], row.verb, row.subject, row.before, row.after, (row.detail or {}).get("because")
        )
        for row in rows
    )
