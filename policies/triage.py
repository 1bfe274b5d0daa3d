"""Where a visitor's message stands in the inbox, why, and how soon it deserves an answer. Pure, and blind to status:
being a member or an elected person never moves anybody up (AC-21).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from policies.facts import MentionFacts
from policies.hours import Hours, add_open
from policies.plain import first_named, plain
from policies.verdict import Reason
from words import Sentence, s

Rank = Literal[1, 2, 3, 4, 5, 6]  # safety or abuse, press, time-bound question, complaint, other question, the rest
SAFETY = frozenset({"safety", "danger", "emergency", "threat", "violence", "abuse", "hate", "doxxing", "child"})
PRESS = frozenset({"press", "authority", "deadline"})
TODAY = frozenset({"today", "time_bound"})
COMPLAINT = frozenset({"complaint"})
QUESTION = frozenset({"question"})
LOST = frozenset({"lost_found"})
CLOCK = frozenset({"safety", "review_negative", "review_positive"})  # promised in plain minutes, day and night


@dataclass(frozen=True)
class Triage:
    """The class of a message (`rank` 1 comes first), the one chip that explains it, and its promised delay.

    `promise` is the key of `sla_minutes` that it falls under, `sla_minutes` the delay: of open time, or of plain time
    where `by_clock`. None: no answer is promised.
    """

    rank: Rank
    chip: Sentence
    flags: tuple[str, ...]
    sla_minutes: int | None
    promise: str | None = None

    @property
    def escalate(self) -> bool:
        """Whether somebody must see it at once."""
        return self.rank <= 2

    @property
    def by_clock(self) -> bool:
        """Whether the delay runs day and night."""
        return self.promise in CLOCK

    def due_at(self, asked_at: datetime, hours: Hours) -> datetime | None:
        """Return when the promised delay ends, counted from platform time; None when nothing is promised."""
        if self.sla_minutes is None:
            return None
        return add_open(asked_at, self.sla_minutes, hours.by_clock() if self.by_clock else hours)


def triage(facts: MentionFacts, settings: Mapping[str, Any]) -> Triage:
    """Return the class of a message: safety, press, today, complaint, question, the rest. First match wins."""
    said = _said(facts, settings["words"])
    flags = tuple(dict.fromkeys((*facts.flags, *said)))
    minutes, direct = settings["sla_minutes"], facts.kind == "dm"

    def promised(rank: Rank, chip: Sentence, key: str) -> Triage:
        return Triage(rank, chip, flags, minutes[key], key)

    if _has(SAFETY, facts, said):
        return promised(1, s("sécurité"), "safety")
    if _has(PRESS, facts, said):
        return promised(2, s("presse"), "press")
    question, complaint = _has(QUESTION, facts, said), _complains(facts, said)
    if question and _has(TODAY, facts, said):
        chip = s("« {word} »", word=said["today"]) if "today" in said else s("aujourd'hui")
        return promised(3, chip, "dm_today" if direct else "today_question")
    if facts.answered:
        return Triage(6, s("déjà répondu"), flags, None)
    if complaint:
        return promised(4, s("réclamation"), "review_negative" if facts.kind == "review" else "complaint_ack")
    if LOST & set(facts.topics):
        return promised(5, s("objet perdu"), "lost_item")
    if question:
        return promised(5, s("question"), "dm_question" if direct else "public_question")
    if facts.kind == "review":
        return promised(6, s("avis"), "review_positive")
    if facts.label == "positive" or facts.intent == "praise":
        return promised(6, s("merci"), "praise")
    return Triage(6, s("à lire"), flags, None)


def needs_attention(facts: MentionFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Warn, as a rule of the engine, about a message that somebody must see at once (safety, press)."""
    found = triage(facts, settings)
    if not found.escalate:
        return None
    minutes = found.sla_minutes
    if found.rank == 1:
        said = s("Sécurité : à voir tout de suite, première réponse promise en {minutes} minutes.", minutes=minutes)
    else:
        said = s("Presse : à confier à la presse, première réponse promise en {minutes} minutes.", minutes=minutes)
    return Reason("warn", said, code="escalate")


def order(found: Triage, due_at: datetime | None) -> tuple[int, bool, datetime | None]:
    """Return the sorting key of the inbox: the class, then the time that remains, nothing promised last."""
    return (found.rank, due_at is None, due_at)


def _said(facts: MentionFacts, words: Mapping[str, list[str]]) -> dict[str, str]:
    """Return which lists of the files the text speaks of, with the words found."""
    found = {name: first_named(tuple(listed), facts.text) for name, listed in words.items()}
    said = {name: word for name, word in found.items() if word}
    if "?" in facts.text:
        said.setdefault("question", "?")
    return said


def _has(codes: frozenset[str], facts: MentionFacts, said: Mapping[str, str]) -> bool:
    return bool(codes & {*facts.flags, *said, plain(facts.intent or "")})


def _complains(facts: MentionFacts, said: Mapping[str, str]) -> bool:
    low = facts.rating is not None and facts.rating <= 2
    return low or facts.label == "negative" or _has(COMPLAINT, facts, said)
