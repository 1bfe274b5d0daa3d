"""Notes what is to be told, and to whom: each delivery that failed, was missed or waits for a person. Tells nobody.

By mail, its owner: the person who sends, and the account's people when the account cannot speak. In a room, everybody
there. What happened before somebody set an address is not told to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, func, literal_column, or_, select, update
from sqlalchemy.orm import Session

import clock
from connectors.notices import MAIL
from data import store
from data.models import AuditEvent, Channel, Delivery, Incident, Notice, NoticeTarget, Territory, User
from data.rows import AT, insert_once
from data.scope import visible

LOOK_BACK = timedelta(days=30)  # what was promised before that is read on the page alone
AT_ONCE = 1000  # deliveries for one address; the rest at the next pass

DUE: Select[*tuple[Any, ...]] = select(literal_column("0").label("key"), AT.label("since")).where(
    exists(select(NoticeTarget.id))
)
TROUBLE = or_(
    Delivery.state.in_(("failed", "missed")), and_(Delivery.state == "unconfirmed", Delivery.look_at.is_(None))
)
# the event that says so: another one, when it fails once more
EVENT = (
    select(func.max(AuditEvent.id))
    .where(AuditEvent.subject == Delivery.__tablename__, AuditEvent.subject_id == Delivery.id)
    .where(or_(AuditEvent.after == Delivery.state, AuditEvent.verb == "asked a person"))
    .correlate(Delivery)
    .scalar_subquery()
)
# of a notice: what it tells is still so
_LOST = exists().where(Delivery.id == Notice.delivery_id, TROUBLE, Notice.event_id == EVENT)
# of an incident: it is open, and who was called because nobody took it on need not come any more once somebody has
_GRAVE = exists().where(
    Incident.id == Notice.incident_id,
    or_(Incident.state == "open", and_(Incident.state == "acknowledged", ~Notice.what.startswith("called"))),
)
STILL = or_(_LOST, _GRAVE)


def note() -> int:
    """Make a notice of everything new, for each who is told of it; return how many. Twice at once makes it once.

    One that was given up is no trouble any more when its delivery is none.
    """
    at = clock.now()
    with store.reading() as session:
        new = list(_untold(session, at))
        over = session.scalars(select(Notice.id).where(Notice.state == "given_up", ~STILL).limit(AT_ONCE)).all()
    if not new and not over:
        return 0
    with store.writing() as session:
        session.execute(update(Notice).where(Notice.id.in_(over)).values(state="settled"))
        return sum(insert_once(session, Notice, **notice) is not None for notice in new)


def _untold(session: Session, at: datetime) -> Iterator[dict[str, Any]]:
    people, reach = _People(session), reach_of_targets(session)
    for target in session.scalars(select(NoticeTarget).order_by(NoticeTarget.id)).all():
        for delivery, channel, event_id in _in_trouble(session, target, reach[target.id], at):
            for user_id in people.of(delivery, channel) if target.kind == MAIL else [None]:
                yield {
                    "delivery_id": delivery.id,
                    "target_id": target.id,
                    "user_id": user_id,
                    "event_id": event_id,
                    "what": delivery.state,
                    "not_before": at,
                    "created_at": at,
                }


def _in_trouble(
    session: Session, target: NoticeTarget, territories: set[int], at: datetime
) -> list[tuple[Delivery, Channel, int]]:
    known = exists().where(Notice.target_id == target.id, Notice.event_id == AuditEvent.id)
    query = (
        select(Delivery, Channel, AuditEvent.id)
        .join(Channel, Channel.id == Delivery.channel_id)
        .join(AuditEvent, AuditEvent.id == EVENT)
        .where(TROUBLE, Delivery.due_at >= at - LOOK_BACK, Delivery.territory_id.in_(territories))
        .where(AuditEvent.at >= target.created_at, ~known)
        .order_by(Delivery.due_at, Delivery.id)
        .limit(AT_ONCE)
    )
    return [(delivery, channel, event_id) for delivery, channel, event_id in session.execute(query)]


def reach_of_targets(session: Session) -> dict[int, set[int]]:
    """Return the territories each address hears of: a room, its own and those below; of mail servers, the nearest."""
    above = {row.id: row.parent_id for row in session.execute(select(Territory.id, Territory.parent_id))}
    targets = session.scalars(select(NoticeTarget).order_by(NoticeTarget.id)).all()
    reach: dict[int, set[int]] = {target.id: set() for target in targets}
    for here in above:
        line: list[int | None] = [here]
        while line[-1] is not None:
            line.append(above[line[-1]])
        posts = sorted((line.index(t.territory_id), t.id) for t in targets if t.kind == MAIL and t.territory_id in line)
        rooms = [target.id for target in targets if target.kind != MAIL and target.territory_id in line]
        for hears in [*rooms, *(post for _, post in posts[:1])]:
            reach[hears].add(here)
    return reach


@dataclass
class _People:
    """Who is written to about a delivery; each person's reach is asked once."""

    session: Session
    _reached: dict[int, frozenset[int]] = field(default_factory=dict)

    def of(self, delivery: Delivery, channel: Channel) -> list[int]:
        """Return its owner, and the account's when it cannot speak: the first of each who still works there."""
        keepers = [channel.owner_id, channel.deputy_id]
        wanted = [[delivery.by_id, *keepers]] + ([keepers] if channel.state != "active" else [])
        found = [next((one for one in line if self._works(one, delivery.territory_id)), None) for line in wanted]
        return list(dict.fromkeys(one for one in found if one is not None))

    def _works(self, user_id: int | None, territory_id: int) -> bool:
        if user_id is None:
            return False
        if user_id not in self._reached:
            user = self.session.get(User, user_id)
            self._reached[user_id] = visible(self.session, user_id) if user and user.active else frozenset()
        return territory_id in self._reached[user_id]
