"""Gathers the notices that are due into letters: all that one person, or one room, is told at once. Changes nothing.

Of incidents first, in letters of their own: nobody looks for an alarm among what did not leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from connectors.notices import NOBODY
from data import store
from data.in_crisis import places_of_incident
from data.models import Channel, Delivery, Incident, IncidentCall, Notice, Territory, User
from scheduler import alarm_words
from scheduler.alarm_words import Alarm
from scheduler.notice_words import News, said
from settings import settings

AT_ONCE = 5000  # notices in one round


@dataclass(frozen=True)
class Letter:
    """All that one person, or one room (nobody's `to`), is told at once, in their language."""

    to: str
    lang: str
    news: tuple[Any, ...]
    say: Callable[[Sequence[Any]], tuple[str, str]] = said


def letters(target_id: int, at: datetime) -> list[Letter]:
    """Return what is due at one address, a letter for each who is told there, oldest first in each."""
    with store.reading() as session:
        alarms, lost = list(_alarms(session, target_id, at)), list(_rows(session, target_id, at))
    return [
        Letter(to, lang, tuple(news for *_, news in of_one), say)
        for rows, say in ((alarms, alarm_words.said), (lost, said))
        for (_, to, lang), of_one in groupby(rows, key=lambda row: row[:3])
    ]


def due(target_id: int, at: datetime) -> ColumnElement[bool]:
    """Return the condition that a notice may be told now at this address."""
    return and_(Notice.target_id == target_id, Notice.state == "due", Notice.not_before <= at)


def _rows(session: Session, target_id: int, at: datetime) -> Iterator[tuple[int | None, str, str, News]]:
    query = (
        select(Notice, Delivery, Channel, Territory, User)
        .join(Delivery, Delivery.id == Notice.delivery_id)
        .join(Channel, Channel.id == Delivery.channel_id)
        .join(Territory, Territory.id == Delivery.territory_id)
        .outerjoin(User, User.id == Notice.user_id)
        .where(due(target_id, at))
        .order_by(Notice.user_id, Delivery.due_at, Notice.id)
        .limit(AT_ONCE)
    )
    for notice, delivery, channel, place, user in session.execute(query):
        to, lang = (user.email, user.lang) if user else (NOBODY, settings().lang)
        account = channel.network, channel.handle
        news = News(notice.id, notice.what, place.name, place.zone, *account, delivery.due_at, delivery.because)
        yield notice.user_id, to, lang, news


def _alarms(session: Session, target_id: int, at: datetime) -> Iterator[tuple[int | None, str, str, Alarm]]:
    query = (
        select(Notice, Incident, User)
        .join(Incident, Incident.id == Notice.incident_id)
        .outerjoin(User, User.id == Notice.user_id)
        .where(due(target_id, at))
        .order_by(Notice.user_id, Incident.level, Notice.id)
        .limit(AT_ONCE)
    )
    for notice, incident, user in session.execute(query):
        to, lang = (user.email, user.lang) if user else (NOBODY, settings().lang)
        places = [session.get_one(Territory, one) for one in places_of_incident(session, incident.id)]
        opener = session.get(User, incident.opened_by_id) if incident.opened_by_id is not None else None
        alarm = Alarm(
            notice_id=notice.id,
            step=notice.what,
            name=incident.name,
            drill=incident.drill,
            places=tuple(place.name for place in places),
            zone=places[0].zone,
            opened_at=incident.opened_at,
            by=opener.name if opener else "Parvis",
            reason=incident.reason,
            called=_called(session, incident, notice.what) if user is None else (),
        )
        yield notice.user_id, to, lang, alarm


def _called(session: Session, incident: Incident, step: str) -> tuple[str, ...]:
    """Return who was called at a step of the present alarm, for the room to know."""
    named = (
        select(User.name)
        .join(IncidentCall, IncidentCall.user_id == User.id)
        .where(IncidentCall.incident_id == incident.id, IncidentCall.alarm == incident.alarm, IncidentCall.step == step)
        .order_by(IncidentCall.id)
    )
    return tuple(session.scalars(named))
