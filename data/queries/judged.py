"""What people said against the machine's judgements of messages: who, when, before and after. Changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.models import Correction, User
from data.queries.seen import Kept


@dataclass(frozen=True)
class Word:
    """One correction of a message; `before` and `after` hold the fields it is about, `tier` who had judged."""

    by: str
    at: datetime
    before: Kept
    after: Kept
    tier: str | None


def words_on(session: Session, message_ids: Collection[int]) -> dict[int, tuple[Word, ...]]:
    """Return the corrections of messages, oldest first; nothing for a message that nobody corrected."""
    rows = session.execute(
        select(Correction, func.coalesce(User.name, ""))
        .outerjoin(User, User.id == Correction.by_id)
        .where(Correction.message_id.in_(message_ids))
        .order_by(Correction.at, Correction.id)
    )
    found: dict[int, list[Word]] = defaultdict(list)
    for row, by in rows:
        found[row.message_id].append(Word(by, row.at, row.before, row.after, row.tier))
    return {message_id: tuple(words) for message_id, words in found.items()}
