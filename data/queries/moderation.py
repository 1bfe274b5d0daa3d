"""What was hidden in a conversation, why, and what became of it. Evidence never passes here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from data import store
from data.models import Moderation, User
from data.queries.seen import Kept, Place, places_of


@dataclass(frozen=True)
class Act:
    """One act. `because`: what the network said last, while it is not done; `sealed`: evidence is kept."""

    id: int
    place: Place
    message_id: int
    message_class: str
    clause: str
    reasons: str
    state: str
    by: str
    at: datetime
    done_at: datetime | None
    because: Kept | None
    sealed: bool


def acts(user_id: int, conversation_id: int) -> list[Act]:
    """Return what was done to the words of a conversation the user may see, oldest first."""
    with store.reading() as session:
        places = places_of(session, user_id)
        mine = Moderation.conversation_id == conversation_id, Moderation.territory_id.in_(places)
        rows = session.execute(
            select(Moderation, User.name).join(User, User.id == Moderation.by_id).where(*mine).order_by(Moderation.id)
        ).all()
        return [
            Act(
                row.id, places[row.territory_id], row.message_id, row.message_class, row.clause, row.reasons, row.state,
                name, row.at, row.done_at, row.because, row.evidence is not None,
            )
            for row, name in rows
        ]  # fmt: skip
