"""Somebody goes away: a deputy takes over their open conversations, they keep watch, and it ends. Never answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

import clock
from data import lifecycle, store
from data.models import Absence, Assignment, Conversation, User, Watch
from desk.refusal import NotHere, refused
from desk.rights import Asker, asker, name_of
from desk.times import aware
from words import s

OPEN = ("assigned", "snoozed", "waiting_service", "waiting_visitor")  # states in which somebody has it


@dataclass(frozen=True)
class Begun:
    """An absence that began: how many conversations the deputy has now, and how many went back to the queue."""

    absence_id: int
    handed: int
    left: int


def begin(by: int, user_id: int, deputy_id: int, until: datetime) -> Begun:
    """Begin an absence now, of oneself or of who one may assign from; their conversations go to the deputy (AC-33).

    One the deputy may not answer goes back to the queue. Raises NotHere for a stranger, Refused for a deputy who is
    away or answers nowhere there, or a moment that is past.
    """
    until, at = aware(until), clock.now()
    with store.writing() as session:
        who = asker(session, by)
        reach = _reach(session, who, user_id)
        if until <= at:
            raise refused(s("Ce moment est déjà passé : choisissez-en un plus tard."))
        deputy = _deputy(session, who, deputy_id, user_id, reach)
        if running(session, user_id) is not None:
            raise refused(
                s("{name} est déjà noté absent : terminez d'abord cette absence.", name=name_of(session, user_id))
            )
        absence = Absence(user_id=user_id, deputy_id=deputy_id, from_at=at, until_at=until, by_id=by)
        session.add(absence)
        session.flush()
        lifecycle.record(session, Absence, absence.id, "began", at=at, actor_id=by, detail={"deputy": deputy_id})
        theirs = select(Conversation).where(
            Conversation.owner_id == user_id, Conversation.state.in_(OPEN), Conversation.territory_id.in_(reach)
        )
        cases = session.scalars(theirs.order_by(Conversation.id).with_for_update()).all()
        handed = sum(_hand(session, case, absence, deputy, at) for case in cases)
        return Begun(absence.id, handed, len(cases) - handed)


def end(by: int, absence_id: int) -> None:
    """End an absence: its person is back; what was handed over stays with who has it. Twice does nothing more."""
    with store.writing() as session:
        absence = session.get(Absence, absence_id, with_for_update=True)
        if absence is None:
            raise NotHere
        _reach(session, asker(session, by), absence.user_id)
        if absence.ended_at is None:
            absence.ended_at = clock.now()
            lifecycle.record(session, Absence, absence.id, "ended", at=absence.ended_at, actor_id=by)


def running(session: Session, user_id: int) -> Absence | None:
    """Return the absence of a person that runs now, or None."""
    return session.scalars(select(Absence).where(Absence.user_id == user_id, Absence.ended_at.is_(None))).one_or_none()


def _reach(session: Session, who: Asker, user_id: int) -> frozenset[int]:
    """Return where the conversations of a person may be handed over by who asks; raise NotHere for a stranger's."""
    person = session.get(User, user_id)
    theirs = frozenset(asker(session, user_id).roles) if person is not None and person.active else frozenset()
    found = theirs if who.id in (None, user_id) else theirs & who.where("assign")
    if not found:
        raise NotHere
    return found


def _deputy(session: Session, who: Asker, deputy_id: int, user_id: int, reach: frozenset[int]) -> Asker:
    person = session.get(User, deputy_id)
    if person is None or not person.active:
        raise NotHere
    deputy = asker(session, deputy_id)
    if deputy_id == user_id or not deputy.where("answer") & reach:
        raise refused(s("Cette personne ne répond pas pour ce territoire : choisissez quelqu'un de l'équipe."))
    if running(session, deputy_id) is not None:
        raise refused(s("{name} est absent aussi : choisissez quelqu'un d'autre.", name=name_of(session, deputy_id)))
    return deputy


def _hand(session: Session, case: Conversation, absence: Absence, deputy: Asker, at: datetime) -> bool:
    """Give one conversation, held, to the deputy who may answer it, else to the queue; its delay runs on as it was."""
    can = deputy.may("answer", case.territory_id)
    session.add(Watch(absence_id=absence.id, conversation_id=case.id, territory_id=case.territory_id))
    mine = Assignment.conversation_id == case.id, Assignment.ended_at.is_(None)
    session.execute(update(Assignment).where(*mine).values(ended_at=at, ended_because="absent"))
    owner, detail = (absence.deputy_id if can else None), {"absence": absence.id}
    values: dict[str, Any] = {"owner_id": owner} | ({} if can else {"returns_at": None})
    if case.state == "assigned":
        after = "assigned" if can else "open"
        lifecycle.move(
            session, Conversation, case.id, "assigned", after, at=at, actor_id=absence.by_id, detail=detail, **values
        )
    else:  # it sleeps: it stays as it stands, and somebody else will have it
        case.owner_id = owner
        lifecycle.record(
            session, Conversation, case.id, "handed over", at=at, actor_id=absence.by_id,
            territory_id=case.territory_id, detail=detail,
        )  # fmt: skip
    if can:
        to = {"user_id": absence.deputy_id, "by_id": absence.by_id}
        session.add(Assignment(conversation_id=case.id, at=at, until=case.returns_at, **to))
    return can
