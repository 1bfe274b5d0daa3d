"""Takes up again what did not leave: the words become a draft, and the old delivery is over, in one unit of work."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import clock
from data import lifecycle, outbox, store
from data.models import Delivery, Post, Recurrence, Variant
from desk.passing import back_to_draft, held_post
from desk.queueing import changed
from desk.refusal import NotHere, Refused, TooLate, refused
from desk.rights import reach, require
from words import Sentence, s

AGAIN = s("Repris pour être corrigé.")
LEFT_BEHIND = ("failed", "missed", "held")


@dataclass(frozen=True)
class Draft:
    """Where the words are now: a draft post, or the reply being written in a conversation."""

    post_id: int
    conversation_id: int | None


def correct(by: int, delivery_id: int) -> Draft:
    """Make a draft of a delivery that failed, was missed or is held, and return where it is written on.

    What else the post says, to other accounts or for other cities, stays as it is.
    Raises TooLate for a delivery in any other state.
    """
    with store.writing() as session:
        reply = session.scalar(
            select(Post.conversation_id).join(Delivery, Delivery.post_id == Post.id).where(Delivery.id == delivery_id)
        )
        one = reach(session, by, "publish" if reply is None else "answer", Delivery, delivery_id)
        require(session, by, "draft", one.territory_id)
        if one.state not in LEFT_BEHIND:
            raise TooLate(s("Cet envoi a changé d'état entre-temps : rechargez la liste."))
        post = session.get_one(Post, one.post_id, with_for_update=True)
        if reply is not None:
            _stop_if_writing(session, by, reply, post)
        if reply is not None or _is_theirs(session, post, by):
            drafted = post.state == "draft"
            back_to_draft(session, post, by, AGAIN)
            if drafted:
                _end(session, one, by, AGAIN)
            if not drafted or reply is not None:  # who only opens another's draft did not write it
                post.author_id = by  # whose words they are now: nobody approves their own
            return Draft(post.id, reply)
        return Draft(_copied(session, post, one, by), None)


def _is_theirs(session: Session, post: Post, by: int) -> bool:
    """Tell whether the post itself may become their draft: all of it is taken up, and no city they do not speak for."""
    if post.recurrence_id is not None and session.get_one(Recurrence, post.recurrence_id).stopped_at is not None:
        return False  # nothing leaves from there any more
    if post.state != "draft" and not _said_once(session, post):
        return False
    try:
        for action in ("draft", "publish"):
            held_post(session, by, post.id, action)
    except (NotHere, Refused):
        return False
    return True


def _said_once(session: Session, post: Post) -> bool:
    return session.scalar(select(func.count()).where(Variant.post_id == post.id)) == 1


def _stop_if_writing(session: Session, by: int, conversation_id: int, post: Post) -> None:
    mine = Post.conversation_id == conversation_id, Post.author_id == by, Post.state == "draft", Post.id != post.id
    words = select(Variant.id).join(Post, Post.id == Variant.post_id).where(*mine, Variant.text != "")
    if session.scalars(words.limit(1)).first() is not None:
        raise refused(s("Vous écrivez déjà une réponse dans cette conversation : envoyez-la ou videz-la d'abord."))


def _end(session: Session, one: Delivery, by: int, because: Sentence) -> None:
    at = clock.now()
    if not lifecycle.move(session, Delivery, one.id, one.state, "cancelled", at=at, actor_id=by, because=because):
        raise changed()


def _copied(session: Session, post: Post, one: Delivery, by: int) -> int:
    """Write the words for this one account into a new draft, and end the delivery."""
    at, said = clock.now(), session.get_one(Variant, one.variant_id)
    _end(session, one, by, outbox.ELSEWHERE)
    new = Post(
        territory_id=one.territory_id, author_id=by, contribution_id=post.contribution_id, title=post.title,
        beneficiary=post.beneficiary, tags=list(post.tags), zone=post.zone, created_at=at,
    )  # fmt: skip
    session.add(new)
    session.flush()
    session.add(Variant(post_id=new.id, channel_id=one.channel_id, text=said.text, media=list(said.media)))
    detail = {"again": one.id}
    lifecycle.record(session, Post, new.id, "drafted", at=at, actor_id=by, territory_id=one.territory_id, detail=detail)
    return new.id
