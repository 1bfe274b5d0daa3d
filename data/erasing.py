"""Takes a visitor out of every table: words, names, numbers of theirs on the network. Shells stay, so that counts do.

Inside the caller's unit of work. `scrub` then rewrites the files, since a database keeps what it deletes for a while.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from data import store
from data.models import Author, Conversation, Delivery, Message, Moderation, Note, Post, Variant

GONE = "[effacé]"
SHORTEST = 3  # letters of a handle that is looked for in other people's words
TOUCHED = ("messages", "conversations", "authors", "notes", "variants", "posts")
QUOTING = (Message.text, Note.text, Variant.text)
OUT = ("sending", "unconfirmed")  # perhaps on its way: cannot be taken back


def authors_called(session: Session, network: str, handle: str) -> Sequence[Author]:
    """Return the authors of a network with this handle, whatever its case; `@` in front does not count."""
    plain = handle.strip().lstrip("@").lower()
    return session.scalars(select(Author).where(Author.network == network, func.lower(Author.handle) == plain)).all()


def author_of(session: Session, network: str, key: str) -> Author | None:
    """Return the author known by a keyed hash."""
    return session.scalars(select(Author).where(Author.network == network, Author.author_key == key)).one_or_none()


def author_at(session: Session, url: str) -> Author | None:
    """Return who wrote the message that stands at an address."""
    there = Message.permalink == url.strip(), Message.inward, Message.author_id.is_not(None)
    found = session.scalars(select(Message.author_id).where(*there).limit(1)).one_or_none()
    return session.get(Author, found) if found is not None else None


def territories_of(session: Session, author_id: int) -> frozenset[int]:
    """Return the territories that hold something of an author."""
    said = session.scalars(select(Message.territory_id).where(Message.author_id == author_id).distinct())
    opened = session.scalars(select(Conversation.territory_id).where(Conversation.author_id == author_id).distinct())
    return frozenset({*said, *opened})


def on_its_way(session: Session, author_id: int, here: Collection[int]) -> bool:
    """Tell whether a reply to this author is being sent, or perhaps was."""
    theirs = Conversation.author_id == author_id, Conversation.territory_id.in_(here)
    asked = select(Delivery.id).join(Post, Post.id == Delivery.post_id)
    replies = asked.join(Conversation, Conversation.id == Post.conversation_id).where(*theirs)
    return session.scalar(replies.where(Delivery.state.in_(OUT)).limit(1)) is not None


def waiting_replies(session: Session, author_id: int, here: Collection[int]) -> Sequence[Delivery]:
    """Return the replies to this author that have not left."""
    theirs = Conversation.author_id == author_id, Conversation.territory_id.in_(here)
    asked = select(Delivery).join(Post, Post.id == Delivery.post_id)
    replies = asked.join(Conversation, Conversation.id == Post.conversation_id).where(*theirs)
    return session.scalars(replies.where(Delivery.state.in_(("queued", "held", "missed", "failed")))).all()


def erase(session: Session, author: Author, here: Collection[int], at: datetime) -> dict[str, int]:
    """Empty all that these territories keep of an author; return how many rows of each kind were emptied."""
    theirs = Conversation.author_id == author.id, Conversation.territory_id.in_(here)
    cases = session.scalars(select(Conversation.id).where(*theirs)).all()
    answers = Message.conversation_id.in_(cases), ~Message.inward  # ours keep their number: never sent again
    mine = Message.author_id == author.id, Message.territory_id.in_(here)
    counts = {
        "messages": _emptied(session, select(Message.id, Message.channel_id, Message.remote_id).where(*mine), at),
        "replies": _rows(session, update(Message).where(*answers).values(text="", permalink="", parent_remote_id=None)),
        "conversations": len(cases),
        "notes": _rows(session, update(Note).where(Note.conversation_id.in_(cases)).values(text=GONE)),
    }
    posts = session.scalars(select(Post.id).where(Post.conversation_id.in_(cases))).all()
    session.execute(update(Variant).where(Variant.post_id.in_(posts)).values(text=GONE, reply_to=None, media=[]))
    session.execute(update(Post).where(Post.id.in_(posts)).values(title="", because=None))
    for case_id in cases:
        session.execute(update(Conversation).where(Conversation.id == case_id).values(_shell(case_id)))
    acts = Moderation.conversation_id.in_(cases), Moderation.evidence.is_(None)  # sealed proof of an offence stays
    session.execute(update(Moderation).where(*acts).values(reasons=GONE))
    handle = author.handle
    counts["quoted"] = _unquoted(session, handle, here) if handle and len(handle) >= SHORTEST else 0
    if not territories_of(session, author.id):
        session.execute(delete(Author).where(Author.id == author.id))
    return counts


def scrub() -> None:
    """Rewrite the tables and files that held what was erased: pages that are free, indexes, the search.

    SQLite: the search index is merged, the file rewritten, the journal emptied. PostgreSQL: the tables are rewritten;
    what its write-ahead log still holds goes with the log.
    """
    store.tidy(
        (
            "INSERT INTO messages_search(messages_search) VALUES ('optimize')",
            "VACUUM",
            "PRAGMA wal_checkpoint(TRUNCATE)",
        ),
        [f"VACUUM (FULL) {table}" for table in TOUCHED],
    )


def _emptied(session: Session, which: Any, at: datetime) -> int:
    found = session.execute(which).all()
    for message_id, channel_id, remote_id in found:
        shell: dict[str, Any] = {
            "text": "",
            "permalink": "",
            "remote_id": f"erased-{message_id}",
            "parent_remote_id": None,
        }
        shell |= {"author_id": None, "reasons": [], "flags": [], "withdrawn_at": at, "media_count": 0}
        session.execute(
            update(Message)
            .where(Message.id == message_id)
            .values(shell | {"deepen_at": None, "parent_remote_id": None})
        )
        answers = Message.channel_id == channel_id, Message.parent_remote_id == remote_id
        session.execute(update(Message).where(*answers).values(parent_remote_id=None))
        _stand_alone(session, message_id)
    return len(found)


def _stand_alone(session: Session, first_id: int) -> None:
    """Let what others wrote, which copied an erased message, be themselves again: in the queue and in the counts."""
    copies = select(Message.conversation_id).where(Message.copy_of_id == first_id)
    session.execute(update(Conversation).where(Conversation.id.in_(copies)).values(repeats=False))
    session.execute(update(Message).where(Message.copy_of_id == first_id).values(copy_of_id=None))


def _shell(case_id: int) -> dict[str, Any]:
    return {
        "author_id": None,
        "thread_id": f"erased-{case_id}",
        "because": None,
        "chip": None,
        "reasons": [],
        "flags": [],
        "mood_because": None,
        "asked_at": None,
        "due_at": None,
    }


def _unquoted(session: Session, handle: str, here: Collection[int]) -> int:
    """Take the handle out of what others wrote; return in how many texts it stood."""
    named = re.compile(rf"@?(?<!\w){re.escape(handle)}(?!\w)", re.IGNORECASE)
    found = 0
    for column in QUOTING:
        kind: Any = column.class_
        rows: Iterable[Any] = session.execute(
            select(kind.id, column).where(or_(column.icontains(handle, autoescape=True)), *_within(kind, here))
        ).all()
        for row_id, words in rows:
            clean = named.sub(GONE, words)
            if clean != words:
                session.execute(update(kind).where(kind.id == row_id).values({column.key: clean}))
                found += 1
    return found


def _within(kind: Any, here: Collection[int]) -> list[Any]:
    if kind is Message:
        return [Message.territory_id.in_(here)]
    if kind is Note:
        inside = select(Conversation.id).where(Conversation.territory_id.in_(here))
        return [Note.conversation_id.in_(inside)]
    return [Variant.post_id.in_(select(Post.id).where(Post.territory_id.in_(here), Post.state == "scheduled"))]


def _rows(session: Session, statement: Any) -> int:
    result: Any = session.execute(statement)
    return int(result.rowcount)
