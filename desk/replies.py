"""Answers a visitor: drafted, judged live by the same call that judges the sending, sent once through the queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from connectors import connector_class
from data import digests, lifecycle, store
from data.models import Channel, Conversation, Post, Territory, Variant
from desk import steps
from desk.answering import answered, newest, stop_if_overtaken
from desk.judging import asks_approval, judge, log, stop_if_blocked
from desk.media import Picture, checked
from desk.overriding import SetAside, granted
from desk.queueing import changed, queue
from desk.refusal import NotHere, refused
from desk.rights import Asker, asker, reach
from desk.wording import About, Spoken
from policies.verdict import Decision
from words import s


@dataclass(frozen=True)
class Sent:
    """What became of a reply: "scheduled" with its delivery, or "in_review" without one."""

    post_id: int
    delivery_id: int | None
    state: str
    decision: Decision


def check(
    by: int,
    conversation_id: int,
    text: str,
    *,
    channel_id: int | None = None,
    media: Sequence[Picture] = (),
    overrides: Sequence[SetAside] = (),
) -> Decision:
    """Return what the policies say of this reply now: the very decision `send` would act on. Changes nothing."""
    with store.reading() as session:
        case = reach(session, by, "answer", Conversation, conversation_id, held=False)
        return judge(session, "reply.send", *_facts(session, by, case, text, channel_id, checked(media), overrides))


def draft(by: int, conversation_id: int, text: str) -> int:
    """Keep an unsent reply, one for each person and conversation; return the id of its post."""
    with store.writing() as session:
        case = reach(session, by, "answer", Conversation, conversation_id)
        post = _own_draft(session, by, case) or _new(session, by, case)
        target = session.scalar(select(Variant.reply_to).where(Variant.post_id == post.id))  # one sent back keeps it
        _write(session, post, case, Spoken(case.channel_id, text), target)
        return post.id


def drafted(by: int, conversation_id: int) -> str:
    """Return the text of this person's unsent reply, or nothing."""
    with store.reading() as session:
        case = reach(session, by, "answer", Conversation, conversation_id, held=False)
        post = _own_draft(session, by, case)
        return session.scalar(select(Variant.text).where(Variant.post_id == post.id)) or "" if post else ""


def send(
    by: int,
    conversation_id: int,
    text: str,
    *,
    channel_id: int | None = None,
    to_message: int | None = None,
    seen: int | None = None,
    media: Sequence[Picture] = (),
    confirm: str | None = None,
    overrides: Sequence[SetAside] = (),
) -> Sent:
    """Send a reply, once: queued now, or handed to a colleague where the policies ask for one.

    `seen` is the visitor's last message the sender was shown: the reply goes under it, unless `to_message` chooses
    another, and what came after it stays to be answered. Raises NeedsConfirmation when somebody already answers or the
    visitor wrote after `seen` (the token names all of it), Refused when a rule says no.
    """
    with store.writing() as session:
        case = reach(session, by, "answer", Conversation, conversation_id)
        own = _own_draft(session, by, case)
        target = answered(session, case, to_message, seen)
        stop_if_overtaken(session, case, seen, confirm, own.id if own else None)
        kept = checked(media)
        who, said, about = _facts(session, by, case, text, channel_id, kept, overrides)
        decision = judge(session, "reply.send", who, said, about)
        stop_if_blocked([decision])
        post = own or _new(session, by, case)
        post.seen_message_id = seen or to_message or newest(session, case)
        _write(session, post, case, said, target.remote_id)
        return _submit(session, by, case, post, decision)


def _facts(
    session: Session,
    by: int,
    case: Conversation,
    text: str,
    shown: int | None,
    media: list[dict[str, object]],
    asked: Sequence[SetAside],
) -> tuple[Asker, Spoken, About]:
    """Return who speaks, what, about what. `shown` is the account the person saw above the words (AC-04)."""
    channel = session.get_one(Channel, case.channel_id)
    who, declared = asker(session, by), case.territory_id
    if shown is not None and shown != channel.id:
        other = session.get(Channel, shown)
        if other is None or not who.sees(other.territory_id):
            raise NotHere
        if other.territory_id == case.territory_id:
            raise refused(s("La réponse part du compte qui a reçu le message : {account}.", account=channel.name))
        declared = other.territory_id
    if not connector_class(channel.network).limits.replies:
        raise refused(s("Ce réseau ne permet pas de répondre d'ici : répondez sur place, puis fermez la conversation."))
    said = Spoken(channel.id, text, media, reply=True, declared=declared)
    about = About(by, conversation_id=case.id)
    return who, granted(session, "reply.send", who, said, about, asked, None), about


def _own_draft(session: Session, by: int, case: Conversation) -> Post | None:
    mine = Post.conversation_id == case.id, Post.author_id == by, Post.state == "draft"
    return session.scalars(select(Post).where(*mine).order_by(Post.id.desc()).limit(1)).first()


def _new(session: Session, by: int, case: Conversation) -> Post:
    zone = session.get_one(Territory, case.territory_id).zone
    post = Post(
        territory_id=case.territory_id, author_id=by, conversation_id=case.id, zone=zone, created_at=clock.now()
    )
    session.add(post)
    session.flush()
    detail = {"conversation": case.id}
    lifecycle.record(
        session, Post, post.id, "drafted", at=clock.now(), actor_id=by, territory_id=case.territory_id, detail=detail
    )
    return post


def _write(session: Session, post: Post, case: Conversation, said: Spoken, reply_to: str | None) -> None:
    variant = session.scalars(select(Variant).where(Variant.post_id == post.id)).one_or_none()
    if variant is None:
        variant = Variant(post_id=post.id, channel_id=case.channel_id)
        session.add(variant)
    variant.text, variant.media, variant.reply_to = said.text, list(said.media), reply_to
    variant.overrides = list(said.overrides)
    session.flush()


def _submit(session: Session, by: int, case: Conversation, post: Post, decision: Decision) -> Sent:
    at = clock.now()
    if case.state == "ignored":
        lifecycle.move(session, Conversation, case.id, "ignored", "open", at=at, actor_id=by)
    post.submitted_at, post.submitted_by_id = at, by
    log(session, post, by, {case.channel_id: decision})
    if asks_approval([decision]):
        if not lifecycle.move(session, Post, post.id, "draft", "in_review", at=at, actor_id=by):
            raise changed()
        steps.ask(session, post, [decision])
        return Sent(post.id, None, "in_review", decision)
    digest = digests.of_post(session, post.id)
    if not lifecycle.move(
        session, Post, post.id, "draft", "approved", at=at, actor_id=by, approved_at=at, digest=digest
    ):
        raise changed()
    (delivery_id,) = queue(session, post, by, {case.channel_id: decision})
    return Sent(post.id, delivery_id, "scheduled", decision)
