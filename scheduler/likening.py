"""Marks which new messages say what was said to the territory the same day already: counted once, folded in the inbox.

Ours, noise and what was taken back are neither copies nor copied. A conversation that a person set aside attracts no
more: what comes after it stands in the queue for itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session, aliased

import clock
from data.models import Conversation, Message
from data.threads import flagged
from scheduler.weighing import Home, Weighed
from sentiment.copies import FURTHEST, copied

MOST = 2_000  # messages of a day that new ones are compared with, the latest

Stored = tuple[int, Weighed]  # a message's id, and how it came


def mark(session: Session, home: Home, stored: Sequence[Stored]) -> None:
    """Mark which of the messages just stored, in the order in which they came, copy another, and which conversations
    are nothing but a copy.
    """
    days: dict[date, list[Stored]] = defaultdict(list)
    for message_id, item in stored:
        if item.aside is None:
            days[item.mention.posted_at.astimezone(clock.zone(home.zone)).date()].append((message_id, item))
    copies = {copy: first for day, some in days.items() for copy, first in _likened(session, home, day, some).items()}
    if copies:
        _write(session, copies)


def _likened(session: Session, home: Home, day: date, new: Sequence[Stored]) -> dict[int, int]:
    """Return which of a day's new messages copy which first."""
    told = _told(session, home, day, [message_id for message_id, _ in new])
    ids = [*(message_id for message_id, _ in told), *(message_id for message_id, _ in new)]
    firsts = copied([item.mention.text for _, item in new], [text for _, text in told])
    return {copy: ids[first] for (copy, _), first in zip(new, firsts, strict=True) if first is not None}


def _told(session: Session, home: Home, day: date, new: Sequence[int]) -> list[tuple[int, str]]:
    """Return what may be copied: what was said to the territory on its local day and copies nothing, first to last."""
    since, until = _bounds(day, home.zone)
    rows = session.execute(
        select(Message.id, func.substr(Message.text, 1, FURTHEST))
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Message.territory_id == home.territory_id, Message.inward)
        .where(Message.posted_at >= since, Message.posted_at < until, Message.id.not_in(new))
        .where(Message.copy_of_id.is_(None), Message.withdrawn_at.is_(None), ~flagged("noise"))
        .where(Conversation.state != "ignored")
        .order_by(Message.posted_at.desc(), Message.id.desc())
        .limit(MOST)
    )
    return sorted((row[0], row[1]) for row in rows)


def _bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    here = clock.zone(zone)
    return datetime.combine(day, time.min, here), datetime.combine(day + timedelta(days=1), time.min, here)


def _write(session: Session, copies: dict[int, int]) -> None:
    """Write the marks; only conversations made by this very transaction hold nothing but a copy: none is waited for."""
    session.execute(update(Message), [{"id": copy, "copy_of_id": first} for copy, first in sorted(copies.items())])
    mine, other = aliased(Message), aliased(Message)
    more = exists().where(other.conversation_id == mine.conversation_id, other.inward, other.id != mine.id)
    alone = select(mine.conversation_id).where(mine.id.in_(copies), ~more)
    session.execute(
        update(Conversation)
        .where(Conversation.id.in_(alone))
        .values(repeats=True)
        .execution_options(synchronize_session=False)
    )
