"""Moves a selection of held deliveries by some days, at the same hour of the clock: each post is handed in anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from data import store
from data.models import Delivery, Post
from desk import reviewing, scheduling
from desk.refusal import NotHere, Stopped, refused
from desk.rights import asker
from desk.times import read
from words import Sentence, s

FARTHEST = 60  # days


@dataclass(frozen=True)
class Shifted:
    """Where each post stands now, by id; and why others were not moved, or stay drafts."""

    moved: Mapping[int, str] = field(default_factory=dict)
    refused: Mapping[int, tuple[Sentence, ...]] = field(default_factory=dict)


def shift(by: int, delivery_ids: Sequence[int], days: int) -> Shifted:
    """Put the posts of these deliveries off by `days`, at the same wall time, judged and scheduled as if new.

    Each post by itself: one that cannot be moved does not keep the others. Raises Refused for a span out of bounds,
    NotHere for a delivery out of reach.
    """
    if not 1 <= days <= FARTHEST:
        raise refused(s("Décalez de 1 à {most} jours.", most=FARTHEST))
    moved, left = {}, {}
    for post_id, local in _chosen(by, delivery_ids).items():
        try:
            moved[post_id] = _one(by, post_id, local, days)
        except Stopped as stopped:
            left[post_id] = stopped.sentences
    return Shifted(moved, left)


def _chosen(by: int, delivery_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return each post's wall time and zone."""
    found = {}
    with store.reading() as session:
        who = asker(session, by)
        for delivery_id in sorted(set(delivery_ids)):
            one = session.get(Delivery, delivery_id)
            if one is None or not who.sees(one.territory_id):
                raise NotHere
            if one.state != "held":
                raise refused(s("Cet envoi a changé d'état entre-temps : rechargez la liste."))
            post = session.get_one(Post, one.post_id)
            wall = one.due_at.astimezone(ZoneInfo(post.zone)).strftime("%Y-%m-%dT%H:%M")
            found[post.id] = (post.local_time or wall, post.zone)
    return found


def _one(by: int, post_id: int, local: tuple[str, str], days: int) -> str:
    wall, zone = local
    later = (read(wall) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")
    scheduling.reschedule(by, post_id, later, zone, fold=0)
    return reviewing.submit(by, post_id, and_schedule=True).state
