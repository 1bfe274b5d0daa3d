"""A post's moves inside a unit of work, shared by the verbs: handed in, scheduled, a draft again. Opens none itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

import clock
from data import digests, lifecycle
from data.models import Channel, Post, Variant
from desk import steps
from desk.judging import asks_approval, judge_post, log, stop_if_blocked
from desk.queueing import changed, clear, queue, take_back
from desk.refusal import TooLate, refused
from desk.rights import Asker, reach, require_all
from desk.wording import Event
from policies.verdict import Decision
from words import Sentence, s

CLOSES = {"declined": "declined"}  # what leaving review makes of the step that is open
GRACE = timedelta(minutes=2)  # a person takes a moment between choosing a time and pressing the button


@dataclass(frozen=True)
class Moved:
    """Where a post stands now, what was queued, and what the policies said of each account."""

    post_id: int
    state: str
    delivery_ids: tuple[int, ...] = ()
    decisions: Mapping[int, Decision] = field(default_factory=dict)


def held_post(session: Session, by: int, post_id: int, action: str, *, held: bool = True) -> tuple[Post, Asker]:
    """Return the post for somebody who may do `action` for every city it speaks for; a reply asks for « answer »."""
    reply = session.scalar(select(Post.conversation_id).where(Post.id == post_id)) is not None
    needed = "answer" if reply and action in ("draft", "publish") else action
    post = reach(session, by, needed, Post, post_id, held=held)
    spoken_for = select(Channel.territory_id).join(Variant, Variant.channel_id == Channel.id)
    places = {post.territory_id, *session.scalars(spoken_for.where(Variant.post_id == post.id))}
    return post, require_all(session, by, needed, places)


def hand_in(session: Session, post: Post, who: Asker, by: int) -> Moved:
    """Approve a draft at once where the policies let it, else put it before other eyes."""
    if post.state != "draft":
        raise TooLate(s("Cette publication est déjà soumise."))
    if post.conversation_id is not None and session.scalar(_without_target(post.id)):
        raise refused(s("Cette réponse ne dit pas à quel message : reprenez-la dans sa conversation."))
    decisions = judge_post(session, _event(post), who, post)
    stop_if_blocked(decisions.values())
    clear(
        session, post, by, s("Soumise à nouveau.")
    )  # what the last look sent back in part starts again, what left stays
    post.submitted_at, post.submitted_by_id = clock.now(), by
    log(session, post, by, decisions)
    if asks_approval(decisions.values()):
        move_post(session, post, "in_review", by)
        steps.ask(session, post, decisions.values())
        return Moved(post.id, "in_review", (), decisions)
    digest = digests.of_post(session, post.id)
    move_post(session, post, "approved", by, approved_at=clock.now(), digest=digest)
    return Moved(post.id, "approved", (), decisions)


def _without_target(post_id: int) -> Select[int]:
    return select(Variant.id).where(Variant.post_id == post_id, Variant.reply_to.is_(None)).limit(1)


def plan(session: Session, post: Post, who: Asker, by: int) -> Moved:
    """Queue an approved post, judged once more as it stands."""
    if post.state != "approved":
        raise refused(s("Seule une publication validée se programme."))
    decisions = judge_post(session, _event(post), who, post, digests.of_post(session, post.id))
    stop_if_blocked(decisions.values())
    log(session, post, by, decisions)
    return Moved(post.id, "scheduled", queue(session, post, by, decisions), decisions)


def back_to_draft(session: Session, post: Post, by: int, because: Sentence) -> None:
    """Make a post a draft again: approval forgotten, queued deliveries taken back. Raises TooLate once it has left."""
    if post.state == "draft":
        return
    take_back(session, post, by, because)
    post.digest = post.approved_by_id = post.approved_at = None
    move_post(session, post, "draft", by, because)


def stop_if_past(post: Post) -> None:
    """Raise Refused when the time chosen is over."""
    if post.due_at is not None and post.due_at < clock.now() - GRACE:
        raise refused(s("L'heure choisie est passée : choisissez-en une autre, ou « publier maintenant »."))


def move_post(
    session: Session, post: Post, after: str, by: int, because: Sentence | None = None, **values: Any
) -> None:
    """Move a post that is held; raise Refused for a move that makes no sense, TooLate for one that came second."""
    if after not in lifecycle.LIFECYCLES[Post][post.state]:
        raise refused(s("Ce n'est plus possible dans l'état présent de la publication."))
    before, at = post.state, clock.now()
    if not lifecycle.move(session, Post, post.id, before, after, at=at, actor_id=by, because=because, **values):
        raise changed()
    if before == "in_review":
        steps.close(session, post.id, CLOSES.get(after, "superseded"), by, because)


def _event(post: Post) -> Event:
    return "post.submit" if post.conversation_id is None else "reply.send"
