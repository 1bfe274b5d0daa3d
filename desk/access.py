"""Who looked at what a visitor wrote: once a day, person and conversation. Shown to whoever protects data."""

from __future__ import annotations

import clock
from data import store
from data.models import Access, Conversation, Territory
from data.retention import LOG_FOR
from data.rows import insert_once
from desk.rights import reach


def looked(by: int, conversation_id: int) -> None:
    """Write down that somebody opened a conversation they may see."""
    at = clock.now()
    with store.writing() as session:
        case = reach(session, by, "view", Conversation, conversation_id, held=False)
        today = at.astimezone(clock.zone(session.get_one(Territory, case.territory_id).zone)).date()
        insert_once(
            session, Access, user_id=by, territory_id=case.territory_id, what="conversations", what_id=case.id,
            on=today, at=at, keep_until=at + LOG_FOR,
        )  # fmt: skip
