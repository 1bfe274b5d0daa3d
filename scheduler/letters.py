"""Gathers the notices that are due into letters: all that one person, or one room, is told at once. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from connectors.notices import NOBODY
from data import store
from data.models import Channel, Delivery, Notice, Territory, User
from scheduler.notice_words import News
from settings import settings

AT_ONCE = 5000  # notices in one round


@dataclass(frozen=True)
class Letter:
    """All that one person, or one room (nobody's `to`), is told at once, in their language."""

    to: str
    lang: str
    news: tuple[News, ...]


def letters(target_id: int, at: datetime) -> list[Letter]:
    """Return what is due at one address, a letter for each who is told there, oldest first in each."""
    with store.reading() as session:
        rows = list(_rows(session, target_id, at))
    return [
        Letter(to, lang, tuple(news for *_, news in of_one))
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
