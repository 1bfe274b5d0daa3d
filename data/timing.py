"""What a promise's clock writes on its conversation: pauses, and how the first reply kept it. Reckons nothing itself.

The clock, with its opening hours, is the policies'; who calls brings it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy.orm import Session

from data.models import Channel, Conversation, Delivery, Territory
from data.scope import lineage
from words import Sentence

A_MINUTE = timedelta(minutes=1)


class Timer(Protocol):
    """A clock that runs while a territory is open."""

    def by_clock(self) -> Timer: ...
    def ran(self, since: datetime, until: datetime) -> timedelta: ...
    def resumed(self, due_at: datetime, paused_at: datetime, at: datetime) -> datetime: ...


TimerOf = Callable[[Sequence[str], str, str], Timer]  # of a lineage, a network and a zone


def timer_for(session: Session, case: Conversation, timer_of: TimerOf) -> Timer:
    """Return the clock of what was promised in a conversation, by day and night where it was promised so."""
    zone = session.get_one(Territory, case.territory_id).zone
    timer = timer_of(lineage(session, case.territory_id), session.get_one(Channel, case.channel_id).network, zone)
    return timer.by_clock() if case.by_clock else timer


def resumed(session: Session, case: Conversation, timer_of: TimerOf, at: datetime) -> dict[str, Any]:
    """Return what a conversation's columns become when its delay runs again; nothing where it never stood still."""
    if case.paused_at is None:
        return {}
    timer = timer_for(session, case, timer_of)
    due_at = timer.resumed(case.due_at, case.paused_at, at) if case.due_at else None
    stood = timer.ran(case.paused_at, at) // A_MINUTE
    return {"paused_at": None, "paused_for": case.paused_for + stood, "due_at": due_at}


def first_reply(
    session: Session, case: Conversation, delivery: Delivery, timer_of: TimerOf, outage: Sentence
) -> dict[str, Any]:
    """Return what a person's first reply writes on its conversation, whose delay runs; `outage` names a late road."""
    at = delivery.published_at
    assert at is not None
    open_for = timer_for(session, case, timer_of).ran(case.opened_at, at) // A_MINUTE - case.paused_for
    found: dict[str, Any] = {"replied_at": at, "reply_open_for": max(0, open_for)}
    if case.due_at is None:
        return found
    if at <= case.due_at:
        return found | {"reply_outcome": "on_time"}
    ready_at = max(delivery.created_at, delivery.due_at)  # words, eyes and the wanted hour: the rest is the road
    if case.late_because is None and ready_at > case.due_at:
        return found | {"reply_outcome": "late"}
    return found | {"reply_outcome": "outage", "late_because": case.late_because or outage.kept()}
