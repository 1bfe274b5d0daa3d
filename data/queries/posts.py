"""Posts with their variants and deliveries, as records: read by the calendar and by approvals. Changes nothing.

A post is seen where its territory is, or where one of its accounts is; its words only for accounts one may see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from data import models
from data.models import Channel, Variant
from data.queries.parcels import Parcel, parcels
from data.queries.seen import Kept, Place, names_of


@dataclass(frozen=True)
class Wording:
    """The words of a post for one account, and their deliveries by due time."""

    id: int
    place: Place
    channel_id: int
    network: str
    handle: str
    channel_state: str
    text: str
    media: tuple[Kept, ...]
    reply_to: str | None
    deliveries: tuple[Parcel, ...]


@dataclass(frozen=True)
class Post:
    """A post. `place` is None when it belongs to a territory above; `local_time` is the wall time typed, in `zone`."""

    id: int
    place: Place | None
    title: str
    state: str
    because: Kept | None
    author_id: int
    author: str
    conversation_id: int | None
    contribution_id: int | None
    series_id: int | None
    local_date: date | None  # its date in the series
    beneficiary: str
    tags: tuple[str, ...]
    due_at: datetime | None
    local_time: str | None
    zone: str
    submitted_at: datetime | None
    submitted_by: str
    approved_at: datetime | None
    approved_by: str
    created_at: datetime
    variants: tuple[Wording, ...]


def posts_where(
    session: Session,
    places: Mapping[int, Place],
    here: Collection[int],
    *where: ColumnElement[bool],
    order: tuple[ColumnElement[Any], ...] = (),
    size: int = 500,
) -> list[Post]:
    """Return posts that fulfil `where` and concern one of the territories `here`, all of which are in `places`."""
    spoken = select(Variant.post_id).join(Channel).where(Channel.territory_id.in_(here))
    rows = session.scalars(
        select(models.Post)
        .where(or_(models.Post.territory_id.in_(here), models.Post.id.in_(spoken)), *where)
        .order_by(*order, models.Post.id)
        .limit(size)
    ).all()
    names = names_of(session, {i for row in rows for i in (row.author_id, row.submitted_by_id, row.approved_by_id)})
    words = _wordings(session, places, [row.id for row in rows])
    return [
        Post(
            id=row.id,
            place=places.get(row.territory_id),
            title=row.title,
            state=row.state,
            because=row.because,
            author_id=row.author_id,
            author=names[row.author_id],
            conversation_id=row.conversation_id,
            contribution_id=row.contribution_id,
            series_id=row.recurrence_id,
            local_date=row.local_date,
            beneficiary=row.beneficiary,
            tags=tuple(row.tags),
            due_at=row.due_at,
            local_time=row.local_time,
            zone=row.zone,
            submitted_at=row.submitted_at,
            submitted_by=names[row.submitted_by_id],
            approved_at=row.approved_at,
            approved_by=names[row.approved_by_id],
            created_at=row.created_at,
            variants=tuple(words[row.id]),
        )
        for row in rows
    ]


def _wordings(session: Session, places: Mapping[int, Place], posts: Collection[int]) -> dict[int, list[Wording]]:
    sent: dict[int, list[Parcel]] = defaultdict(list)
    for parcel in parcels(session, models.Delivery.post_id.in_(posts), places=places, size=5000):
        sent[parcel.variant_id].append(parcel)
    rows = session.execute(
        select(Variant, Channel)
        .join(Channel)
        .where(Variant.post_id.in_(posts), Channel.territory_id.in_(places))
        .order_by(Variant.id)
    )
    words: dict[int, list[Wording]] = defaultdict(list)
    for variant, channel in rows:
        words[variant.post_id].append(
            Wording(
                id=variant.id,
                place=places[channel.territory_id],
                channel_id=channel.id,
                network=channel.network,
                handle=channel.handle,
                channel_state=channel.state,
                text=variant.text,
                media=tuple(variant.media),
                reply_to=variant.reply_to,
                deliveries=tuple(sent[variant.id]),
            )
        )
    return words
