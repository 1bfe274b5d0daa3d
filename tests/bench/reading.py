"""The inbox's pages beside fifty fetches by primary key; a rare word beside LIKE."""

from __future__ import annotations

from sqlalchemy import select

from data import store
from data.models import Conversation, Message
from data.queries import inbox, search
from tests.bench.measuring import paired, tell
from tests.cast import Cast


def run(people: Cast) -> None:
    """Read page 1, a page far down, and the newest messages with a rare word."""
    alice = people.user["alice"]
    first = inbox.queue(alice)
    ids = [row.id for row in first.rows]
    page, floor = paired(lambda: inbox.queue(alice), lambda: _fetch(ids))
    tell("inbox page 1", page * 1000, "CPU-ms", floor * 1000, page / floor, "<= 3", page / floor <= 3)
    far = _down(alice, 100)
    deep, again = paired(lambda: inbox.queue(alice, after=far), lambda: inbox.queue(alice))
    tell("inbox page 101", deep * 1000, "CPU-ms", again * 1000, deep / again, "<= 2", deep / again <= 2)
    found, scanned = paired(lambda: search.newest(alice, "quincaillerie"), _like, rounds=5)
    ratio = scanned / found
    tell("search rare word", found * 1000, "CPU-ms", scanned * 1000, ratio, ">= 20", ratio >= 20)


def _fetch(ids: list[int]) -> None:
    with store.reading() as session:
        for case in ids:
            session.get(Conversation, case)


def _down(user_id: int, pages: int) -> inbox.Cursor | None:
    after: inbox.Cursor | None = None
    for _ in range(pages):
        after = inbox.queue(user_id, after=after).next or after
    return after


def _like() -> None:
    with store.reading() as session:
        wanted = select(Message.id).where(Message.text.like("%quincaillerie%")).order_by(Message.id.desc()).limit(50)
        session.scalars(wanted).all()
