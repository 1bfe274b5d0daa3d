"""How the whole installation fares, in figures: for monitoring and for `doctor`. Grouped reads; no name, no text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, make_url, or_, select, text
from sqlalchemy.orm import Session

from data import store
from data.models import Channel, Delivery, Freeze, Heartbeat, Message, Notice, Outcome, RateWindow, Territory
from settings import settings

OVERDUE_AFTER = timedelta(minutes=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """What is left of a network's rate window, at its worst over all accounts: 0 (nothing) to 1."""

    network: str
    verb: str
    left: float
    resets_at: datetime | None


@dataclass(frozen=True)
class Figures:
    """The state of the installation at `at`. Ages in seconds, sizes in bytes; None where there is nothing to say."""

    at: datetime
    deliveries: Mapping[tuple[str, str], int]  # by state and network
    oldest_due: float | None  # how long the oldest queued delivery that may leave has been due
    overdue: int  # queued and due for more than a minute, quiet hours and back-off apart
    for_a_person: int  # unconfirmed, and no machine can tell
    attempts: Mapping[str, int]  # ended in the last 24 hours, by result
    heartbeats: Mapping[str, float]  # ages by worker
    collected: Mapping[str, float]  # by network: how long ago its worst active account was read
    messages: int  # visitors' messages dated within the last 24 hours
    unread: int  # stored for more than a minute, and the deep judge, which is to read them, has not
    windows: tuple[Window, ...]
    channels: Mapping[tuple[str, str], int]  # by state and network
    freezes: int
    notices: Mapping[str, int]  # by state
    size: int  # of the database
    schema: str | None


def figures(at: datetime) -> Figures:
    """Read all figures in one go. Raises what the database raises when it is away."""
    with store.reading() as session:
        return Figures(
            at=at,
            deliveries=_deliveries(session),
            oldest_due=_oldest_due(session, at),
            overdue=_count(session, *_due(at - OVERDUE_AFTER, at)),
            for_a_person=_count(session, Delivery.state == "unconfirmed", Delivery.look_at.is_(None)),
            attempts=_attempts(session, at),
            heartbeats=_heartbeats(session, at),
            collected=_collected(session, at),
            messages=_messages(session, at),
            unread=_unread(session, at),
            windows=_windows(session, at),
            channels=_channels(session),
            freezes=session.scalar(select(func.count()).select_from(Freeze).where(Freeze.lifted_at.is_(None))) or 0,
            notices=_notices(session),
            size=_size(session),
            schema=store.revision_of(session.connection()),
        )  # fmt: skip


def _deliveries(session: Session) -> dict[tuple[str, str], int]:
    each = select(Delivery.channel_id, Delivery.state, func.count().label("n"))
    counted = each.group_by(Delivery.channel_id, Delivery.state).subquery()  # an index holds both
    total = select(counted.c.state, Channel.network, func.sum(counted.c.n)).join(
        Channel, Channel.id == counted.c.channel_id
    )
    return {
        (state, network): int(n) for state, network, n in session.execute(total.group_by(*total.selected_columns[:2]))
    }


def _due(before: datetime, at: datetime) -> tuple[object, ...]:
    waits = or_(Delivery.not_before.is_(None), Delivery.not_before <= at)
    return Delivery.state == "queued", Delivery.due_at <= before, waits


def _count(session: Session, *where: object) -> int:
    return session.scalar(select(func.count()).select_from(Delivery).where(*where)) or 0  # type: ignore[arg-type]  # conditions


def _oldest_due(session: Session, at: datetime) -> float | None:
    oldest = session.scalar(select(func.min(Delivery.due_at)).where(*_due(at, at)))  # type: ignore[arg-type]  # conditions
    return _age(oldest, at) if oldest else None


def _attempts(session: Session, at: datetime) -> dict[str, int]:
    ended = select(Outcome.result, func.count()).where(Outcome.ended_at > at - DAY).group_by(Outcome.result)
    return {row[0]: row[1] for row in session.execute(ended)}


def _heartbeats(session: Session, at: datetime) -> dict[str, float]:
    return {row.worker: _age(row.at, at) for row in session.execute(select(Heartbeat.worker, Heartbeat.at))}


def _notices(session: Session) -> dict[str, int]:
    return {row[0]: row[1] for row in session.execute(select(Notice.state, func.count()).group_by(Notice.state))}


def _collected(session: Session, at: datetime) -> dict[str, float]:
    last = func.min(func.coalesce(Channel.synced_at, Channel.created_at))
    rows = session.execute(select(Channel.network, last).where(Channel.state == "active").group_by(Channel.network))
    return {network: _age(oldest, at) for network, oldest in rows}


def _unread(session: Session, at: datetime) -> int:
    waits = Message.deepen_at.is_not(None), Message.stored_at <= at - OVERDUE_AFTER
    return session.scalar(select(func.count()).select_from(Message).where(*waits)) or 0


def _messages(session: Session, at: datetime) -> int:
    places = select(Territory.id)  # named, so that an index by place answers
    recent = Message.territory_id.in_(places), Message.inward, Message.posted_at > at - DAY
    return session.scalar(select(func.count()).select_from(Message).where(*recent)) or 0


def _windows(session: Session, at: datetime) -> tuple[Window, ...]:
    """A window that began anew since is full again: the network will say so at the next request."""
    open_ = or_(RateWindow.resets_at.is_(None), RateWindow.resets_at > at)
    worst: dict[tuple[str, str], Window] = {}
    for row in session.scalars(select(RateWindow).where(open_, RateWindow.most > 0)):
        one = Window(row.network, row.verb, min(max(row.left / row.most, 0.0), 1.0), row.resets_at)
        known = worst.get((row.network, row.verb))
        if known is None or one.left < known.left:
            worst[row.network, row.verb] = one
    return tuple(worst[key] for key in sorted(worst))


def _channels(session: Session) -> dict[tuple[str, str], int]:
    rows = session.execute(
        select(Channel.state, Channel.network, func.count()).group_by(Channel.state, Channel.network)
    )
    return {(state, network): n for state, network, n in rows}


def _size(session: Session) -> int:
    if session.get_bind().dialect.name != "sqlite":
        return int(session.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    path = Path(make_url(settings().database).database or "")
    return sum(file.stat().st_size for file in (path, path.with_name(f"{path.name}-wal")) if file.exists())


def _age(then: datetime, at: datetime) -> float:
    return (at - then).total_seconds()
