"""What a conversation's visitor said along it, as judged: ours, and bystanders', never count in the visitor's mood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Conversation, Message
from words import Sentence

Judged = tuple[str | None, Mapping[str, Any] | None, str | None, bool]  # label, chances, intent, by a person


def visitor_turns(session: Session, case: Conversation) -> list[Judged]:
    """Return the judgements of the visitor's own messages, oldest first; what was taken back is left out."""
    theirs = [Message.conversation_id == case.id, Message.inward, Message.withdrawn_at.is_(None)]
    if case.author_id is not None:
        theirs.append(Message.author_id == case.author_id)
    columns = select(Message.label, Message.probabilities, Message.intent, Message.overruled)
    rows: Sequence[Any] = session.execute(columns.where(*theirs).order_by(Message.posted_at, Message.id)).all()
    return [(row.label, row.probabilities, row.intent, "label" in (row.overruled or {})) for row in rows]


def keep_mood(case: Conversation, course: str | None, because: Sentence | None) -> None:
    """Write the mood along the thread on its conversation."""
    case.mood, case.mood_because = course, because.kept() if because else None


def take_last_word(session: Session, case: Conversation) -> None:
    """Bring a conversation's label and language up to date with the last message that is not ours."""
    last = select(Message.label, Message.lang).where(Message.conversation_id == case.id, Message.inward)
    found = session.execute(last.order_by(Message.posted_at.desc(), Message.id.desc()).limit(1)).one_or_none()
    if found is not None:
        case.label, case.lang = found.label, found.lang
