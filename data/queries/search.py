"""Full-text search over messages on both databases. Any string from a person is safe: it becomes plain words.

Accents and case do not count, every word matches by its beginning, all words must be there. Nothing is ranked:
newest first, which stays fast however much is stored.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, column, func, literal_column, select, table, true
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from data import store
from data.models import Message
from data.queries.seen import Place, places_of

MOST_WORDS = 12
MOST_LETTERS = 64
_simple: ColumnElement[Any] = literal_column("'simple'::regconfig")
_vector: ColumnElement[Any] = literal_column(
    "to_tsvector('simple', parvis_plain(messages.text))"
)  # as written in the index
_index = table("messages_search", column("rowid"), column("messages_search"))


@dataclass(frozen=True)
class Hit:
    """A message found; `id` is what `before` takes to go on from there."""

    id: int
    conversation_id: int
    place: Place
    inward: bool
    excerpt: str
    posted_at: datetime


def newest(user_id: int, words: str, before: int | None = None, size: int = 50) -> list[Hit]:
    """Return the newest messages holding all `words`, latest stored first; `before` is the last id already seen."""
    with store.reading() as session:
        places = places_of(session, user_id)
        if not places or not plain(words):
            return []
        found = messages(session, words).cte("found")
        if session.get_bind().dialect.name == "postgresql":
            # without it the planner may walk the primary key backwards, for seconds when there is no hit
            found = found.prefix_with("MATERIALIZED")
        rows = session.execute(
            select(Message)
            .join(found, found.c.id == Message.id)
            .where(Message.territory_id.in_(places), Message.id < before if before else true())
            .order_by(found.c.id.desc())
            .limit(size)
        ).scalars()
        return [Hit(m.id, m.conversation_id, places[m.territory_id], m.inward, m.text[:240], m.posted_at) for m in rows]


def messages(session: Session, words: str) -> Select[int]:
    """Return the query of ids of all messages, anybody's, that hold `words`: callers narrow it to what may be seen."""
    wanted = plain(words)
    if session.get_bind().dialect.name == "sqlite":
        matched = _index.c.messages_search.op("MATCH")(" ".join(f'"{word}"*' for word in wanted))
        return select(_index.c.rowid.label("id")).where(matched)
    return select(Message.id.label("id")).where(_holds(wanted))


def plain(words: str) -> list[str]:
    """Return the plain words in anything a person types, without marks, quotes, NUL or lone surrogates."""
    sound = words.encode("utf-8", "ignore").decode()
    found = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", sound))
    return [word[:MOST_LETTERS] for word in found[:MOST_WORDS]]


def _holds(words: list[str]) -> ColumnElement[bool]:
    """Every word as a prefix. plainto_tsquery quotes what a word becomes without accents; a void one finds nothing."""
    queries: list[ColumnElement[Any]] = [
        cast(func.nullif(cast(func.plainto_tsquery(_simple, func.parvis_plain(word)), Text), "").concat(":*"), TSQUERY)
        for word in words
    ]
    return _vector.bool_op("@@")(reduce(lambda one, other: one.op("&&")(other), queries))
