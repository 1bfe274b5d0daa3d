"""What waits for a person: posts to approve, deliveries held by a freeze, deliveries that went wrong."""

from __future__ import annotations

from data import models, store
from data.models import Delivery
from data.queries.parcels import Parcel, parcels
from data.queries.posts import Post, Wording, posts_where
from data.queries.seen import places_of

__all__ = ["Parcel", "Post", "Wording", "held", "in_trouble", "waiting"]


def waiting(user_id: int) -> list[Post]:
    """Return the posts in review, replies too, the longest waiting first. Who may approve is not asked here."""
    with store.reading() as session:
        places = places_of(session, user_id)
        asked = models.Post.state == "in_review"
        return posts_where(session, places, tuple(places), asked, order=(models.Post.submitted_at.asc(),))


def held(user_id: int) -> list[Parcel]:
    """Return the deliveries a freeze holds: the list to review, one by one, before anything leaves again."""
    with store.reading() as session:
        return parcels(session, Delivery.state == "held", places=places_of(session, user_id))


def in_trouble(user_id: int) -> list[Parcel]:
    """Return the deliveries that missed their time, failed, or may or may not have gone out."""
    states = ("missed", "failed", "unconfirmed")
    with store.reading() as session:
        return parcels(session, Delivery.state.in_(states), places=places_of(session, user_id))
