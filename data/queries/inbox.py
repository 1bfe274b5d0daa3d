"""The inbox: one queue over every territory a user may see, class first, then time left.

Pages go on from the last row seen (never OFFSET), and each territory and state is read along its own index.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import aliased

from data import store
from data.models import Author, Channel, Conversation, Message, User
from data.queries import search
from data.queries.folding import TO_DO, folded, how_many
from data.queries.order import ALL, Cursor, InboxFilter, keys
from data.queries.seen import Kept, Place, among, places_of

__all__ = ["ALL", "TO_DO", "Count", "Cursor", "InboxFilter", "Page", "Row", "counts", "queue"]


@dataclass(frozen=True)
class Row:
    """One conversation of the queue. `excerpt`: the visitor's last words; `asked_at` None: nothing to answer."""

    id: int
    place: Place
    channel_id: int
    network: str
    handle: str
    author: str
    excerpt: str
    media_count: int
    last_at: datetime
    rank: int
    chip: Kept | None
    due_at: datetime | None
    label: str | None
    mood: str | None  # of the visitor along the thread: souring | recovered | steady
    mood_because: Kept | None
    lang: str | None
    flags: tuple[str, ...]
    owner_id: int | None
    owner: str
    state: str
    places: tuple[str, ...]
    asked_at: datetime | None
    replied_at: datetime | None
    snoozed_until: datetime | None
    late_because: Kept | None  # why nobody could answer in time: an outage
    paused_at: datetime | None  # since when the promised delay stands still
    copies: int  # conversations that say the same, folded under this one


@dataclass(frozen=True)
class Page:
    """Some rows in order, and where the next page begins (None: this is the last)."""

    rows: tuple[Row, ...]
    next: Cursor | None


@dataclass(frozen=True)
class Count:
    """How many conversations stand in a state in a territory, and how many of them are late."""

    place: Place
    state: str
    n: int
    late: int


def queue(user_id: int, wanted: InboxFilter | None = None, after: Cursor | None = None, size: int = 50) -> Page:
    """Return one page of the inbox, ordered by class, time left and id."""
    wanted = wanted or InboxFilter()
    with store.reading() as session:
        places = places_of(session, user_id)
        here = among(places, wanted.territories)
        if not here or (wanted.search and not search.plain(wanted.search)):
            return Page((), None)
        page = keys(session, user_id, wanted, here, after, size + 1)
        rows = [_row(found, places) for found in session.execute(_details(page))]
    last = rows[size - 1] if len(rows) > size else None
    return Page(tuple(rows[:size]), Cursor(last.rank, last.due_at, last.id) if last else None)


def counts(user_id: int, at: datetime) -> list[Count]:
    """Return how many conversations each territory has in each state; late: past their time and still to answer.

    What is folded under its first is not counted, as it is not shown.
    """
    late = and_(Conversation.due_at < at, Conversation.asked_at.is_not(None), Conversation.state.in_(TO_DO))
    with store.reading() as session:
        places = places_of(session, user_id)
        found = session.execute(
            select(Conversation.territory_id, Conversation.state, func.count(), func.sum(case((late, 1), else_=0)))
            .where(Conversation.territory_id.in_(places), ~folded())
            .group_by(Conversation.territory_id, Conversation.state)
            .order_by(Conversation.territory_id, Conversation.state)
        )
        return [Count(places[place], state, n, int(overdue)) for place, state, n, overdue in found]


def _details(page: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Fetch what the rows show for the keys of one page: the last visitor's message by its index, never all of them."""
    chosen, newest = page.subquery(), aliased(Message)
    last = (
        select(newest.id)
        .where(newest.conversation_id == chosen.c.id, newest.inward)
        .order_by(newest.posted_at.desc(), newest.id.desc())
        .limit(1)
        .correlate(chosen)
        .scalar_subquery()
    )
    return (
        select(
            Conversation,
            Channel.network,
            Channel.handle,
            func.coalesce(Author.name, Author.handle, "").label("author"),
            func.coalesce(User.name, "").label("owner"),
            func.coalesce(func.substr(Message.text, 1, 240), "").label("excerpt"),
            func.coalesce(Message.media_count, 0).label("media_count"),
            how_many().label("copies"),
        )
        .select_from(chosen)
        .join(Conversation, Conversation.id == chosen.c.id)
        .join(Channel, Channel.id == Conversation.channel_id)
        .outerjoin(Author, Author.id == Conversation.author_id)
        .outerjoin(User, User.id == Conversation.owner_id)
        .outerjoin(Message, Message.id == last)
        .order_by(Conversation.rank, Conversation.due_at.is_(None), Conversation.due_at, Conversation.id)
    )


def _row(found: Found[Any], places: dict[int, Place]) -> Row:
    case_: Conversation = found.Conversation
    return Row(
        id=case_.id,
        place=places[case_.territory_id],
        channel_id=case_.channel_id,
        network=found.network,
        handle=found.handle,
        author=found.author,
        excerpt=found.excerpt,
        media_count=found.media_count,
        last_at=case_.last_at,
        rank=case_.rank,
        chip=case_.chip,
        due_at=case_.due_at,
        label=case_.label,
        mood=case_.mood,
        mood_because=case_.mood_because,
        lang=case_.lang,
        flags=tuple(case_.flags),
        owner_id=case_.owner_id,
        owner=found.owner,
        state=case_.state,
        places=tuple(case_.places),
        asked_at=case_.asked_at,
        replied_at=case_.replied_at,
        snoozed_until=case_.snoozed_until,
        late_because=case_.late_because,
        paused_at=case_.paused_at,
        copies=found.copies,
    )
