"""The editorial calendar: what goes out when, and what is still being written. Replies to visitors are not in it."""

from __future__ import annotations

from datetime import datetime

from data import models, store
from data.queries.parcels import Parcel
from data.queries.posts import Post, Wording, posts_where
from data.queries.seen import below, places_of

__all__ = ["Parcel", "Post", "Wording", "drafts", "one_post", "posts"]


def posts(user_id: int, since: datetime, until: datetime, territory_id: int | None = None) -> list[Post]:
    """Return the posts due in [since, until), by time, in every state; of one territory and those below when asked."""
    with store.reading() as session:
        places = places_of(session, user_id)
        here = tuple(places) if territory_id is None else below(places, territory_id)
        due = (models.Post.due_at >= since) & (models.Post.due_at < until) & models.Post.conversation_id.is_(None)
        return posts_where(session, places, here, due, order=(models.Post.due_at.asc(),), size=5000)


def one_post(user_id: int, post_id: int) -> Post | None:
    """Return a post (a reply too), or None when there is none the user may see."""
    with store.reading() as session:
        places = places_of(session, user_id)
        found = posts_where(session, places, tuple(places), models.Post.id == post_id)
        return found[0] if found else None


def drafts(user_id: int) -> list[Post]:
    """Return the posts still in draft, replies too, anybody's, newest first."""
    with store.reading() as session:
        places = places_of(session, user_id)
        written = models.Post.state == "draft"
        return posts_where(session, places, tuple(places), written, order=(models.Post.created_at.desc(),))
