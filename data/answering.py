"""What a published reply does to its conversation: it stands there with who sent it, and the visitor is next.

A question its writer had not seen is still to be answered: then the conversation stays where it is. The clock of the
promise stops at a person's reply; words that went by themselves (an automatic notice) stop nothing.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

import clock
from data.lifecycle import move
from data.models import Assignment, Conversation, Delivery, Message, Post, Variant
from data.rows import insert_once
from data.timing import TimerOf, first_reply, resumed
from words import Sentence

AUTOMATIC = "automatic"  # the tag of a post that no person wrote for this visitor
NEXT_IS_THE_VISITOR = ("open", "assigned", "waiting_service", "snoozed", "closed")


def held(session: Session, conversation_id: int) -> Conversation:
    """Return a conversation as it stands, held until the transaction ends: nobody asks or answers in it meanwhile.

    To be called before a message is stored in it: two who stored first would wait for each other for ever.
    """
    return session.get_one(Conversation, conversation_id, with_for_update=True, populate_existing=True)


def show(session: Session, delivery_id: int, timer_of: TimerOf, outage: Sentence, actor_id: int | None = None) -> None:
    """Forget the trouble a published delivery had; store a reply in its conversation, which waits for the visitor.

    `timer_of` gives the clock of its promise, `outage` says what it means when only the road was late. `actor_id` is
    the person who found it on the network; None: the clock.
    """
    delivery = session.get_one(Delivery, delivery_id, populate_existing=True)
    delivery.because = None
    post = session.get_one(Post, delivery.post_id)
    if post.conversation_id is None:
        return
    conversation = held(session, post.conversation_id)
    store_ours(session, delivery, conversation.id)
    at = delivery.published_at or clock.now()
    conversation.last_at = max(conversation.last_at, at)
    if AUTOMATIC in post.tags:
        return
    for name, value in resumed(session, conversation, timer_of, at).items():
        setattr(conversation, name, value)
    if conversation.replied_at is None:
        for name, value in first_reply(session, conversation, delivery, timer_of, outage).items():
            setattr(conversation, name, value)
    conversation.asked_at = _asked_since(session, conversation.id, post, delivery)
    session.flush()
    if conversation.asked_at is None:
        _wait(session, conversation, clock.now(), actor_id)


def store_ours(session: Session, delivery: Delivery, conversation_id: int) -> None:
    """Store published words of ours in a conversation, once, with the person who sent them."""
    variant = session.get_one(Variant, delivery.variant_id)
    insert_once(
        session, Message,
        conversation_id=conversation_id, channel_id=delivery.channel_id, territory_id=delivery.territory_id,
        remote_id=delivery.remote_id, parent_remote_id=variant.reply_to, inward=False, sent_by_id=delivery.by_id,
        delivery_id=delivery.id, text=variant.text, permalink=delivery.permalink, media_count=len(variant.media),
        posted_at=delivery.published_at, stored_at=clock.now(),
    )  # fmt: skip


def _asked_since(session: Session, conversation_id: int, post: Post, delivery: Delivery) -> datetime | None:
    """Return when the first question was asked that its writer had not seen; thanks ask nothing.

    What was seen is told by ids; only a post that says nothing of it is compared by time, which is no proof: a
    message bears the moment it was weighed at, before it is stored.
    """
    if post.seen_message_id is None:
        since = Message.stored_at > (post.submitted_at or delivery.created_at)
    else:
        since = Message.id > post.seen_message_id
    found = session.scalars(select(Message).where(Message.conversation_id == conversation_id, Message.inward, since))
    return min((m.posted_at for m in found if m.intent != "thanks"), default=None)


def _wait(session: Session, conversation: Conversation, at: datetime, actor_id: int | None) -> None:
    if conversation.state not in NEXT_IS_THE_VISITOR:
        return
    before = conversation.state
    if not move(
        session, Conversation, conversation.id, before, "waiting_visitor", at=at, actor_id=actor_id, returns_at=None,
        snoozed_until=None,
    ):  # fmt: skip
        return
    mine = Assignment.conversation_id == conversation.id, Assignment.ended_at.is_(None)
    session.execute(update(Assignment).where(*mine).values(ended_at=at, ended_because="answered"))
