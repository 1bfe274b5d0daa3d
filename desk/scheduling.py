"""A post and its time: queued for later or for now, moved to another time, cancelled. Sending is the scheduler's."""

from __future__ import annotations

import clock
from data import lifecycle, store
from data.models import Post
from desk.drafting import When, set_time
from desk.passing import Moved, back_to_draft, hand_in, held_post, move_post, plan, stop_if_past
from desk.queueing import take_back
from desk.refusal import refused
from words import s


def schedule(by: int, post_id: int) -> Moved:
    """Queue an approved post for its time, one delivery for each account. Raises Refused when it has changed since."""
    with store.writing() as session:
        post, who = held_post(session, by, post_id, "publish")
        if post.due_at is None:
            raise refused(s("Choisissez une heure, ou « publier maintenant »."))
        stop_if_past(post)
        return plan(session, post, who, by)


def publish_now(by: int, post_id: int) -> Moved:
    """Queue a post for this very moment: at once where the policies let it, else it waits for other eyes first."""
    with store.writing() as session:
        post, who = held_post(session, by, post_id, "publish")
        if post.state in ("declined", "cancelled"):
            raise refused(s("Cette publication a été refusée ou annulée : changez-la d'abord."))
        if post.due_at is not None or post.state == "draft":
            back_to_draft(session, post, by, s("Publiée tout de suite."))
            post.due_at = post.local_time = None
            session.flush()
            moved = hand_in(session, post, who, by)
            if moved.state != "approved":
                return moved
        return plan(session, post, who, by)


def reschedule(by: int, post_id: int, local: str, zone: str | None = None, *, fold: int | None = None) -> None:
    """Move a post to another time; it is a draft again, to be handed in and scheduled."""
    with store.writing() as session:
        post, _ = held_post(session, by, post_id, "draft")
        if post.state in ("approved", "scheduled"):
            held_post(session, by, post_id, "publish")
        if post.conversation_id is not None:
            raise refused(s("Une réponse part tout de suite : elle ne se programme pas."))
        back_to_draft(session, post, by, s("Déplacée à une autre heure."))
        set_time(session, post, When(local, zone, fold))
        stop_if_past(post)
        at, here = clock.now(), post.territory_id
        lifecycle.record(session, Post, post.id, "moved in time", at=at, actor_id=by, territory_id=here)


def cancel(by: int, post_id: int) -> None:
    """Cancel a post and what is queued of it. Raises TooLate once any part has left."""
    with store.writing() as session:
        post, _ = held_post(session, by, post_id, "draft")
        if post.state in ("approved", "scheduled"):
            held_post(session, by, post_id, "publish")
        reason = s("Publication annulée.")
        take_back(session, post, by, reason)
        move_post(session, post, "cancelled", by, because=reason)
