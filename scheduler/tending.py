"""Tends what only time ends: sleep, assignments nobody used, old sessions; and says that this worker is alive."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

import clock
from data import store
from data.lifecycle import move
from data.models import Assignment, Conversation, Heartbeat, Note, SignIn, SignInTry
from data.rows import AT, stands, upsert
from scheduler.lapsing import lapse
from words import t

TRIES_KEPT_FOR = timedelta(days=1)
SILENT_FOR = timedelta(days=1)  # a worker that said nothing for so long is forgotten
ASLEEP = select(Conversation.id.label("key"), Conversation.snoozed_until.label("since")).where(
    stands(Conversation, "snoozed"), Conversation.snoozed_until <= AT
)
UNUSED = select(Conversation.id.label("key"), Conversation.returns_at.label("since")).where(
    stands(Conversation, "assigned"), Conversation.returns_at <= AT
)


def tend() -> dict[str, int]:
    """Do everything that time has ended by now; count it."""
    at = clock.now()
    return {"woken": wake(at), "returned": give_back(at), "lapsed": lapse(at), "expired": expire(at)}


def wake(at: datetime) -> int:
    """Bring snoozed conversations back to the queue when their moment has come."""
    due = store.ask(ASLEEP, at=at)
    if not due:
        return 0
    with store.writing() as session:
        return sum(_to_the_queue(session, row.key, "snoozed", "woken", at) for row in due)


def give_back(at: datetime) -> int:
    """Put assigned conversations back in the queue when their time is over, and leave a note that says so (AC-50)."""
    due = store.ask(UNUSED, at=at)
    if not due:
        return 0
    with store.writing() as session:
        returned = [row.key for row in due if _to_the_queue(session, row.key, "assigned", "returned", at)]
        text = t("Personne n'a répondu à temps : la conversation est revenue dans la file.")
        session.add_all(Note(conversation_id=i, text=text, at=at) for i in returned)
        return len(returned)


def expire(at: datetime) -> int:
    """Forget sessions that ended, failed sign-ins of long ago and workers that are gone."""
    ended = (
        delete(SignIn).where(SignIn.expires_at <= at).returning(SignIn.id),
        delete(SignInTry).where(SignInTry.at <= at - TRIES_KEPT_FOR).returning(SignInTry.id),
        delete(Heartbeat).where(Heartbeat.at <= at - SILENT_FOR).returning(Heartbeat.id),
    )
    with store.writing() as session:
        return sum(len(session.scalars(one).all()) for one in ended)


def leave(worker: str) -> None:
    """Say that `worker` ended as it should: nobody is to wonder about its silence."""
    with store.writing() as session:
        session.execute(delete(Heartbeat).where(Heartbeat.worker == worker))


def beat(worker: str, started_at: datetime) -> None:
    """Say that `worker` is alive now."""
    with store.writing() as session:
        upsert(session, Heartbeat, ("worker",), worker=worker, started_at=started_at, at=clock.now())


def _to_the_queue(session: Session, conversation_id: int, before: str, why: str, at: datetime) -> bool:
    timer = Conversation.snoozed_until if before == "snoozed" else Conversation.returns_at
    if not move(
        session, Conversation, conversation_id, before, "open", at=at, where=[timer <= at], detail={"why": why},
        owner_id=None, returns_at=None, snoozed_until=None,
    ):  # fmt: skip
        return False
    running = Assignment.conversation_id == conversation_id, Assignment.ended_at.is_(None)
    session.execute(update(Assignment).where(*running).values(ended_at=at, ended_because=why))
    return True
