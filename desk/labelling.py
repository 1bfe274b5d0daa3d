"""A person's word against the machine's: label, language or intent of a visitor's message. It wins, and it stays.

Each word is kept as a row, and what the machine said beside it; the audit holds codes, never the message's text.
"""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

import clock
from data import lifecycle, store
from data.answering import held
from data.models import Conversation, Correction, Message
from data.threads import keep_mood, take_last_word, visitor_turns
from desk.refusal import refused
from desk.rights import reach
from sentiment.thread import Turn, mood
from words import s

LABELS = ("negative", "neutral", "positive", "mixed", "undetermined")
INTENTS = (
    "question", "complaint", "praise", "suggestion", "report", "press", "thanks", "spam", "abuse", "other",
)  # fmt: skip
LANGUAGE = re.compile(r"[a-z]{2,3}")
_RAISED_BY_INTENT = frozenset({"spam", "abuse", "press"})  # flags that say the same as the intent of that name


def relabel(
    by: int, message_id: int, *, label: str | None = None, lang: str | None = None, intent: str | None = None
) -> int | None:
    """Correct what the machine said of a visitor's message; return the correction's id, None when nothing differs.

    The conversation takes the word too. `lang` is an ISO code (`gsw` for Alsatian, `und` for none of them).
    """
    given = {name: value for name, value in (("label", label), ("lang", lang), ("intent", intent)) if value is not None}
    with store.writing() as session:
        message = _held(session, by, message_id)
        _stop_unless_known(given)
        after = {name: value for name, value in given.items() if getattr(message, name) != value}
        if not after:
            return None
        before = {name: getattr(message, name) for name in after}
        kept = Correction(
            message_id=message.id, territory_id=message.territory_id, by_id=by, at=clock.now(), before=before,
            after=after, tier=message.tier,
        )  # fmt: skip
        session.add(kept)
        _take(message, before, after)
        session.flush()
        _feel(session, session.get_one(Conversation, message.conversation_id))
        _record(session, message, kept, by)
        return kept.id


def _held(session: Session, by: int, message_id: int) -> Message:
    """Return a visitor's message, its conversation held before it as everybody does who writes in both."""
    message = reach(session, by, "correct", Message, message_id, held=False)
    if not message.inward:
        raise refused(s("On ne corrige que ce que les visiteurs ont écrit."))
    held(session, message.conversation_id)
    session.refresh(message, with_for_update={"key_share": True})  # a sample may name it meanwhile
    return message


def _stop_unless_known(given: dict[str, str]) -> None:
    known = (
        given.get("label", LABELS[0]) in LABELS,
        given.get("intent", INTENTS[0]) in INTENTS,
        LANGUAGE.fullmatch(given.get("lang", "fr")),
    )
    if not all(known):
        raise refused(s("Cette correction n'existe pas : choisissez dans la liste."))


def _take(message: Message, before: dict[str, str | None], after: dict[str, str]) -> None:
    """Put the person's word where every reader looks, and the machine's first one beside it."""
    message.overruled = before | (message.overruled or {})
    for name, value in after.items():
        setattr(message, name, value)
    if "intent" in after:
        gone = _RAISED_BY_INTENT - {after["intent"]}
        message.flags = [flag for flag in message.flags if flag.get("code") not in gone]


def _feel(session: Session, case: Conversation) -> None:
    take_last_word(session, case)
    found = mood([Turn(*one) for one in visitor_turns(session, case)])
    keep_mood(case, found.course if found else None, found.because if found else None)


def _record(session: Session, message: Message, kept: Correction, by: int) -> None:
    detail = {"correction": kept.id, "conversation": message.conversation_id, "tier": kept.tier}
    lifecycle.record(
        session, Message, message.id, "corrected", at=kept.at, actor_id=by, territory_id=message.territory_id,
        before=_codes(kept.before), after=_codes(kept.after), detail=detail,
    )  # fmt: skip


def _codes(values: dict[str, str | None]) -> str:
    return ", ".join(f"{name}={value}" for name, value in sorted(values.items()))
