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


@dataclass(frozen=True)
class Triage:
    """The class of a message (`rank` 1 comes first), the one chip that explains it, and its promised delay.

    `sla_minutes` are minutes of open time, or of plain time where `by_clock`; None: no answer is promised.
    """

    rank: Rank
    chip: Sentence
    flags: tuple[str, ...]
    sla_minutes: int | None
    escalate: bool = False
    by_clock: bool = False

    def due_at(self, asked_at: datetime, hours: Hours) -> datetime | None:
        """Return when the promised delay ends, counted from platform time; None when nothing is promised."""
        if self.sla_minutes is None:
            return None
        if self.by_clock:
            return add_open(asked_at, self.sla_minutes, Hours(hours.zone, round_the_clock=True))
        return add_open(asked_at, self.sla_minutes, hours)


def triage(facts: MentionFacts, settings: Mapping[str, Any]) -> Triage:
    """Return the class of a message: safety, press, today, complaint, question, the rest. First match wins."""
    said = _said(facts, settings["words"])
    flags = tuple(dict.fromkeys((*facts.flags, *said)))
    minutes = settings["sla_minutes"]
    if _has(SAFETY, facts, said):
        return Triage(1, s("sécurité"), flags, minutes["safety"], escalate=True, by_clock=True)
    if _has(PRESS, facts, said):
        return Triage(2, s("presse"), flags, minutes["press"], escalate=True)
    question, complaint = _has(QUESTION, facts, said), _complains(facts, said)
    if question and _has(TODAY, facts, said):
        chip = s("« {word} »", word=said["today"]) if "today" in said else s("aujourd'hui")
        return Triage(3, chip, flags, minutes["dm_today" if facts.kind == "dm" else "today_question"])
    if complaint and not facts.answered:
        by_review = facts.kind == "review"
        return Triage(
            4, s("réclamation"), flags, minutes["review_negative" if by_review else "complaint_ack"], by_clock=by_review
        )
    if question and not facts.answered:
        return Triage(5, s("question"), flags, minutes["dm_question" if facts.kind == "dm" else "public_question"])
    return _the_rest(facts, flags, minutes, complaint)


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


def _the_rest(facts: MentionFacts, flags: tuple[str, ...], minutes: Mapping[str, int], complaint: bool) -> Triage:
    if facts.answered:
        return Triage(6, s("déjà répondu"), flags, None)
    if facts.kind == "review" and not complaint:
        return Triage(6, s("avis"), flags, minutes["review_positive"], by_clock=True)
    if facts.label == "positive" or facts.intent == "praise":
        return Triage(6, s("merci"), flags, minutes["praise"])
    return Triage(6, s("à lire"), flags, None)


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
