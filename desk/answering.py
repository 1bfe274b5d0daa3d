"""What a reply stands on: the message it answers, and colleagues' replies the sender must have seen first (AC-51)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from data.models import Conversation, Delivery, Message, Post, Territory
from desk.refusal import NeedsConfirmation, NotHere, refused
from desk.rights import name_of
from words import s

ON_ITS_WAY = ("queued", "held", "sending", "unconfirmed")


@dataclass(frozen=True)
class _Earlier:
    mark: str
    by_id: int | None
    at: datetime


def answered(session: Session, case: Conversation, message_id: int | None) -> Message:
    """Return the visitor's message a reply goes to: the one chosen, else the last; raise NotHere for a stranger's."""
    theirs = select(Message).where(Message.conversation_id == case.id, Message.inward, Message.withdrawn_at.is_(None))
    if message_id is not None:
        theirs = theirs.where(Message.id == message_id)
    found = session.scalars(theirs.order_by(Message.posted_at.desc(), Message.id.desc()).limit(1)).one_or_none()
    if found is None and message_id is not None:
        raise NotHere
    if found is None:
        raise refused(s("Il n'y a plus de message à qui répondre : son auteur l'a retiré."))
    return found


def stop_if_answered(session: Session, case: Conversation, confirm: str | None, own_draft: int | None) -> None:
    """Raise NeedsConfirmation when somebody already answers the last message, unless `confirm` names what was seen."""
    earlier = _replies(session, case, _last_asked(session, case), own_draft) + _native(session, case)
    if not earlier:
        return
    token = "seen:" + ",".join(sorted(one.mark for one in earlier))
    if confirm == token:
        return
    last = max(earlier, key=lambda one: one.at)
    zone = ZoneInfo(session.get_one(Territory, case.territory_id).zone)
    raise NeedsConfirmation(
        s(
            "{name} a déjà répondu à {hour} : relisez cette réponse avant d'envoyer la vôtre.",
            name=name_of(session, last.by_id),
            hour=last.at.astimezone(zone).strftime("%H:%M"),
        ),
        token,
    )


def _last_asked(session: Session, case: Conversation) -> datetime:
    theirs = select(Message.posted_at).where(Message.conversation_id == case.id, Message.inward)
    return session.scalars(theirs.order_by(Message.posted_at.desc()).limit(1)).first() or case.opened_at


def _replies(session: Session, case: Conversation, asked_at: datetime, own_draft: int | None) -> list[_Earlier]:
    """Return our replies on their way, waiting for a colleague's eyes, or visible since the visitor last wrote."""
    mine = Delivery.post_id == Post.id
    going = exists().where(mine, Delivery.state.in_(ON_ITS_WAY))
    seen = exists().where(mine, Delivery.state == "published", Delivery.published_at >= asked_at)
    posts = select(Post).where(
        Post.conversation_id == case.id,
        Post.id != (own_draft or 0),
        or_(Post.state.in_(("in_review", "approved")), going, seen),
    )
    return [
        _Earlier(f"post-{one.id}", one.submitted_by_id or one.author_id, one.submitted_at or one.created_at)
        for one in session.scalars(posts)
    ]


def _native(session: Session, case: Conversation) -> list[_Earlier]:
    """Return replies written outside this desk, on the network itself, since the visitor last wrote."""
    ours = select(Message).where(
        Message.conversation_id == case.id,
        ~Message.inward,
        Message.delivery_id.is_(None),
        Message.posted_at >= _last_asked(session, case),
    )
    return [_Earlier(f"message-{one.id}", one.sent_by_id, one.posted_at) for one in session.scalars(ours)]
