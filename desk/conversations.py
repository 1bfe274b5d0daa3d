"""Conversations pass from hand to hand: assigned, put off, closed, set aside, reopened, annotated. Never answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

import clock
from data import lifecycle, store
from data.models import Assignment, Conversation, Note
from data.queries import folding
from data.timing import resumed
from desk.absences import running
from desk.refusal import Refused, TooLate, given, refused
from desk.rights import asker, name_of, reach
from desk.times import aware
from policies.in_force import clock_of
from words import Sentence, s

RETURNS_AFTER = timedelta(hours=4)


@dataclass(frozen=True)
class Assigned:
    """Who has a conversation, and until when: after that it goes back to the queue by itself."""

    conversation_id: int
    user_id: int
    until: datetime


def assign(by: int, conversation_id: int, to: int, *, for_: timedelta = RETURNS_AFTER) -> Assigned:
    """Give a conversation to a colleague who may answer there; it returns by itself after `for_`."""
    with store.writing() as session:
        case = reach(session, by, "assign", Conversation, conversation_id)
        try:
            can = asker(session, to).may("answer", case.territory_id)
        except Refused:
            can = False
        if not can:
            raise refused(s("Cette personne ne répond pas pour ce territoire : choisissez quelqu'un de l'équipe."))
        away = running(session, to)
        if away is not None:
            if asker(session, away.deputy_id).may("answer", case.territory_id):
                deputy = name_of(session, away.deputy_id)
                raise refused(s("Cette personne est absente : confiez-la à {deputy}, qui la remplace.", deputy=deputy))
            raise refused(s("Cette personne est absente : choisissez quelqu'un d'autre."))
        return _hand(session, case, to, by, for_)


def take(by: int, conversation_id: int, *, for_: timedelta = RETURNS_AFTER) -> Assigned:
    """Take a conversation; raise TooLate, naming who has it, when somebody else took it first."""
    with store.writing() as session:
        case = reach(session, by, "take", Conversation, conversation_id)
        if case.state == "assigned" and case.owner_id not in (None, by):
            raise TooLate(s("{name} s'en occupe déjà.", name=name_of(session, case.owner_id)))
        return _hand(session, case, by, by, for_)


def give_back(by: int, conversation_id: int) -> None:
    """Put a conversation back in the queue, for anybody."""
    with store.writing() as session:
        case = reach(session, by, "take", Conversation, conversation_id)
        _end_assignment(session, case, "given_back")
        _move(session, case, "open", by, owner_id=None, returns_at=None)


def snooze(by: int, conversation_id: int, until: datetime) -> None:
    """Put a conversation off until a later moment, when it comes back by itself."""
    until = aware(until)
    with store.writing() as session:
        case = reach(session, by, "take", Conversation, conversation_id)
        if until <= clock.now():
            raise refused(s("Ce moment est déjà passé : choisissez-en un plus tard."))
        _move(session, case, "snoozed", by, snoozed_until=until)


def close(by: int, conversation_id: int) -> None:
    """Close a conversation: nothing more is owed to the visitor."""
    with store.writing() as session:
        case = reach(session, by, "take", Conversation, conversation_id)
        _end_assignment(session, case, "closed")
        _move(session, case, "closed", by, owner_id=None, returns_at=None)


def ignore(by: int, conversation_id: int, because: str) -> None:
    """Set a conversation aside, saying why; what says the same and stands folded under it goes with it."""
    with store.writing() as session:
        case = reach(session, by, "take", Conversation, conversation_id)
        reason = given(because)
        for copy in folding.hold(session, case.id):
            lifecycle.move(
                session, Conversation, copy, "open", "ignored", at=clock.now(), actor_id=by, because=reason,
                where=[Conversation.repeats.is_(True)], detail={"with": case.id},
            )  # fmt: skip
        _end_assignment(session, case, "ignored")
        _move(session, case, "ignored", by, because=reason, owner_id=None, returns_at=None)


def reopen(by: int, conversation_id: int) -> None:
    """Bring back a conversation that was closed, set aside, put off or waiting."""
    with store.writing() as session:
        case = reach(session, by, "take", Conversation, conversation_id)
        _end_assignment(session, case, "reopened")
        case.because = None
        _move(session, case, "open", by, owner_id=None, returns_at=None, snoozed_until=None)


def wait_for_service(by: int, conversation_id: int, service: str) -> None:
    """Say that a service must answer us before we can answer the visitor; the promised delay stands still meanwhile."""
    with store.writing() as session:
        case = reach(session, by, "take", Conversation, conversation_id)
        if not service.strip():
            raise refused(s("Dites quel service doit répondre."))
        why = s("En attente de : {service}.", service=service.strip())
        _move(session, case, "waiting_service", by, because=why, paused_at=clock.now())


def note(by: int, conversation_id: int, text: str, *, promise: bool = False) -> int:
    """Leave a word for colleagues on a conversation; it never leaves the house. Returns its id.

    `promise`: the visitor was promised something; whoever takes over reads it first.
    """
    with store.writing() as session:
        case = reach(session, by, "note", Conversation, conversation_id)
        if not text.strip():
            raise refused(s("La note est vide."))
        kept = Note(conversation_id=case.id, user_id=by, text=text.strip(), promise=promise, at=clock.now())
        session.add(kept)
        session.flush()
        detail = {"conversation": case.id}
        territory = case.territory_id
        lifecycle.record(
            session, Note, kept.id, "noted", at=clock.now(), actor_id=by, territory_id=territory, detail=detail
        )
        return kept.id


def _hand(session: Session, case: Conversation, to: int, by: int, for_: timedelta) -> Assigned:
    until = clock.now() + for_
    if for_ <= timedelta(0):
        raise refused(s("La durée doit être plus longue que zéro."))
    _end_assignment(session, case, "reassigned")
    _move(session, case, "assigned", by, detail={"to": to}, owner_id=to, returns_at=until, snoozed_until=None)
    session.add(Assignment(conversation_id=case.id, user_id=to, by_id=by, at=clock.now(), until=until))
    return Assigned(case.id, to, until)


def _end_assignment(session: Session, case: Conversation, why: str) -> None:
    running = (Assignment.conversation_id == case.id, Assignment.ended_at.is_(None))
    session.execute(update(Assignment).where(*running).values(ended_at=clock.now(), ended_because=why))


def _move(
    session: Session, case: Conversation, after: str, by: int, because: Sentence | None = None, **values: Any
) -> None:
    """Make a legal move of a conversation held by `reach`; raise Refused for one that makes no sense now."""
    if after not in lifecycle.LIFECYCLES[Conversation][case.state]:
        raise refused(s("Ce n'est pas possible dans l'état présent de la conversation : rouvrez-la d'abord."))
    again = resumed(session, case, clock_of, clock.now())
    moved = lifecycle.move(
        session, Conversation, case.id, case.state, after, at=clock.now(), actor_id=by, because=because,
        **(again | values),
    )  # fmt: skip
    if not moved:
        raise TooLate(s("Quelqu'un a changé cette conversation entre-temps : rechargez-la."))
