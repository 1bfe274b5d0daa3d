"""What waits for other eyes: posts and replies in review, whom each step asks, and how long answers take.

Deliveries that wait for a person are in `waiting`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlalchemy import select

from data import models, store
from data.queries.posts import Post, Wording, posts_where
from data.queries.seen import Place, places_of

__all__ = ["Asked", "Pace", "Post", "Wording", "asked", "pace", "waiting"]


@dataclass(frozen=True)
class Asked:
    """The step of a post that is open: whom it asks, since when, until when, and what silence means then.

    `due_at` None: it waits for a person, however long. `of` is how many steps there are in all.
    """

    role: str
    step: int
    of: int
    asked_at: datetime
    due_at: datetime | None
    by_default: str
    escalated: bool


@dataclass(frozen=True)
class Pace:
    """How long answers took in a place: the median in minutes (None where n is 0), and how many had none in time."""

    place: Place
    n: int
    median_minutes: float | None
    defaulted: int
    escalated: int


def waiting(user_id: int) -> list[Post]:
    """Return the posts in review, replies too, the longest waiting first. Who may approve is not asked here."""
    with store.reading() as session:
        places = places_of(session, user_id)
        asked = models.Post.state == "in_review"
        return posts_where(session, places, tuple(places), asked, order=(models.Post.submitted_at.asc(),))


def asked(user_id: int, post_ids: Collection[int]) -> Mapping[int, Asked]:
    """Return the open step of each of these posts that the user may see."""
    with store.reading() as session:
        places = places_of(session, user_id)
        mine = models.Approval.post_id.in_(post_ids), models.Approval.territory_id.in_(places)
        rows = session.scalars(select(models.Approval).where(*mine).order_by(models.Approval.id)).all()
    by_post: dict[int, list[models.Approval]] = defaultdict(list)
    for row in rows:
        by_post[row.post_id].append(row)
    return {post: one for post, steps in by_post.items() if (one := _open(steps)) is not None}


def pace(user_id: int, since: datetime, until: datetime) -> list[Pace]:
    """Return how long answers given in [since, until) took, by place: from asking to a person's answer."""
    row = models.Approval
    with store.reading() as session:
        places = places_of(session, user_id)
        found = session.execute(
            select(row.territory_id, row.state, row.asked_at, row.answered_at)
            .where(row.territory_id.in_(places), row.answered_at >= since, row.answered_at < until)
            .where(row.asked_at.is_not(None))
        ).all()
    took: dict[int, list[float]] = defaultdict(list)
    late: dict[tuple[int, str], int] = defaultdict(int)
    for here, state, asked_at, answered_at in found:
        if state in ("defaulted", "escalated"):
            late[here, state] += 1
        elif answered_at and asked_at:
            took[here].append((answered_at - asked_at).total_seconds() / 60)
    return [
        _pace(place, took[here], late[here, "defaulted"], late[here, "escalated"]) for here, place in places.items()
    ]


def _pace(place: Place, took: list[float], defaulted: int, escalated: int) -> Pace:
    return Pace(place, len(took), median(took) if took else None, defaulted, escalated)


def _open(steps: list[models.Approval]) -> Asked | None:
    now = next((one for one in steps if one.state == "open"), None)
    if now is None or now.asked_at is None:
        return None
    alive = [one for one in steps if one.digest == now.digest and one.state not in ("superseded", "escalated")]
    up = any(one.state == "escalated" and one.step == now.step for one in steps)
    return Asked(now.role, now.step, len(alive), now.asked_at, now.due_at, now.by_default, up)
