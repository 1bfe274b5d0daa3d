"""The addresses where people are told what did not leave, and how it went there. No address in full passes here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data import store
from data.models import Notice, NoticeTarget, Territory, User
from data.queries.seen import Kept, places_of


@dataclass(frozen=True)
class Target:
    """One address. `place` is empty for one that serves all; `shown` its service and host; `by` empty: the operator.

    `because` says why the last that could not be told was not.
    """

    id: int
    place: str
    kind: str
    name: str
    shown: str
    by: str
    created_at: datetime
    told: int
    due: int
    given_up: int
    told_at: datetime | None
    because: Kept | None


def targets(user_id: int | None) -> list[Target]:
    """Return the addresses of the places a user may see; None, the operator, sees those that serve all, too."""
    with store.reading() as session:
        query = (
            select(NoticeTarget, Territory.slug, User.name)
            .outerjoin(Territory, Territory.id == NoticeTarget.territory_id)
            .outerjoin(User, User.id == NoticeTarget.by_id)
            .order_by(Territory.slug, NoticeTarget.id)
        )
        if user_id is not None:
            query = query.where(NoticeTarget.territory_id.in_(places_of(session, user_id)))
        rows = session.execute(query).all()
        told, why = _counts(session), _reasons(session)
    return [
        Target(
            id=one.id,
            place=slug or "",
            kind=one.kind,
            name=one.name,
            shown=one.shown,
            by=by or "",
            created_at=one.created_at,
            told=told.get((one.id, "told"), _NONE)[0],
            due=told.get((one.id, "due"), _NONE)[0],
            given_up=told.get((one.id, "given_up"), _NONE)[0],
            told_at=told.get((one.id, "told"), _NONE)[1],
            because=why.get(one.id),
        )
        for one, slug, by in rows
    ]


_NONE: tuple[int, datetime | None] = (0, None)


def _counts(session: Session) -> dict[tuple[int, str], tuple[int, datetime | None]]:
    """Return by address and state how many notices there are, and when the last was told."""
    counted = select(Notice.target_id, Notice.state, func.count(), func.max(Notice.told_at))
    grouped = counted.group_by(Notice.target_id, Notice.state)
    return {(target, state): (n, last) for target, state, n, last in session.execute(grouped)}


def _reasons(session: Session) -> dict[int, Kept | None]:
    untold = select(func.max(Notice.id)).where(Notice.state.in_(("due", "given_up")), Notice.because.is_not(None))
    rows = select(Notice.target_id, Notice.because).where(Notice.id.in_(untold.group_by(Notice.target_id)))
    return {row.target_id: row.because for row in session.execute(rows)}
