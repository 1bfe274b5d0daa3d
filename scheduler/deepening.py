"""Lets the deep judge read what the fast one read at the door: a moment later, so that collecting never waits for it.

Who takes messages moves `deepen_at` on; a worker that dies leaves them due again. A person's word is never taken back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from threading import Event

import structlog
from sqlalchemy import Select, literal_column, select, update
from sqlalchemy.orm import Session

import clock
from connectors.contract import Author, Mention
from data import store
from data.answering import held
from data.models import Channel, Message
from data.rows import AT
from data.threads import take_last_word
from scheduler.joining import feel, sort_again
from scheduler.rejudging import Stored, columns_of, judged, texts_of
from scheduler.weighing import NOISE, home_of, sorted_by
from sentiment import deep
from sentiment.judgement import Judgement

log = structlog.get_logger(__name__)
BATCH = 32  # read and written in half a second, so that what comes meanwhile is next
TAKEN_FOR = timedelta(minutes=2)  # much longer than a batch takes
_WAITS = select(Message.id, Message.deepen_at).where(Message.deepen_at <= AT).order_by(Message.deepen_at.desc())
DUE = select(literal_column("0").label("key"), _WAITS.limit(1).subquery().c.deepen_at.label("since"))
# the newest first: a backlog never makes a visitor of now wait
_NEXT = _WAITS.order_by(Message.id.desc()).limit(BATCH).with_for_update(skip_locked=True, key_share=True)


def deepen(stop: Event | None = None) -> dict[str, int]:
    """Judge by the deep tier what waits for it; count messages `judged`, and those `left` as the fast one judged."""
    done: Counter[str] = Counter()
    while not (stop and stop.is_set()) and (ids := _take(clock.now())):
        with store.reading() as session:
            items = texts_of(session, ids)
        found = _judged(items)
        for conversation_id in dict.fromkeys(item.conversation_id for item in items if item.id in found):
            here = {item.id: found[item.id] for item in items if item.conversation_id == conversation_id}
            with store.writing() as session:
                _write(session, conversation_id, here)
        if left := [one for one in ids if one not in found]:
            _leave(left)
        done.update(judged=len(found), left=len(ids) - len(found))
    return {name: done[name] for name in ("judged", "left")}


def _take(at: datetime) -> Sequence[int]:
    with store.writing() as session:
        ids = session.scalars(_NEXT, {"at": at}).all()
        if ids:
            session.execute(update(Message).where(Message.id.in_(ids)).values(deepen_at=at + TAKEN_FOR))
    return ids


def _judged(items: Sequence[Stored]) -> dict[int, Judgement]:
    """Return the judgements; none when the deep tier is gone or fails: the same words would make it fail again."""
    try:
        return judged(items, deep.NAME)
    except Exception as error:  # named here: its text may hold a visitor's words
        log.error("left to the fast tier", messages=[item.id for item in items], error=type(error).__name__)
        return {}


def _write(session: Session, conversation_id: int, judgements: Mapping[int, Judgement]) -> None:
    """Write judgements on messages of one conversation, and what they change in it."""
    case = held(session, conversation_id)
    channel = session.get_one(Channel, case.channel_id)
    home = home_of(session, channel)
    here = select(Message).where(Message.id.in_(judgements)).order_by(Message.id)
    for message in session.scalars(here.with_for_update(key_share=True)).all():
        judgement = judgements[message.id]
        columns = columns_of(judgement, message.overruled or {}, message.flags, message.intent)
        for name, value in columns.items():
            setattr(message, name, value)
        session.flush()
        noise = any(flag["code"] == NOISE for flag in message.flags)
        if not (message.overruled or noise):  # a person has judged it: its place in the queue stays too
            item = sorted_by(judgement, _mention(message, case.thread_id), home, channel.network, message.stored_at)
            sort_again(session, case, item)
    take_last_word(session, case)
    feel(session, case)


def _mention(message: Message, thread_id: str) -> Mention:
    """Return a stored message as it came, but for its author, whom sorting never looks at (AC-21)."""
    return Mention(
        remote_id=message.remote_id, thread_id=thread_id, author=Author(""), text=message.text,
        posted_at=message.posted_at, kind=message.kind, media_count=message.media_count,  # type: ignore[arg-type]
    )  # fmt: skip


def _leave(ids: Sequence[int]) -> None:
    with store.writing() as session:
        free = session.scalars(_free(ids)).all()
        session.execute(update(Message).where(Message.id.in_(free)).values(deepen_at=None))


def _free(ids: Sequence[int]) -> Select[int]:
    return select(Message.id).where(Message.id.in_(ids)).with_for_update(skip_locked=True, key_share=True)
