"""The conversations that only repeat what another said first: each leads to the other. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from data import store
from data.models import Author, Channel, Conversation, Message
from data.queries.seen import Place, places_of

SIZE = 20


@dataclass(frozen=True)
class Copy:
    """A conversation whose one message copies one of another; `state` says whether it is still to be handled."""

    id: int
    place: Place
    network: str
    author: str
    excerpt: str
    state: str
    posted_at: datetime


def listed(user_id: int, conversation_id: int, after: int = 0, size: int = SIZE) -> list[Copy]:
    """Return the conversations that only repeat what was said in this one, in whatever state, after the id `after`."""
    with store.reading() as session:
        places = places_of(session, user_id)
        case = session.get(Conversation, conversation_id)
        if case is None or case.territory_id not in places:
            return []
        told, copy = aliased(Message), aliased(Message)
        rows = session.execute(
            _joined(
                select(Conversation, Channel.network, copy, func.coalesce(Author.name, Author.handle, "")), told, copy
            )
            .join(Channel, Channel.id == Conversation.channel_id)
            .outerjoin(Author, Author.id == Conversation.author_id)
            .where(told.conversation_id == conversation_id, Conversation.territory_id.in_(places))
            .where(Conversation.id > after)
            .order_by(Conversation.id)
            .limit(size)
        ).all()
        return [
            Copy(one.id, places[one.territory_id], network, author, said.text[:240], one.state, said.posted_at)
            for one, network, said, author in rows
        ]


def count(session: Session, conversation_id: int) -> int:
    """Return how many conversations only repeat what was said in this one, in whatever state."""
    told, copy = aliased(Message), aliased(Message)
    asked = _joined(select(func.count()), told, copy).where(told.conversation_id == conversation_id)
    return int(session.scalar(asked))


def first_of(session: Session, case: Conversation) -> int | None:
    """Return the conversation that said first what this one only repeats; None when it says something of its own."""
    if not case.repeats:
        return None
    told, copy = aliased(Message), aliased(Message)
    asked = _joined(select(told.conversation_id), told, copy).where(copy.conversation_id == case.id).limit(1)
    found: int | None = session.scalars(asked).one_or_none()
    return found


def _joined(asked: Any, told: Any, copy: Any) -> Any:
    return (
        asked.select_from(told)
        .join(copy, copy.copy_of_id == told.id)
        .join(Conversation, Conversation.id == copy.conversation_id)
        .where(told.inward, copy.inward, told.territory_id == copy.territory_id, Conversation.repeats)
    )
