"""One conversation whole: what was said, what we know of it, what is under way, who did what. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from data import store
from data.models import Author, Channel, Conversation, Delivery, Message, Post, Variant
from data.queries import copies
from data.queries.folding import how_many
from data.queries.parcels import Parcel, parcels
from data.queries.seen import Kept, Place, names_of, places_of
from data.queries.told import Elsewhere, Noted, Said, Step, Turn, elsewhere, messages, notes, timeline, turns

__all__ = ["Case", "Elsewhere", "Noted", "Said", "Step", "Turn", "one"]


@dataclass(frozen=True)
class Case:
    """A conversation with everything around it; `channel_id`, `network` and `handle` are the account that answers."""

    id: int
    place: Place
    channel_id: int
    network: str
    handle: str
    channel_state: str
    author: str
    state: str
    because: Kept | None
    owner_id: int | None
    owner: str
    returns_at: datetime | None
    snoozed_until: datetime | None
    rank: int
    chip: Kept | None
    due_at: datetime | None
    flags: tuple[str, ...]
    reasons: tuple[Kept, ...]
    places: tuple[str, ...]
    lang: str | None
    label: str | None
    mood: str | None  # of the visitor along the thread: souring | recovered | steady
    mood_because: Kept | None
    opened_at: datetime
    last_at: datetime
    asked_at: datetime | None
    replied_at: datetime | None
    paused_at: datetime | None  # since when the promised delay stands still
    paused_for: int  # minutes it stood still before
    late_because: Kept | None  # why nobody could answer in time
    follows_id: int | None  # the conversation this one goes on from
    followed_by_id: int | None  # the one in which it goes on
    copy_of: int | None  # the conversation that said first what this one only repeats
    copies: int  # conversations that only repeat this one, in whatever state
    folded: int  # those of them that stand folded under it now
    under: str  # words of our own post that the conversation stands under, or nothing
    messages: tuple[Said, ...]
    notes: tuple[Noted, ...]
    turns: tuple[Turn, ...]
    deliveries: tuple[Parcel, ...]
    elsewhere: tuple[Elsewhere, ...]
    timeline: tuple[Step, ...]


def one(user_id: int, conversation_id: int) -> Case | None:
    """Return a conversation with its messages oldest first, or None when there is none the user may see."""
    with store.reading() as session:
        places = places_of(session, user_id)
        row = session.get(Conversation, conversation_id)
        if row is None or row.territory_id not in places:
            return None
        channel = session.get_one(Channel, row.channel_id)
        author = session.get(Author, row.author_id) if row.author_id else None
        return Case(
            id=row.id,
            place=places[row.territory_id],
            channel_id=channel.id,
            network=channel.network,
            handle=channel.handle,
            channel_state=channel.state,
            author=(author.name or author.handle or "") if author else "",
            state=row.state,
            because=row.because,
            owner_id=row.owner_id,
            owner=names_of(session, [row.owner_id])[row.owner_id],
            returns_at=row.returns_at,
            snoozed_until=row.snoozed_until,
            rank=row.rank,
            chip=row.chip,
            due_at=row.due_at,
            flags=tuple(row.flags),
            reasons=tuple(row.reasons),
            places=tuple(row.places),
            lang=row.lang,
            label=row.label,
            mood=row.mood,
            mood_because=row.mood_because,
            opened_at=row.opened_at,
            last_at=row.last_at,
            asked_at=row.asked_at,
            replied_at=row.replied_at,
            paused_at=row.paused_at,
            paused_for=row.paused_for,
            late_because=row.late_because,
            follows_id=row.follows_id,
            followed_by_id=session.scalar(select(Conversation.id).where(Conversation.follows_id == row.id)),
            copy_of=copies.first_of(session, row),
            copies=copies.count(session, row.id),
            folded=session.scalar(select(how_many()).select_from(Conversation).where(Conversation.id == row.id)) or 0,
            under=_under(session, row),
            messages=messages(session, row.id),
            notes=notes(session, row.id),
            turns=turns(session, row.id),
            deliveries=tuple(parcels(session, Post.conversation_id == row.id, places=places)),
            elsewhere=elsewhere(session, row, places),
            timeline=timeline(session, row.id),
        )


def _under(session: Session, case: Conversation) -> str:
    first = aliased(Message)
    above = (
        select(first.parent_remote_id).where(first.conversation_id == case.id, first.inward).order_by(first.id).limit(1)
    )
    post = Delivery.channel_id == case.channel_id, Delivery.remote_id == above.scalar_subquery()
    return (
        session.scalars(select(Variant.text).join(Delivery, Delivery.variant_id == Variant.id).where(*post)).first()
        or ""
    )
