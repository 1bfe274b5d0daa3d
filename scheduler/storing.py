"""Stores mentions, each once: its author as a keyed hash, its conversation joined or reopened, the places it names.

All inside the caller's transaction, so that messages and cursor are saved together or not at all.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.contract import Author as Writer
from data import sealed
from data.answering import held
from data.lifecycle import move
from data.models import Author, Channel, Conversation, Message, PlaceNamed, Suppression, Territory
from data.retention import WORDS_FOR
from data.rows import insert_once, upsert
from scheduler.accounts import Line
from scheduler.joining import begins_anew, join
from scheduler.likening import mark
from scheduler.weighing import Home, Weighed
from sentiment import tiers

NEWS = timedelta(days=2)  # what was posted before then is history when it comes: `rescore` has it read deeply


def known(session: Session, channel_id: int, remote_ids: Collection[str]) -> frozenset[str]:
    """Return which of these messages of an account are stored already."""
    mine = select(Message.remote_id).where(Message.channel_id == channel_id, Message.remote_id.in_(remote_ids))
    return frozenset(session.scalars(mine))


def store_all(
    session: Session, line: Line, home: Home, items: Sequence[Weighed], at: datetime, *, may_answer: bool
) -> list[int]:
    """Store what is not there yet, oldest first; return the ids of the new messages.

    Handles are kept only where we may answer. Authors come first, in one order, so that batches never block each other.
    """
    authors = {sealed.author_key(line.network, i.mention.author.remote_id): i.mention.author for i in items}
    unwanted = suppressed(session, line, authors)
    ids = {
        key: _author(session, line, key, authors[key], at, may_answer) for key in sorted(authors) if key not in unwanted
    }
    stored: list[tuple[int, Weighed]] = []
    for item in items:
        author_id = ids.get(sealed.author_key(line.network, item.mention.author.remote_id))
        if author_id is None:  # who asked not to be collected is not
            continue
        message_id = _store(session, line, home, item, author_id, at)
        if message_id is not None:
            stored.append((message_id, item))
    mark(session, home, stored)
    return [message_id for message_id, _ in stored]


def suppressed(session: Session, line: Line, keys: Collection[str]) -> frozenset[str]:
    """Return which of these authors asked this account's territory not to collect them."""
    here = select(Channel.territory_id).where(Channel.id == line.channel_id).scalar_subquery()
    asked = Suppression.network == line.network, Suppression.author_key.in_(keys), Suppression.territory_id == here
    return frozenset(session.scalars(select(Suppression.author_key).where(*asked)))


def _store(session: Session, line: Line, home: Home, item: Weighed, author_id: int, at: datetime) -> int | None:
    opened = None
    conversation_id = _conversation_answered(session, line, item)
    if conversation_id is None:
        opened = insert_once(session, Conversation, **_opened(line, home, item, author_id, at))
        here = Conversation.channel_id == line.channel_id, Conversation.thread_id == item.mention.thread_id
        conversation_id = opened or session.scalars(select(Conversation.id).where(*here)).one()
    # held before the message has its id, so that a greater id was always stored later (`answering` counts on it)
    case = None if opened else _held_last(session, conversation_id)
    if case is not None:
        conversation_id = case.id
        if begins_anew(case, item) and not known(session, line.channel_id, [item.mention.remote_id]):
            conversation_id, case = _go_on(session, line, home, item, author_id, at, case), None
    message_id = insert_once(session, Message, **_message(line, home, item, author_id, conversation_id, at))
    if message_id is None:
        return None
    if case is not None:
        join(session, case, item, at)
    elif item.aside is not None:
        move(session, Conversation, conversation_id, "open", "ignored", at=at, because=item.aside, asked_at=None)
    for territory_id in session.scalars(select(Territory.id).where(Territory.slug.in_(item.places))).all():
        insert_once(session, PlaceNamed, message_id=message_id, territory_id=territory_id)
    return message_id


def _held_last(session: Session, conversation_id: int) -> Conversation:
    """Return, held, the conversation in which this one goes on today; itself when it goes on in none."""
    case = held(session, conversation_id)
    while (after := session.scalar(select(Conversation.id).where(Conversation.follows_id == case.id))) is not None:
        case = held(session, after)
    return case


def _go_on(
    session: Session, line: Line, home: Home, item: Weighed, author_id: int, at: datetime, before: Conversation
) -> int:
    """Open the conversation in which `before`, held, goes on; the network's thread stays the one of the first."""
    thread = f"{item.mention.thread_id}#{item.mention.remote_id}"
    values = _opened(line, home, item, author_id, at) | {"thread_id": thread, "follows_id": before.id}
    opened = insert_once(session, Conversation, **values)
    assert opened is not None  # `before` is held: nobody else opens what follows it
    return opened


def _conversation_answered(session: Session, line: Line, item: Weighed) -> int | None:
    """Return the conversation of the message this one answers, theirs or ours, when we know that message."""
    if item.mention.parent_id is None:
        return None
    above = Message.channel_id == line.channel_id, Message.remote_id == item.mention.parent_id
    return session.scalars(select(Message.conversation_id).where(*above)).one_or_none()


def _author(session: Session, line: Line, key: str, author: Writer, at: datetime, may_answer: bool) -> int:
    return upsert(
        session, Author, ("network", "author_key"), network=line.network, author_key=key, seen_at=at,
        handle=author.handle or None if may_answer else None, name=author.name or None if may_answer else None,
        keep_until=at + WORDS_FOR,
    )  # fmt: skip


def _opened(line: Line, home: Home, item: Weighed, author_id: int, at: datetime) -> dict[str, Any]:
    mention, judged, sorted_ = item.mention, item.judgement, item.triage
    return {
        "territory_id": home.territory_id,
        "channel_id": line.channel_id,
        "thread_id": mention.thread_id,
        "author_id": author_id,
        "rank": sorted_.rank,
        "due_at": item.due_at,
        "promise": None if item.aside else sorted_.promise,
        "by_clock": sorted_.by_clock,
        "late_because": item.late_because.kept() if item.late_because else None,
        "chip": sorted_.chip.kept(),
        "flags": list(sorted_.flags),
        "reasons": [reason.kept() for reason in judged.reasons],
        "places": list(item.places),
        "lang": judged.lang,
        "label": judged.label,
        "opened_at": mention.posted_at,
        "last_at": mention.posted_at,
        "asked_at": mention.posted_at,
        "keep_until": at + WORDS_FOR,
    }


def _message(
    line: Line, home: Home, item: Weighed, author_id: int, conversation_id: int, at: datetime
) -> dict[str, Any]:
    mention, judged = item.mention, item.judgement
    return {
        "conversation_id": conversation_id,
        "channel_id": line.channel_id,
        "territory_id": home.territory_id,
        "remote_id": mention.remote_id,
        "parent_remote_id": mention.parent_id,
        "author_id": author_id,
        "kind": mention.kind,
        "text": mention.text,
        "permalink": mention.permalink,
        "media_count": mention.media_count,
        "posted_at": mention.posted_at,
        "stored_at": at,
        "lang": judged.lang,
        "label": judged.label,
        "compound": judged.compound,
        "confidence": judged.confidence,
        "urgency": judged.urgency,
        "intent": judged.intent,
        "topics": list(judged.topics),
        "flags": [{"code": flag.code, "because": flag.because.kept()} for flag in judged.flags],
        "reasons": [reason.kept() for reason in judged.reasons],
        "probabilities": dict(judged.probabilities),
        "tier": f"{judged.tier}/{judged.version}",
        "lang_hint": mention.language_hint,
        "deepen_at": at if judged.tier != tiers.best().NAME and mention.posted_at > at - NEWS else None,
        "keep_until": at + WORDS_FOR,
    }
