"""Deliveries that have not left, each with why and what is safe to do: read from rows, so it is true when it is read.

Changes nothing and judges nothing: the scheduler and the desk do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from data import freezes, store
from data.models import Attempt, Channel, Delivery, Freeze, Heartbeat, Outcome, Post, Territory
from data.queries.asked import standing
from data.queries.late import LATE_AFTER
from data.queries.parcels import Parcel, parcels
from data.queries.places import ALIVE_FOR
from data.queries.seen import Place, places_of
from data.queries.standing import Account, Around, Standing

OPEN = ("queued", "sending", "unconfirmed", "missed", "failed", "held")  # everything that is not over
STUCK = ("failed", "missed", "held")
A_DAY = timedelta(days=1)
AT_ONCE = 300


@dataclass(frozen=True)
class Waiting:
    """One delivery, where it belongs, and how it stands."""

    parcel: Parcel
    place: Place
    standing: Standing


def listed(user_id: int, at: datetime) -> list[Waiting]:
    """Return what needs a person, what should be gone, what is held; then what leaves or left within a day of `at`.

    At most `AT_ONCE` of each, the oldest first: `left_out` says how many more there are.
    """
    with store.reading() as session:
        places = places_of(session, user_id)
        found = [one for kind in _kinds(at) for one in parcels(session, kind, places=places, size=AT_ONCE)]
        stand = standings(session, Delivery.id.in_([one.id for one in found]), at=at)
        return [Waiting(one, places[one.territory_id], stand.get(one.id, Standing("rest"))) for one in found]


def left_out(user_id: int, at: datetime) -> int:
    """Return how many deliveries `listed` leaves out because they are too many."""
    with store.reading() as session:
        here = Delivery.territory_id.in_(places_of(session, user_id))
        there = [session.scalar(select(func.count()).where(here, kind)) or 0 for kind in _kinds(at)]
        return sum(max(0, n - AT_ONCE) for n in there)


def _kinds(at: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return what presses, and what leaves or left within a day."""
    due = (Delivery.state == "queued") & (Delivery.due_at <= at - LATE_AFTER)
    soon = (Delivery.state == "queued") & (Delivery.due_at > at - LATE_AFTER) & (Delivery.due_at <= at + A_DAY)
    gone = (Delivery.state == "published") & (Delivery.published_at > at - A_DAY)
    return or_(Delivery.state.in_(OPEN[1:]), due), or_(soon, gone)


def counts(user_id: int) -> dict[str, int]:
    """Return how many deliveries wait for a person's decision, by the slug of their place."""
    with store.reading() as session:
        places = places_of(session, user_id)
        asked = (Delivery.state == "unconfirmed") & Delivery.look_at.is_(None)
        rows = session.execute(
            select(Delivery.territory_id, func.count())
            .where(Delivery.territory_id.in_(places), or_(Delivery.state.in_(STUCK[:2]), asked))
            .group_by(Delivery.territory_id)
        ).all()
        found: Counter[str] = Counter({places[place].slug: n for place, n in rows})
        for place in _released(session, places):
            found[places[place].slug] += 1
        return dict(found)


def _released(session: Session, places: Collection[int]) -> list[int]:
    """Return the place of each delivery that is held and which no suspension holds any more."""
    rows = session.execute(
        select(Delivery.territory_id, Delivery.channel_id, Post.tags)
        .join(Post, Post.id == Delivery.post_id)
        .where(Delivery.state == "held", Delivery.territory_id.in_(places))
    ).all()
    there = {channel: freezes.in_force(session, channel) for channel in {row.channel_id for row in rows}}
    return [row.territory_id for row in rows if not any(_holds(one, row.tags) for one in there[row.channel_id])]


def _holds(freeze: Freeze, tags: Collection[str]) -> bool:
    return freeze.tag is None or freeze.tag in tags


def standings(session: Session, *where: ColumnElement[bool], at: datetime) -> dict[int, Standing]:
    """Return how each delivery that is not over and fulfils `where` stands at `at`, by id."""
    rows = session.execute(
        select(Delivery, Post.state, Post.tags, Post.conversation_id, Territory.zone)
        .join(Post, Post.id == Delivery.post_id)
        .join(Territory, Territory.id == Delivery.territory_id)
        .where(Delivery.state.in_(OPEN), *where)
    ).all()
    accounts = _accounts(session, {one.channel_id for one, *_ in rows}, at)
    results = _results(session, [one.id for one, *_ in rows if one.state == "failed"])
    last = session.scalar(select(func.max(Heartbeat.at)))
    dead = last is None or at - last > ALIVE_FOR
    found = {}
    for one, state, tags, conversation_id, zone in rows:
        account, holding = accounts[one.channel_id]
        around = Around(
            account=replace(account, suspended=next((f.reason for f in holding if _holds(f, tags)), None)),
            zone=zone,
            scheduled=state == "scheduled",
            # replies and verified safety may pass a suspension; one that may not is held within seconds, by the rules
            passes=conversation_id is not None or {"safety", "verified"} <= set(tags),
            result=results.get(one.id),
            dead=dead,
            last_beat=last,
        )
        found[one.id] = standing(one, around, at)
    return found


def _accounts(session: Session, ids: Collection[int], at: datetime) -> dict[int, tuple[Account, Sequence[Freeze]]]:
    """Return each account, and the suspensions in force there: one of a tag holds some of its posts only."""
    lines = _lines(session, ids, at)
    found = {}
    for row in session.scalars(select(Channel).where(Channel.id.in_(ids))):
        account = Account(
            handle=f"@{row.handle.lstrip('@')}",
            state=row.state,
            quiet_until=row.quiet_until,
            write_after=row.write_after,
            read_after=row.read_after,
            renewing_until=row.renewing_until,
            before={delivery_id: n for n, delivery_id in enumerate(lines[row.id])},
        )
        found[row.id] = account, freezes.in_force(session, row.id)
    return found


def _lines(session: Session, ids: Collection[int], at: datetime) -> dict[int, list[int]]:
    """Return for each account what it sends, in order: the one being sent, then what is due and not put off."""
    ready = (Delivery.due_at <= at) & or_(Delivery.not_before.is_(None), Delivery.not_before <= at)
    rows = session.execute(
        select(Delivery.channel_id, Delivery.id)
        .where(Delivery.channel_id.in_(ids))
        .where(or_(Delivery.state == "sending", (Delivery.state == "queued") & ready))
        .order_by(Delivery.state.desc(), Delivery.due_at, Delivery.id)  # sending stands before queued
    )
    lines: dict[int, list[int]] = defaultdict(list)
    for channel_id, delivery_id in rows:
        lines[channel_id].append(delivery_id)
    return lines


def _results(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Return the result of the last try of each delivery."""
    rows = session.execute(
        select(Attempt.delivery_id, Outcome.result)
        .join(Outcome, Outcome.attempt_id == Attempt.id)
        .where(Attempt.delivery_id.in_(ids))
        .order_by(Attempt.delivery_id, Attempt.number)
    )
    return {row.delivery_id: row.result for row in rows}  # the last one stays
