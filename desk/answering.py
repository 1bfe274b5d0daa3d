"""What a reply stands on: the message it answers, and what its sender must have seen first: colleagues' replies
(AC-51), and what the visitor wrote meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from data.models import Conversation, Delivery, Message, Post, Territory
from desk.refusal import NeedsConfirmation, NotHere, refused
from desk.rights import name_of
from words import Sentence, s

ON_ITS_WAY = ("queued", "held", "sending", "unconfirmed")


@dataclass(frozen=True)
class _Unseen:
    mark: str
    by_id: int | None
    at: datetime


def answered(session: Session, case: Conversation, message_id: int | None, seen: int | None) -> Message:
    """Return the visitor's message a reply goes to: the one chosen, else the last seen, else the last.

    Raises NotHere for a stranger's, Refused when nothing is left to answer.
    """
    theirs = _theirs(case).where(Message.withdrawn_at.is_(None))
    if seen is not None:
        if session.scalar(_theirs(case).where(Message.id == seen)) is None:
            raise NotHere
        theirs = theirs.where(Message.id <= seen)
    if message_id is not None:
        theirs = theirs.where(Message.id == message_id)
    found = session.scalars(theirs.order_by(Message.posted_at.desc(), Message.id.desc()).limit(1)).one_or_none()
    if found is None and message_id is not None:
        raise NotHere
    if found is None:
        raise refused(s("Il n'y a plus de message à qui répondre : son auteur l'a retiré."))
    return found


def newest(session: Session, case: Conversation) -> int | None:
    """Return the id of the message of the visitor that was stored last."""
    return session.scalar(_theirs(case).with_only_columns(func.max(Message.id)))


def stop_if_overtaken(
    session: Session, case: Conversation, seen: int | None, confirm: str | None, own_draft: int | None
) -> None:
    """Raise NeedsConfirmation, unless `confirm` names all there is to see.

    Either somebody already answers the last message, or the visitor wrote something after the message `seen`.
    """
    earlier = _replies(session, case, _last_asked(session, case), own_draft) + _native(session, case)
    newer = _newer(session, case, seen)
    if not earlier and not newer:
        return
    token = "seen:" + ",".join(sorted(one.mark for one in earlier + newer))
    if confirm != token:
        raise NeedsConfirmation(_overtaken(session, case, earlier, newer), token)


def _overtaken(session: Session, case: Conversation, earlier: list[_Unseen], newer: list[_Unseen]) -> Sentence:
    """Say what the sender has not seen, with the hour of the last of each."""
    zone = ZoneInfo(session.get_one(Territory, case.territory_id).zone)
    theirs = max((one.at for one in newer), default=case.last_at).astimezone(zone).strftime("%H:%M")
    if not earlier:
        return s(
            "Le visiteur a écrit autre chose entre-temps, à {hour} : relisez la conversation. "
            "Si vous continuez, votre réponse part quand même, sous le message que vous aviez sous les yeux.",
            hour=theirs,
        )
    last = max(earlier, key=lambda one: one.at)
    name, ours = name_of(session, last.by_id), last.at.astimezone(zone).strftime("%H:%M")
    if not newer:
        return s(
            "{name} a déjà répondu à {hour} : relisez cette réponse avant d'envoyer la vôtre.", name=name, hour=ours
        )
    return s(
        "{name} a déjà répondu à {hour}, et le visiteur a écrit autre chose entre-temps, à {later} : "
        "relisez la conversation avant d'envoyer votre réponse.",
        name=name,
        hour=ours,
        later=theirs,
    )


def _theirs(case: Conversation) -> Select[Message]:
    return select(Message).where(Message.conversation_id == case.id, Message.inward)


def _last_asked(session: Session, case: Conversation) -> datetime:
    theirs = _theirs(case).order_by(Message.posted_at.desc()).limit(1)
    return session.scalar(theirs.with_only_columns(Message.posted_at)) or case.opened_at


def _newer(session: Session, case: Conversation, seen: int | None) -> list[_Unseen]:
    """Return what the visitor wrote and left standing after the message `seen`; nothing when nobody said what it is."""
    if seen is None:
        return []
    later = _theirs(case).where(Message.id > seen, Message.withdrawn_at.is_(None))
    return [_Unseen(f"message-{one.id}", None, one.posted_at) for one in session.scalars(later)]


def _replies(session: Session, case: Conversation, asked_at: datetime, own_draft: int | None) -> list[_Unseen]:
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
        _Unseen(f"post-{one.id}", one.submitted_by_id or one.author_id, one.submitted_at or one.created_at)
        for one in session.scalars(posts)
    ]


def _native(session: Session, case: Conversation) -> list[_Unseen]:
    """Return replies written outside this desk, on the network itself, since the visitor last wrote."""
    ours = select(Message).where(
        Message.conversation_id == case.id,
        ~Message.inward,
        Message.delivery_id.is_(None),
        Message.posted_at >= _last_asked(session, case),
    )
    return [_Unseen(f"message-{one.id}", one.sent_by_id, one.posted_at) for one in session.scalars(ours)]
