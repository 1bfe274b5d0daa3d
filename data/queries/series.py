"""A series: its rule, the words its dates are filled from, and its posts by date. Changes nothing.

Seen by who sees one of its posts; its words only for accounts one may see.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import models, store
from data.models import Channel, Recurrence
from data.queries.posts import Post, posts_where
from data.queries.seen import Place, names_of, places_of


@dataclass(frozen=True)
class Words:
    """What a series says on one account, with its blanks."""

    channel_id: int
    place: Place
    network: str
    handle: str
    text: str


@dataclass(frozen=True)
class Series:
    """A series as it stands. `month_day`: 1 to 31, -1 the last day; `weekdays`: 0 is Monday."""

    id: int
    place: Place | None
    author: str
    unit: str
    every: int
    weekdays: tuple[int, ...]
    month_day: int | None
    hour: str
    zone: str
    starts_on: date
    ends_on: date
    stopped_at: datetime | None
    stopped_by: str
    words: tuple[Words, ...]
    posts: tuple[Post, ...]


def one(user_id: int, series_id: int) -> Series | None:
    """Return a series, or None when there is none the user may see."""
    with store.reading() as session:
        kept, places = session.get(Recurrence, series_id), places_of(session, user_id)
        if kept is None:
            return None
        dated, order = models.Post.recurrence_id == series_id, (models.Post.local_date.asc(),)
        posts = posts_where(session, places, tuple(places), dated, order=order, size=1000)
        return _series(session, kept, places, posts) if posts else None


def _series(session: Session, kept: Recurrence, places: dict[int, Place], posts: list[Post]) -> Series:
    names = names_of(session, {kept.author_id, kept.stopped_by_id})
    return Series(
        id=kept.id,
        place=places.get(kept.territory_id),
        author=names[kept.author_id],
        unit=kept.unit,
        every=kept.every,
        weekdays=tuple(kept.weekdays),
        month_day=kept.month_day,
        hour=kept.local_time,
        zone=kept.zone,
        starts_on=kept.starts_on,
        ends_on=kept.ends_on,
        stopped_at=kept.stopped_at,
        stopped_by=names[kept.stopped_by_id],
        words=tuple(_words(session, kept, places)),
        posts=tuple(posts),
    )


def _words(session: Session, kept: Recurrence, places: dict[int, Place]) -> list[Words]:
    ids = [told["channel_id"] for told in kept.words]
    channels = {row.id: row for row in session.scalars(select(Channel).where(Channel.id.in_(ids)))}
    return [
        Words(row.id, places[row.territory_id], row.network, row.handle, told["text"])
        for told in kept.words
        if (row := channels.get(told["channel_id"])) is not None and row.territory_id in places
    ]
