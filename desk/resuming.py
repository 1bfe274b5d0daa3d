"""After an incident: its suspensions are lifted, what is too late becomes a draft again, the rest is to be read.

Nothing leaves by itself: what was held stays held until a person lets it leave (`deliveries.release`).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import clock
from data import store
from data.models import Delivery, Freeze, Incident, Post
from data.queries.incidents import held_by
from desk.freezing import lift
from desk.in_incident import held, judged, move
from desk.judging import stop_if_blocked
from desk.lateness import is_stale
from desk.passing import back_to_draft
from desk.queueing import OUT
from desk.refusal import NeedsConfirmation
from desk.rights import require_all
from words import s

PAST = s("Son heure est passée pendant la suspension : à reprendre avant de publier.")


@dataclass(frozen=True)
class Resumed:
    """How many suspensions were lifted, which posts are drafts again, how many deliveries wait to be read."""

    lifted: int
    drafts: tuple[int, ...]
    to_read: int


def resume(by: int, incident_id: int) -> Resumed:
    """Lift what an incident suspends. Posts too late for the rules become drafts; all else waits to be read (AC-74)."""
    with store.writing() as session:
        incident, _, places = held(session, by, incident_id)
        require_all(session, by, "unfreeze", places)
        return _resume(session, by, incident)


def close(by: int, incident_id: int, *, confirm: str | None = None) -> Resumed:
    """Close an incident, lifting what it still suspends. Asks once more while deliveries it held were not read."""
    with store.writing() as session:
        incident, who, places = held(session, by, incident_id)
        unread = _to_read(session, incident_id)
        decisions = judged(session, who, "incident.close", incident, places, unreviewed=unread)
        stop_if_blocked(decisions)
        warned = next((reason.sentence for one in decisions for reason in one.reasons if reason.code), None)
        if warned is not None and confirm != (token := f"unread:{unread}"):
            raise NeedsConfirmation(warned, token)
        found, at = _resume(session, by, incident), clock.now()
        gone = {"closed_at": at, "closed_by_id": by, "next_call_at": None}
        move(session, incident, "closed", by, detail={"unread": found.to_read}, **gone)
        return found


def _resume(session: Session, by: int, incident: Incident) -> Resumed:
    mine = Freeze.incident_id == incident.id, Freeze.lifted_at.is_(None)
    standing = session.scalars(select(Freeze).where(*mine).order_by(Freeze.id).with_for_update()).all()
    for one in standing:
        lift(session, by, one)
    return Resumed(len(standing), tuple(_back_to_drafts(session, by, incident.id)), _to_read(session, incident.id))


def _back_to_drafts(session: Session, by: int, incident_id: int) -> list[int]:
    """Make drafts again of the posts that are too late; one that has left in part, or answers somebody, is for a
    person to decide."""
    at, found = clock.now(), []
    rows = session.scalars(select(Delivery).where(*held_by(incident_id)).order_by(Delivery.id)).all()
    for post_id in dict.fromkeys(one.post_id for one in rows if is_stale(session, one, at)):
        post = session.get_one(Post, post_id, with_for_update=True)
        out = select(Delivery.id).where(Delivery.post_id == post_id, Delivery.state.in_(OUT)).limit(1)
        if post.state == "scheduled" and post.conversation_id is None and session.scalars(out).first() is None:
            back_to_draft(session, post, by, PAST)
            found.append(post_id)
    return found


def _to_read(session: Session, incident_id: int) -> int:
    return session.scalar(select(func.count(Delivery.id)).where(*held_by(incident_id))) or 0
