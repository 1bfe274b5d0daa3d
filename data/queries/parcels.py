"""Deliveries with their attempts, as records: read by every query that shows what is on its way. Changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from data.models import Attempt, Channel, Delivery, Freeze, Incident, Outcome, Post, Territory, Variant
from data.queries.seen import Kept, Place, names_of
from data.results import Retry, Submission, meaning


@dataclass(frozen=True)
class Try:
    """One attempt. `result` None: it is under way, or the worker died on it and the outcome is unknown."""

    number: int
    worker: str
    started_at: datetime
    ended_at: datetime | None
    result: str | None
    remote_id: str | None
    because: Kept | None

    @property
    def submission(self) -> Submission:
        """How far the words came: visible, refused, never left, or unknown."""
        return meaning(self.result).submission

    @property
    def retry(self) -> Retry:
        """Whether sending them again is needless, safe, a person's matter, or safe only after a look."""
        return meaning(self.result).retry


@dataclass(frozen=True)
class Parcel:
    """One delivery: words on their way to one account. `by` is the person who sends."""

    id: int
    post_id: int
    variant_id: int
    conversation_id: int | None
    territory: str
    territory_id: int
    channel_id: int
    network: str
    handle: str
    title: str
    text: str
    media_count: int
    by: str
    state: str
    because: Kept | None
    incident: str  # the incident that holds it back, as people call it; empty for none
    due_at: datetime
    not_before: datetime | None
    look_at: datetime | None
    tries: int
    looks: int
    remote_id: str | None
    permalink: str
    published_at: datetime | None
    attempts: tuple[Try, ...]


def parcels(
    session: Session, *where: ColumnElement[bool], places: Mapping[int, Place] | None, size: int = 500
) -> list[Parcel]:
    """Return the deliveries that fulfil `where`, by due time; `places` None (the operator) sees every territory."""
    query = (
        select(Delivery, Post, Variant, Channel.network, Channel.handle, Territory.slug)
        .join(Post, Post.id == Delivery.post_id)
        .join(Variant, Variant.id == Delivery.variant_id)
        .join(Channel, Channel.id == Delivery.channel_id)
        .join(Territory, Territory.id == Delivery.territory_id)
        .where(*where)
        .order_by(Delivery.due_at, Delivery.id)
        .limit(size)
    )
    if places is not None:
        query = query.where(Delivery.territory_id.in_(places))
    rows = session.execute(query).all()
    tries = _tries(session, [row.Delivery.id for row in rows])
    names = names_of(session, {row.Delivery.by_id for row in rows})
    incidents = _incidents(session, {row.Delivery.held_by_id for row in rows})
    return [
        Parcel(
            id=row.Delivery.id,
            post_id=row.Post.id,
            variant_id=row.Variant.id,
            conversation_id=row.Post.conversation_id,
            territory=row.slug,
            territory_id=row.Delivery.territory_id,
            channel_id=row.Delivery.channel_id,
            network=row.network,
            handle=row.handle,
            title=row.Post.title,
            text=row.Variant.text,
            media_count=len(row.Variant.media),
            by=names[row.Delivery.by_id],
            state=row.Delivery.state,
            because=row.Delivery.because,
            incident=incidents.get(row.Delivery.held_by_id, "") if row.Delivery.state == "held" else "",
            due_at=row.Delivery.due_at,
            not_before=row.Delivery.not_before,
            look_at=row.Delivery.look_at,
            tries=row.Delivery.tries,
            looks=row.Delivery.looks,
            remote_id=row.Delivery.remote_id,
            permalink=row.Delivery.permalink,
            published_at=row.Delivery.published_at,
            attempts=tuple(tries[row.Delivery.id]),
        )
        for row in rows
    ]


def _incidents(session: Session, freezes: Collection[int | None]) -> dict[int | None, str]:
    """Return the name of the incident each of these suspensions belongs to, where it belongs to one."""
    rows = session.execute(
        select(Freeze.id, Incident).join(Incident, Incident.id == Freeze.incident_id).where(Freeze.id.in_(freezes))
    )
    return {freeze_id: incident.name for freeze_id, incident in rows}


def _tries(session: Session, deliveries: Collection[int]) -> dict[int, list[Try]]:
    rows = session.execute(
        select(Attempt, Outcome)
        .outerjoin(Outcome, Outcome.attempt_id == Attempt.id)
        .where(Attempt.delivery_id.in_(deliveries))
        .order_by(Attempt.delivery_id, Attempt.number)
    )
    tries: dict[int, list[Try]] = defaultdict(list)
    for attempt, outcome in rows:
        ended = (outcome.ended_at, outcome.result, outcome.remote_id, outcome.because) if outcome else (None,) * 4
        tries[attempt.delivery_id].append(Try(attempt.number, attempt.worker, attempt.started_at, *ended))
    return tries
