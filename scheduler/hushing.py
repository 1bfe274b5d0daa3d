"""Puts off what may not disturb anybody now: outside the on-call window nothing is told but safety (AC-57)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from data import store
from data.models import Delivery, Notice, Post, Territory
from data.roster import on_duty
from data.scope import lineage
from policies.duty import OnCall, level_of, push_from
from policies.in_force import on_call_of
from scheduler.letters import due


def hush(target_id: int, at: datetime) -> int:
    """Put off, until their territory's window opens, notices of one address that must wait for it; return how many."""
    later: dict[datetime, list[int]] = defaultdict(list)
    query = (
        select(Notice.id, Post.tags, Delivery.territory_id)
        .join(Delivery, Delivery.id == Notice.delivery_id)
        .join(Post, Post.id == Delivery.post_id)
        .where(due(target_id, at))
    )
    with store.reading() as session:
        windows: dict[int, OnCall] = {}
        for notice_id, tags, here in session.execute(query):
            if here not in windows:
                windows[here] = _on_call(session, here, at)
            begins = push_from(level_of(tags), at, windows[here])
            if begins > at:
                later[begins].append(notice_id)
    if not later:
        return 0
    with store.writing() as session:
        for begins, ids in later.items():
            still = Notice.id.in_(ids), Notice.state == "due", Notice.not_before <= at
            session.execute(update(Notice).where(*still).values(not_before=begins))
    return sum(map(len, later.values()))


def _on_call(session: Session, territory_id: int, at: datetime) -> OnCall:
    zone = session.get_one(Territory, territory_id).zone
    duty = on_duty(session, territory_id, at.astimezone(ZoneInfo(zone)).date())
    return on_call_of(lineage(session, territory_id), zone, duty.window if duty else None)
