"""Empties what has been kept long enough: words and names go, shells stay for the counts. Decides nothing.

Inside the caller's unit of work.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, exists, or_, select, tuple_, update
from sqlalchemy.orm import Session

from data.erasing import GONE
from data.lifecycle import record
from data.models import (
    Access,
    Approval,
    ApprovalLink,
    AuditEvent,
    Author,
    Base,
    Conversation,
    Message,
    Moderation,
    Note,
    PolicyDecision,
    Post,
    Variant,
)
from data.queries.folding import TO_DO

LOGS: tuple[type[Base], ...] = (ApprovalLink, Approval, Access, PolicyDecision, AuditEvent)
Place = tuple[datetime, int]  # of the last one seen: when it fell silent, its id
AT_ONCE = 5_000  # rows of a log


def at_rest(
    session: Session, territory_id: int, before: datetime, overheard_before: datetime, after: Place, most: int
) -> Sequence[Conversation]:
    """Return conversations nobody works on that still hold words or a name, oldest first, from `after` on.

    They are silent since `before`; what was set aside, whose author is still named, since `overheard_before`.
    """
    named = exists().where(
        Author.id == Conversation.author_id, or_(Author.handle.is_not(None), Author.name.is_not(None))
    )
    aside = and_(Conversation.state == "ignored", Conversation.last_at <= overheard_before, named)
    holds = exists().where(Message.conversation_id == Conversation.id, or_(Message.text != "", Message.author_id > 0))
    return session.scalars(
        select(Conversation)
        .where(Conversation.territory_id == territory_id, or_(Conversation.last_at <= before, aside))
        .where(tuple_(Conversation.last_at, Conversation.id) > after)
        .where(Conversation.state.not_in(TO_DO), or_(holds, Conversation.author_id.is_not(None)))
        .order_by(Conversation.last_at, Conversation.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()


def empty(session: Session, case: Conversation, at: datetime) -> None:
    """Take the words and the people out of a conversation: visitors', ours, our notes."""
    here = Message.conversation_id == case.id
    shell: dict[str, Any] = {"text": "", "permalink": "", "author_id": None, "reasons": [], "flags": []}
    session.execute(update(Message).where(here).values(shell | {"keep_until": None}))
    session.execute(update(Note).where(Note.conversation_id == case.id).values(text=GONE, keep_until=None))
    posts = select(Post.id).where(Post.conversation_id == case.id)
    session.execute(update(Variant).where(Variant.post_id.in_(posts)).values(text=GONE, media=[], keep_until=None))
    session.execute(update(Post).where(Post.id.in_(posts)).values(title="", because=None, keep_until=None))
    session.execute(update(Moderation).where(Moderation.conversation_id == case.id).values(reasons=GONE))
    gone: dict[str, Any] = {"author_id": None, "because": None, "chip": None, "reasons": [], "mood_because": None}
    session.execute(update(Conversation).where(Conversation.id == case.id).values(gone | {"keep_until": None}))
    record(session, Conversation, case.id, "forgotten", at=at, territory_id=case.territory_id)


def nameless(session: Session, author_id: int, since: datetime) -> bool:
    """Forget how an author is called, unless we spoke with them since a moment; tell whether it was known."""
    lately = exists().where(Conversation.author_id == Author.id, Conversation.last_at > since)
    named = or_(Author.handle.is_not(None), Author.name.is_not(None))
    done = update(Author).where(Author.id == author_id, named, ~lately).values(handle=None, name=None)
    return bool(session.execute(done.returning(Author.id)).all())


def unknown_authors(session: Session, at: datetime) -> int:
    """Delete authors of whom nothing is kept any more; return how many."""
    said, opened = exists().where(Message.author_id == Author.id), exists().where(Conversation.author_id == Author.id)
    over = select(Author.id).where(Author.keep_until <= at, ~said, ~opened).limit(AT_ONCE)
    return len(session.execute(delete(Author).where(Author.id.in_(over)).returning(Author.id)).all())


def old_evidence(session: Session, at: datetime) -> int:
    """Destroy sealed evidence whose time is over; return how many."""
    over = update(Moderation).where(Moderation.evidence_until <= at, Moderation.evidence.is_not(None))
    return len(session.execute(over.values(evidence=None).returning(Moderation.id)).all())


def old_logs(session: Session, at: datetime) -> int:
    """Delete the rows of every log whose time is over; return how many."""
    count = 0
    for kind in LOGS:
        table: Any = kind
        over = select(table.id).where(table.keep_until <= at)
        if kind is Approval:
            over = over.where(~exists().where(ApprovalLink.approval_id == Approval.id))
        gone = delete(kind).where(table.id.in_(over.limit(AT_ONCE))).returning(table.id)
        count += len(session.execute(gone).all())
    return count
