"""What waits for other eyes: posts and replies in review. Deliveries that wait for a person are in `waiting`."""

from __future__ import annotations

from data import models, store
from data.queries.posts import Post, Wording, posts_where
from data.queries.seen import places_of

__all__ = ["Post", "Wording", "waiting"]


def waiting(user_id: int) -> list[Post]:
    """Return the posts in review, replies too, the longest waiting first. Who may approve is not asked here."""
    with store.reading() as session:
        places = places_of(session, user_id)
        asked = models.Post.state == "in_review"
        return posts_where(session, places, tuple(places), asked, order=(models.Post.submitted_at.asc(),))
