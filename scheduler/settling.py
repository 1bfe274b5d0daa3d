"""Settles what a try came to: one transaction writes the outcome and moves the delivery, never one without the other.

A definite failure has a next step; all else is unknown, and an unknown is looked for before anything is sent again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from connectors.contract import Receipt
from connectors.failures import Failure, OutcomeUnknown, Rejected, Stale, Unreachable
from data import store
from data.answering import show
from data.confirming import call_back
from data.lifecycle import move, record
from data.models import Attempt, AuditEvent, Delivery, Outcome
from data.results import DUPLICATE, PUBLISHED, SURE, meaning
from policies.clocks import TOO_LATE_TO_LEAVE
from policies.in_force import clock_of
from scheduler.accounts import heed
from scheduler.claiming import Claim
from words import s

REACHES = 6  # times in a row a network may be out of reach before a person is told
FIRST_BACK_OFF = timedelta(seconds=30)
FIRST_LOOK = timedelta(seconds=5)


def settle(claim: Claim, result: Receipt | Exception, at: datetime) -> str:
    """Write down how a try ended and move its delivery; return the state it is in now."""
    try:
        with store.writing() as session:
            return _settle(session, claim, result, at)
    except IntegrityError:  # written already, or the network named an object that is another delivery's
        if state := _written(claim):
            return state
        taken = OutcomeUnknown(s("Le réseau a donné l'adresse d'une autre publication : à vérifier."))
        with store.writing() as session:
            return _settle(session, claim, taken, at)


def _written(claim: Claim) -> str | None:
    """Return where the delivery stands when this try's outcome is kept: the answer to the commit was lost."""
    with store.reading() as session:
        kept = select(Delivery.state).join(Attempt, Attempt.delivery_id == Delivery.id).join(Outcome)
        return session.scalars(kept.where(Outcome.attempt_id == claim.attempt_id)).one_or_none()


def unknown_tries(session: Session, delivery_id: int) -> int:
    """Return how many tries of a delivery may have reached the network without our knowing."""
    ended = select(func.count()).select_from(Attempt).join(Outcome, isouter=True)
    unsure = Outcome.result.is_(None) | Outcome.result.not_in((*SURE, PUBLISHED))
    return session.scalar(ended.where(Attempt.delivery_id == delivery_id, unsure)) or 0


def _settle(session: Session, claim: Claim, result: Receipt | Exception, at: datetime) -> str:
    if isinstance(result, Receipt) and not result.remote_id:
        result = OutcomeUnknown()
    earlier = unknown_tries(session, claim.delivery_id) - 1  # this very try has no outcome yet
    name = _name(result, earlier > 0)
    session.add(
        Outcome(
            attempt_id=claim.attempt_id,
            result=name,
            remote_id=result.remote_id if isinstance(result, Receipt) else None,
            because=result.reason.kept() if isinstance(result, Failure) else None,
            ended_at=at - claim.ahead,
        )
    )
    session.flush()
    if isinstance(result, Failure):
        heed(session, claim.line, result, at)
    after, values = _next_step(session, claim, result, name, at)
    return _moved(session, claim, after, values, at)


def _name(result: Receipt | Exception, looked_for: bool) -> str:
    if isinstance(result, Receipt):
        return PUBLISHED
    if isinstance(result, Rejected) and result.duplicate and looked_for:
        return DUPLICATE
    return next((kind.__name__ for kind in type(result).__mro__ if kind.__name__ in SURE), type(result).__name__)


def _next_step(
    session: Session, claim: Claim, result: Receipt | Exception, name: str, at: datetime
) -> tuple[str, dict[str, Any]]:
    if isinstance(result, Receipt):
        return "published", published(result, at)
    because = result.reason if isinstance(result, Failure) else OutcomeUnknown().reason
    retry = meaning(name).retry
    if claim.repeats or retry == "after a look":  # of a repeat: the try before it may be visible
        return "unconfirmed", {"because": because, "look_at": at + FIRST_LOOK}
    if retry == "by a person":
        return "failed", {"because": because}
    if isinstance(result, Unreachable):
        reached_out = _out_of_reach(session, claim.delivery_id)
        if reached_out >= REACHES:
            return "failed", {"because": because}
        anew = {"handle": None} if isinstance(result, Stale) else {}
        return "queued", {"because": because, "not_before": at + FIRST_BACK_OFF * 2 ** (reached_out - 1), **anew}
    return "queued", {"because": because}


def published(receipt: Receipt, at: datetime) -> dict[str, Any]:
    """Return what a published delivery keeps of its receipt."""
    return {
        "remote_id": receipt.remote_id,
        "permalink": receipt.permalink,
        "published_at": receipt.visible_at or at,
        "look_at": None,
        "lease_until": None,
    }


def _moved(session: Session, claim: Claim, after: str, values: dict[str, Any], at: datetime) -> str:
    detail = {"attempt": claim.number}
    for before in ("sending", "unconfirmed", "at rest"):  # from the second on: our lease ended before the answer came
        if before == "at rest" and not (
            after == "published" and call_back(session, claim.delivery_id, claim.number, at)
        ):
            continue
        here = "unconfirmed" if before == "at rest" else before
        if here != after and move(
            session, Delivery, claim.delivery_id, here, after, at=at, where=_same_try(claim), detail=detail, **values
        ):
            if after == "published":
                show(session, claim.delivery_id, clock_of, TOO_LATE_TO_LEAVE)
            return after
    record(session, Delivery, claim.delivery_id, "answered too late", at=at, detail=detail | {"wanted": after})
    return "late"


def _same_try(claim: Claim) -> list[ColumnElement[bool]]:
    return [Delivery.tries == claim.number]


def _out_of_reach(session: Session, delivery_id: int) -> int:
    """Return how many tries in a row, up to the last, reached no network since a person last let it leave."""
    mine = AuditEvent.subject == Delivery.__tablename__, AuditEvent.subject_id == delivery_id
    person = AuditEvent.after == "queued", AuditEvent.actor_id.is_not(None)
    let_at = session.scalar(select(func.max(AuditEvent.at)).where(*mine, *person))
    tries = select(Outcome.result).join(Attempt).where(Attempt.delivery_id == delivery_id)
    if let_at is not None:
        tries = tries.where(Attempt.started_at >= let_at)
    results = session.scalars(tries.order_by(Attempt.number.desc())).all()
    return max(1, sum(1 for _ in takewhile(lambda result: result == "Unreachable", results)))
