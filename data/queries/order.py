"""The order of the inbox: which conversations stand on one page. Chooses keys only; `inbox` fetches what they show.

Class first, then time left, then id; no deadline comes last in its class. Each territory and state is walked along
its own index and the walks are merged, so that a page costs the same however much is stored. A copy is passed over
where its first is asked for too (see `folding`); a search finds every one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, or_, select, tuple_, union_all
from sqlalchemy.orm import Session

from data.models import Channel, Conversation, Message
from data.queries import search
from data.queries.folding import TO_DO, folded, folded_where

ALL = ("open", "assigned", "waiting_visitor", "waiting_service", "snoozed", "ignored", "closed")
MOST_BRANCHES = 400  # SQLite refuses more than 500 in one statement


@dataclass(frozen=True)
class InboxFilter:
    """What to show; empty means no wish. Without `states`: what is to do, or every state when searching."""

    territories: tuple[int, ...] = ()
    networks: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    mine: bool = False
    unassigned: bool = False
    labels: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    language: str | None = None
    search: str = ""
    souring: bool = False  # only those whose visitor's mood gets worse along the thread
    late_at: datetime | None = None  # only what was due before and still waits for an answer


@dataclass(frozen=True)
class Cursor:
    """Where a page ended: the next begins right after it. No deadline comes after every deadline of its class."""

    rank: int
    due_at: datetime | None
    id: int


def keys(
    session: Session, user_id: int, wanted: InboxFilter, here: tuple[int, ...], after: Cursor | None, size: int
) -> Select[*tuple[Any, ...]]:
    """Return the query of the keys (id, rank, due_at) of one page; `here` are visible territories, never empty."""
    states = wanted.states or (ALL if wanted.search else TO_DO)
    asked = _asked(session, user_id, wanted)
    unfolded = [] if wanted.search else [~_folded(wanted)]
    if wanted.search or 2 * len(here) * len(states) > MOST_BRANCHES:
        # "+ 0" keeps SQLite from walking the territories' index: it must start from the hits of a search
        place_of = Conversation.territory_id + 0 if wanted.search else Conversation.territory_id
        return _sorted(and_(place_of.in_(here), Conversation.state.in_(states), *asked, *unfolded), after, size)
    parts = []
    for place in here:
        for state in states:
            alone = unfolded if state == "open" else []  # nothing else is folded
            inside = and_(Conversation.territory_id == place, Conversation.state == state, *asked, *alone)
            parts += [_dated(inside, after, size), _undated(inside, after, size)]
    merged = union_all(*(select(part.subquery()) for part in parts)).subquery()
    return select(merged).order_by(merged.c.rank, merged.c.due_at.is_(None), merged.c.due_at, merged.c.id).limit(size)


def _dated(inside: ColumnElement[bool], after: Cursor | None, size: int) -> Select[*tuple[Any, ...]]:
    here = and_(inside, Conversation.due_at.is_not(None))
    if after and after.due_at:
        here &= tuple_(Conversation.rank, Conversation.due_at, Conversation.id) > (after.rank, after.due_at, after.id)
    elif after:
        here &= Conversation.rank > after.rank
    return _key(here).order_by(Conversation.rank, Conversation.due_at, Conversation.id).limit(size)


def _undated(inside: ColumnElement[bool], after: Cursor | None, size: int) -> Select[*tuple[Any, ...]]:
    here = and_(inside, Conversation.due_at.is_(None))
    if after and after.due_at:
        here &= Conversation.rank >= after.rank
    elif after:
        here &= tuple_(Conversation.rank, Conversation.id) > (after.rank, after.id)
    return _key(here).order_by(Conversation.rank, Conversation.id).limit(size)


def _sorted(inside: ColumnElement[bool], after: Cursor | None, size: int) -> Select[*tuple[Any, ...]]:
    """The same order by sorting what `inside` leaves: for a search, whose hits are found first and are few."""
    here, undated = inside, Conversation.due_at.is_(None)
    if after and after.due_at:
        later = or_(undated, tuple_(Conversation.due_at, Conversation.id) > (after.due_at, after.id))
        here &= or_(Conversation.rank > after.rank, (Conversation.rank == after.rank) & later)
    elif after:
        later = undated & (Conversation.id > after.id)
        here &= or_(Conversation.rank > after.rank, (Conversation.rank == after.rank) & later)
    return _key(here).order_by(Conversation.rank, undated, Conversation.due_at, Conversation.id).limit(size)


def _key(here: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return select(Conversation.id, Conversation.rank, Conversation.due_at).where(here)


def _asked(session: Session, user_id: int, wanted: InboxFilter) -> list[ColumnElement[bool]]:
    asked = _narrowed(Conversation, wanted)
    if wanted.mine:
        asked.append(Conversation.owner_id == user_id)
    if wanted.unassigned:
        asked.append(Conversation.owner_id.is_(None))
    if wanted.late_at:
        asked.append((Conversation.due_at < wanted.late_at) & Conversation.asked_at.is_not(None))
    if wanted.search:
        found = search.messages(session, wanted.search).subquery()
        asked.append(Conversation.id.in_(select(Message.conversation_id).join(found, found.c.id == Message.id)))
    return asked


def _folded(wanted: InboxFilter) -> ColumnElement[bool]:
    narrowed = wanted.networks or wanted.labels or wanted.souring or wanted.language or wanted.flags
    return folded_where(lambda first: _narrowed(first, wanted)) if narrowed else folded()


def _narrowed(case: Any, wanted: InboxFilter) -> list[ColumnElement[bool]]:
    """What is wished of a conversation by what it says; whoever has it, and how late it is, are asked apart."""
    asked: list[ColumnElement[bool]] = []
    if wanted.networks:
        asked.append(case.channel_id.in_(select(Channel.id).where(Channel.network.in_(wanted.networks))))
    if wanted.labels:
        asked.append(case.label.in_(wanted.labels))
    if wanted.souring:
        asked.append(case.mood == "souring")
    if wanted.language:
        asked.append(case.lang == wanted.language)
    if wanted.flags:
        kept = cast(case.flags, Text)  # a JSON list of codes, read as text the same way on both databases
        asked.append(or_(*(kept.contains(f'"{flag}"', autoescape=True) for flag in wanted.flags)))
    return asked
