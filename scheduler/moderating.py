"""Hides on the networks what people asked to hide. Hiding twice hides once, so what went wrong is tried again."""

from __future__ import annotations

from datetime import timedelta

import structlog
from sqlalchemy import select, update

import clock
from connectors.failures import Failure, RateLimited, Rejected, Unauthorized, Unreachable, Unsupported
from data import store
from data.lifecycle import move
from data.models import Channel, Message, Moderation
from data.rows import AT, stands
from scheduler.accounts import Line, connect, heed, line_of
from words import s

log = structlog.get_logger(__name__)
TAKEN_FOR = timedelta(minutes=2)  # nobody else tries meanwhile
MOST = 8  # some two hours
FIRST_PAUSE = timedelta(seconds=30)
ODD = s("Le réseau a répondu d'une façon inattendue.")

DUE = select(Moderation.id.label("key"), Moderation.not_before.label("since")).where(
    stands(Moderation, "asked"), Moderation.not_before <= AT
)


def moderate(moderation_id: int) -> str | None:
    """Carry one act out; return where it stands, or None when somebody else is at it."""
    taken = _take(moderation_id)
    if taken is None:
        return None
    line, remote_id, tries = taken
    try:
        connect(line).withdraw(remote_id)
    except Failure as failure:
        return _fail(moderation_id, line, failure, tries)
    except Exception as error:  # named here: its text may hold a token
        log.error("unnamed failure", network=line.network, error=type(error).__name__)
        return _fail(moderation_id, line, Unreachable(ODD), tries)
    return _done(moderation_id)


def _take(moderation_id: int) -> tuple[Line, str, int] | None:
    at = clock.now()
    with store.writing() as session:
        mine = Moderation.id == moderation_id, Moderation.state == "asked", Moderation.not_before <= at
        take = update(Moderation).where(*mine).values(not_before=at + TAKEN_FOR, tries=Moderation.tries + 1)
        found = session.execute(take.returning(Moderation.channel_id, Moderation.message_id, Moderation.tries)).first()
        if found is None:
            return None
        channel_id, message_id, tries = found
        return line_of(session.get_one(Channel, channel_id)), session.get_one(Message, message_id).remote_id, tries


def _done(moderation_id: int) -> str:
    at = clock.now()
    with store.writing() as session:
        row = session.get_one(Moderation, moderation_id)
        if move(session, Moderation, moderation_id, "asked", "done", at=at, done_at=at):
            session.execute(update(Message).where(Message.id == row.message_id).values(withdrawn_at=at))
    return "done"


def _fail(moderation_id: int, line: Line, failure: Failure, tries: int) -> str:
    at = clock.now()
    final = isinstance(failure, Rejected | Unsupported) or tries >= MOST
    with store.writing() as session:
        heed(session, line, failure, at)
        if final:
            move(session, Moderation, moderation_id, "asked", "failed", at=at, because=failure.reason)
            return "failed"
        pause = FIRST_PAUSE * 2**tries
        if isinstance(failure, RateLimited) and failure.retry_at is not None:
            pause = max(pause, failure.retry_at - at)
        if isinstance(failure, Unauthorized):
            pause = max(pause, timedelta(minutes=15))
        again = {"not_before": at + pause, "because": failure.reason.kept()}
        session.execute(update(Moderation).where(Moderation.id == moderation_id).values(**again))
    return "asked"
