"""Judges stored messages again: texts out, judgements in, in short transactions. A person's word is never taken back.

Messages are changed in one transaction, conversations one by one after it: whoever stores a message holds its
conversation first, and two who held several in different orders would wait for each other for ever.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from data import store
from data.answering import held
from data.models import Conversation, Message, Territory
from data.threads import take_last_word
from scheduler.joining import feel
from scheduler.weighing import NOISE
from sentiment import deep
from sentiment.judgement import Judgement
from sentiment.weigh import weigh_many

FLAGS_OF_INTENT = frozenset({"spam", "abuse", "press"})
FLAGS_OF_THE_DOOR = frozenset({NOISE})  # sifted as it was overheard: who judges the words again does not know that


@dataclass(frozen=True)
class Stored:
    """A message as it is judged again: its words, and what was known where it came from."""

    id: int
    conversation_id: int
    text: str
    lang_hint: str | None
    languages: tuple[str, ...]


def texts_of(session: Session, ids: Sequence[int]) -> list[Stored]:
    """Return what judging these messages again needs, by id; ours are nobody's to judge."""
    rows = session.execute(
        select(Message.id, Message.conversation_id, Message.text, Message.lang_hint, Territory.languages)
        .join(Territory, Territory.id == Message.territory_id)
        .where(Message.id.in_(ids), Message.inward)
        .order_by(Message.id)
    )
    return [Stored(row.id, row.conversation_id, row.text, row.lang_hint, tuple(row.languages)) for row in rows]


def judged(items: Sequence[Stored], tier: str | None) -> dict[int, Judgement]:
    """Judge texts together, those of one territory's languages at a time; no transaction is open meanwhile."""
    found: dict[int, Judgement] = {}
    named: dict[str, Any] = {"tier": tier} if tier else {}
    for languages in dict.fromkeys(item.languages for item in items):
        some = [item for item in items if item.languages == languages]
        hints = [item.lang_hint for item in some]
        judgements = weigh_many([item.text for item in some], languages_here=languages, hints=hints, **named)
        found |= {item.id: judgement for item, judgement in zip(some, judgements, strict=True)}
    return found


def write(session: Session, judgements: Mapping[int, Judgement]) -> Counter[str]:
    """Write judgements on their messages; count `judged`, `changed` labels, words of people `kept`, and "a→b" changes.

    The rows are read again, held, so that a word said while the machine was judging is seen. Others may name them
    meanwhile (a sample does): who waited for that could wait for this one for ever.
    """
    counts: Counter[str] = Counter()
    columns_read = Message.id, Message.label, Message.intent, Message.overruled, Message.flags
    here = select(*columns_read).where(Message.id.in_(judgements))
    for row in session.execute(here.order_by(Message.id).with_for_update(key_share=True)).all():
        columns = columns_of(judgements[row.id], row.overruled or {}, row.flags, row.intent)
        session.execute(update(Message).where(Message.id == row.id).values(**columns))
        before = (row.overruled or {}).get("label", row.label)
        counts["judged"] += 1
        counts["kept"] += bool(row.overruled)
        if before != judgements[row.id].label:
            counts["changed"] += 1
            counts[f"{before or 'none'}→{judgements[row.id].label}"] += 1
    return counts


def columns_of(
    judgement: Judgement, overruled: Mapping[str, Any], flags: Sequence[Any] = (), intent: str | None = None
) -> dict[str, Any]:
    """Return the new values of a message; where a person spoke, the machine's word goes beside theirs.

    Of its `flags` until now, those it got at the door stay, and the one that says the same as a person's `intent`.
    """
    said = {"label": judgement.label, "lang": judgement.lang, "intent": judgement.intent}
    columns: dict[str, Any] = {
        "compound": judgement.compound,
        "confidence": judgement.confidence,
        "urgency": judgement.urgency,
        "topics": list(judgement.topics),
        "flags": _flags(judgement, flags, (intent or "other") if "intent" in overruled else None),
        "reasons": [reason.kept() for reason in judgement.reasons],
        "probabilities": dict(judgement.probabilities),
        "tier": f"{judgement.tier}/{judgement.version}",
    } | {name: value for name, value in said.items() if name not in overruled}
    if judgement.tier == deep.NAME:
        columns["deepen_at"] = None
    if overruled:
        columns["overruled"] = {name: said[name] for name in overruled if name in said}
    return columns


def _flags(judgement: Judgement, before: Sequence[Any], by_person: str | None) -> list[Any]:
    """Return a message's flags; `by_person`: the intent a person gave it, None when nobody did."""
    confirmed = FLAGS_OF_INTENT & {by_person}
    gone = frozenset() if by_person is None else FLAGS_OF_INTENT - confirmed
    raised = [{"code": f.code, "because": f.because.kept()} for f in judgement.flags if f.code not in gone]
    stays = (FLAGS_OF_THE_DOOR | confirmed) - {flag["code"] for flag in raised}
    return [*raised, *(flag for flag in before if flag["code"] in stays)]


def bring_up_to_date(conversation_ids: Collection[int]) -> int:
    """Bring label, language and mood of conversations up to date with their messages, each by itself; count changes."""
    changed = 0
    for conversation_id in sorted(set(conversation_ids)):
        with store.reading() as session:
            case = session.get_one(Conversation, conversation_id)
            before = _standing(case)
            take_last_word(session, case)
            feel(session, case)
            if _standing(case) == before:
                continue
        with store.writing() as session:
            case = held(session, conversation_id)
            take_last_word(session, case)
            feel(session, case)
            changed += 1
    return changed


def _standing(case: Conversation) -> tuple[Any, ...]:
    return case.label, case.lang, case.mood, case.mood_because
