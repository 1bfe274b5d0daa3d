"""What a conversation's visitor said along it, as judged: ours, and bystanders', never count in the visitor's mood.

What was taken back and what is listening noise (AC-80) count nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, select
from sqlalchemy.orm import Session

from data.models import Conversation, Message
from words import Sentence

Judged = tuple[str | None, Mapping[str, Any] | None, str | None, bool]  # label, chances, intent, by a person


def flagged(code: str) -> ColumnElement[bool]:
    """Return the condition that a message carries a flag, a code of our own; the same on both databases."""
    return cast(Message.flags, Text).contains(f'"code": "{code}"')


def standing(conversation_id: int) -> ColumnElement[bool]:
    """Return the condition of what is said to us in a conversation, and stands."""
    stays = Message.withdrawn_at.is_(None), ~flagged("noise")
    return and_(Message.conversation_id == conversation_id, Message.inward, *stays)


def visitor_turns(session: Session, case: Conversation) -> list[Judged]:
    """Return the judgements of the visitor's own messages, oldest first, of those that stand."""
    theirs = [standing(case.id)]
    if case.author_id is not None:
        theirs.append(Message.author_id == case.author_id)
    columns = select(Message.label, Message.probabilities, Message.intent, Message.overruled)
    rows: Sequence[Any] = session.execute(columns.where(*theirs).order_by(Message.posted_at, Message.id)).all()
    return [(row.label, row.probabilities, row.intent, "label" in (row.overruled or {})) for row in rows]


def keep_mood(case: Conversation, course: str | None, because: Sentence | None) -> None:
    """Write the mood along the thread on its conversation."""
    case.mood, case.mood_because = course, because.kept() if because else None


def take_last_word(session: Session, case: Conversation) -> None:
    """Bring a conversation's label and language up to date with the last message that is not ours, and stands.

    Where nothing does, with the last noise: a conversation set aside shows what is said of it all the same.
    """
    inward = Message.conversation_id == case.id, Message.inward, Message.withdrawn_at.is_(None)
    order = flagged("noise"), Message.posted_at.desc(), Message.id.desc()
    last = select(Message.label, Message.lang).where(*inward).order_by(*order).limit(1)
    found = session.execute(last).one_or_none()
    if found is not None:
        case.label, case.lang = found.label, found.lang
