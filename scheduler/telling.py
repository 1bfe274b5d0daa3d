"""Tells people outside the product what was noted: one message for each person or room and minute, however much it is.

A message is claimed before it leaves: two workers tell it once. One that dies between sending and writing it down is
the only way to tell twice, and not before ten minutes. What cannot be told is tried again, ever later, then given up
and named. Outside the on-call window nobody is told anything but safety.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Event
from typing import Any

import structlog
from sqlalchemy import func, or_, select, update

import clock
from connectors import notices
from connectors.failures import Failure
from data import sealed, store
from data.models import Notice, NoticeTarget, User
from data.rows import AT, past
from scheduler.hushing import hush
from scheduler.letters import Letter, due, letters
from scheduler.notice_words import trial
from scheduler.noting import STILL
from settings import settings
from words import Sentence, s, spoken

log = structlog.get_logger(__name__)
PAUSE = timedelta(minutes=1)  # between two rounds of one address
CLAIM = timedelta(minutes=10)  # longer than the wire ever waits; a worker that died with it may have sent
TRIES = 10  # some four hours
FIRST_BACK_OFF, LONGEST_BACK_OFF = timedelta(minutes=1), timedelta(hours=1)

DUE = (
    select(Notice.target_id.label("key"), func.min(Notice.not_before).label("since"))
    .join(NoticeTarget, NoticeTarget.id == Notice.target_id)
    .where(Notice.state == "due", Notice.not_before <= AT, past(NoticeTarget.next_at))
    .group_by(Notice.target_id)
)


def tell(target_id: int, stop: Event | None = None) -> dict[str, int]:
    """Tell one address all that is due; return how many notices were told, and how many not.

    After a failure its other letters wait for the next round: a server that is away is asked once a minute.
    """
    at = clock.now()
    target, done = _take(target_id, at), Counter[str]()
    if target is None:
        return {}
    hush(target_id, at)
    for letter in letters(target_id, at):
        if stop and stop.is_set():
            break
        held = _hold(letter, clock.now())
        if not held:
            continue
        failure = _send(target, letter, [one for one in letter.news if one.notice_id in held])
        _write_down(target_id, held, failure, clock.now())
        done["told" if failure is None else "not_told"] += len(held)
        if failure is not None:
            break
    return dict(done)


def try_out(target_id: int, user_id: int | None = None) -> None:
    """Tell an address that it works, at once; through a mail server, to that person. Raises `Failure`."""
    with store.reading() as session:
        target = session.get_one(NoticeTarget, target_id)
        user = session.get(User, user_id) if user_id is not None else None
    with spoken(user.lang if user else settings().lang):
        title, body = trial()
    _tell(target, user.email if user else notices.NOBODY, title, body)


def _take(target_id: int, at: datetime) -> NoticeTarget | None:
    """Take the address for this minute, and drop what was settled meanwhile; None when somebody else has it."""
    with store.writing() as session:
        free = or_(NoticeTarget.next_at.is_(None), NoticeTarget.next_at <= at)
        take = update(NoticeTarget).where(NoticeTarget.id == target_id, free).values(next_at=at + PAUSE)
        if session.execute(take.returning(NoticeTarget.id)).one_or_none() is None:
            return None
        gone = Notice.user_id.in_(select(User.id).where(~User.active))
        session.execute(
            update(Notice)
            .where(due(target_id, at), or_(~STILL, gone))
            .values(state="settled")
            .execution_options(synchronize_session=False)
        )
        return session.get_one(NoticeTarget, target_id)


def _hold(letter: Letter, at: datetime) -> set[int]:
    """Claim a letter's notices, committed before anything leaves; return the ids of those that are ours."""
    ids = [one.notice_id for one in letter.news]
    claim = update(Notice).where(Notice.id.in_(ids), Notice.state == "due", Notice.not_before <= at)
    with store.writing() as session:
        held = claim.values(sent=Notice.sent + 1, not_before=at + CLAIM).returning(Notice.id)
        return set(session.scalars(held.execution_options(synchronize_session=False)))


def _send(target: NoticeTarget, letter: Letter, news: Sequence[Any]) -> Sentence | None:
    """Send one letter; return why it could not be told, None when it was."""
    with spoken(letter.lang):
        title, body = letter.say(news)
    try:
        _tell(target, letter.to, title, body)
    except Failure as failure:
        return failure.reason
    except sealed.NoKey:
        return s("Cette adresse ne s'ouvre pas : remettez l'ancienne clé dans PARVIS_SECRET_KEY.")
    return None


def _tell(target: NoticeTarget, to: str, title: str, body: str) -> None:
    url = sealed.unseal(target.url)["url"]
    notices.tell(target.kind, url, title, body, to=to, trusted=target.by_id is None)


def _write_down(target_id: int, held: set[int], failure: Sentence | None, at: datetime) -> None:
    ours = update(Notice).where(Notice.id.in_(held), Notice.state == "due")
    if failure is None:
        with store.writing() as session:
            session.execute(ours.values(state="told", told_at=at, because=None))
        log.info("told", target=target_id, notices=len(held))
        return
    with store.writing() as session:
        over = session.scalars(
            ours.where(Notice.sent >= TRIES).values(state="given_up", because=failure.kept()).returning(Notice.id)
        ).all()
        most = session.scalar(select(func.max(Notice.sent)).where(Notice.id.in_(held), Notice.state == "due"))
        again = at + min(FIRST_BACK_OFF * 2 ** ((most or 1) - 1), LONGEST_BACK_OFF)
        session.execute(ours.values(not_before=again, because=failure.kept()))
    log.warning("not told", target=target_id, notices=len(held), because=failure.text)
    if over:
        log.error("notices given up", target=target_id, notices=len(over))
