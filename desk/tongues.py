"""Which languages words are clearly written in. Says nothing where it is not sure: nobody is refused for a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Message
from sentiment.language import tongue
from sentiment.reading import read

CLEAR_FROM = 0.9
CLEAR_WORDS = 5  # fewer are a greeting or a name
_SENTENCE = re.compile(r"[.!?…\n|]+")


@dataclass(frozen=True)
class Heard:
    """What the visitor last wrote: its language where it is clear, and its topics."""

    language: str | None = None
    topics: tuple[str, ...] = ()


def clear_language(text: str, spoken_here: Sequence[str]) -> str | None:
    """Return the language a text is clearly in, or None."""
    return _clear(text, tuple(spoken_here))


def languages_of(texts: Sequence[str], spoken_here: Sequence[str]) -> tuple[str, ...]:
    """Return the languages of a set of versions, or none at all when one of them is not clear.

    The first language of the place also counts where it is one sentence of a text (« … — auf Deutsch um 15 Uhr »).
    """
    found = [clear_language(text, spoken_here) for text in texts if text.strip()]
    if None in found:
        return ()
    home = spoken_here[0] if spoken_here else "fr"
    beside = [home] if any(_says(text, home, tuple(spoken_here)) for text in texts) else []
    return tuple(dict.fromkeys(one for one in (*found, *beside) if one))


def heard(session: Session, conversation_id: int | None, spoken_here: Sequence[str]) -> Heard:
    """Return what the visitor of a conversation last wrote; a person's word on the language wins."""
    if conversation_id is None:
        return Heard()
    theirs = select(Message.text, Message.lang, Message.topics, Message.overruled).where(
        Message.conversation_id == conversation_id, Message.inward.is_(True), Message.withdrawn_at.is_(None)
    )
    last = session.execute(theirs.order_by(Message.posted_at.desc(), Message.id.desc()).limit(1)).first()
    if last is None:
        return Heard()
    if "lang" in (last.overruled or {}):
        return Heard(last.lang, tuple(last.topics))
    language = clear_language(last.text, spoken_here)
    return Heard(language if last.lang in (None, language) else None, tuple(last.topics))


@lru_cache(maxsize=512)
def _clear(text: str, spoken_here: tuple[str, ...]) -> str | None:
    words = read(text)
    if words.words < CLEAR_WORDS:
        return None
    found = tongue(words, spoken_here)
    return found.suggested if found.sure >= CLEAR_FROM else None


@lru_cache(maxsize=512)
def _says(text: str, language: str, spoken_here: tuple[str, ...]) -> bool:
    parts = [read(part) for part in _SENTENCE.split(text)]
    return any(tongue(part, spoken_here).suggested == language for part in parts if part.words >= CLEAR_WORDS - 2)
