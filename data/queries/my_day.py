"""One look in the morning: what is late, what waits, what goes out today, what is wrong. Changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select

from data import store
from data.models import Conversation
from data.queries import approvals, calendar, contributions, inbox, places, waiting
from data.queries.approvals import Post
from data.queries.contributions import Offer
from data.queries.folding import TO_DO, folded
from data.queries.inbox import InboxFilter, Row
from data.queries.places import Banner
from data.queries.seen import Place, places_of

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Unanswered:
    """How many conversations of a place wait for an answer, and how many of them are late."""

    place: Place
    n: int
    late: int


@dataclass(frozen=True)
class Summary:
    """The morning's look. `late` and `mine` are the first fifty, in the inbox's order; `stuck` deliveries, by slug."""

    late: tuple[Row, ...]
    mine: tuple[Row, ...]
    unanswered: tuple[Unanswered, ...]
    today: tuple[Post, ...]
    approvals: tuple[Post, ...]
    contributions: tuple[Offer, ...]
    stuck: Mapping[str, int]
    alerts: tuple[Banner, ...]


def summary(user_id: int, at: datetime) -> Summary:
    """Return what a person needs at `at`; today is the day of each post's own zone."""
    return Summary(
        late=inbox.queue(user_id, InboxFilter(late_at=at)).rows,
        mine=inbox.queue(user_id, InboxFilter(mine=True)).rows,
        unanswered=tuple(unanswered(user_id, at)),
        today=tuple(post for post in calendar.posts(user_id, at - A_DAY, at + A_DAY) if _is_today(post, at)),
        approvals=tuple(approvals.waiting(user_id)),
        contributions=tuple(contributions.queue(user_id)),
        stuck=waiting.counts(user_id),
        alerts=tuple(places.banners(user_id, at)),
    )


def unanswered(user_id: int, at: datetime) -> list[Unanswered]:
    """Return what waits for an answer in each place, those with nothing too."""
    with store.reading() as session:
        seen = places_of(session, user_id)
        rows = session.execute(
            select(Conversation.territory_id, func.count(), func.sum(case((Conversation.due_at < at, 1), else_=0)))
            .where(
                Conversation.territory_id.in_(seen),
                Conversation.state.in_(TO_DO),
                Conversation.asked_at.is_not(None),
                ~folded(),
            )
            .group_by(Conversation.territory_id)
        )
        found = {here: (n, int(late)) for here, n, late in rows}
    return [Unanswered(place, *found.get(place.id, (0, 0))) for place in seen.values()]


def _is_today(post: Post, at: datetime) -> bool:
    zone = ZoneInfo(post.zone)
    if post.due_at is None or post.state in ("cancelled", "declined"):
        return False
    return post.due_at.astimezone(zone).date() == at.astimezone(zone).date()
