"""Settles what a try came to: one transaction writes the outcome and moves the delivery, never one without the other.

A definite failure has a next step; all else is unknown, and an unknown is looked for before anything is sent again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from connectors.contract import (
    Failure,
    OutcomeUnknown,
    RateLimited,
    Receipt,
    Rejected,
    Unauthorized,
    Unreachable,
    Unsupported,
)
from data import store
from data.answering import show
from data.lifecycle import move, record
from data.models import Attempt, Delivery, Outcome
from scheduler.accounts import heed
from scheduler.claiming import Claim
from words import s

REACHES = 6  # times a network may be out of reach before a person is told
FIRST_BACK_OFF = timedelta(seconds=30)
FIRST_LOOK = timedelta(seconds=5)
# results after which nothing of that try can stand on the network; any other result, or none, is unknown
SURE = ("Rejected", "Unsupported", "Unauthorized", "RateLimited", "OutOfCredit", "Unreachable")
DUPLICATE = "Duplicate"  # refused because the same words stand there already: perhaps ours


def settle(claim: Claim, result: Receipt | Exception, at: datetime) -> str:
    """Write down how a try ended and move its delivery; return the state it is in now."""
    try:
        with store.writing() as session:
            return _settle(session, claim, result, at)
    except IntegrityError:  # the network named an object that is another delivery's
        taken = OutcomeUnknown(s("Le réseau a donné l'adresse d'une autre publication : à vérifier."))
        with store.writing() as session:
            return _settle(session, claim, taken, at)


def unknown_tries(session: Session, delivery_id: int) -> int:
    """Return how many tries of a delivery may have reached the network without our knowing."""
    ended = select(func.count()).select_from(Attempt).join(Outcome, isouter=True)
    unsure = Outcome.result.is_(None) | Outcome.result.not_in((*SURE, "published"))
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
            ended_at=at,
        )
    )
    session.flush()
    if isinstance(result, Failure):
        heed(session, claim.line.channel_id, result, at)
    after, values = _next_step(session, claim, result, name, at)
    return _moved(session, claim, after, values, at)


def _name(result: Receipt | Exception, looked_for: bool) -> str:
    if isinstance(result, Receipt):
        return "published"
    if isinstance(result, Rejected) and result.duplicate and looked_for:
        return DUPLICATE
    return next((kind.__name__ for kind in type(result).__mro__ if kind.__name__ in SURE), type(result).__name__)


def _next_step(
    session: Session, claim: Claim, result: Receipt | Exception, name: str, at: datetime
) -> tuple[str, dict[str, Any]]:
    if isinstance(result, Receipt):
        return "published", published(result, at)
    because = result.reason if isinstance(result, Failure) else OutcomeUnknown().reason
    if isinstance(result, Unauthorized | RateLimited):
        return "queued", {"because": because}
    if isinstance(result, Unreachable):
        reached_out = _times(session, claim.delivery_id, "Unreachable")
        if reached_out >= REACHES:
            return "failed", {"because": because}
        return "queued", {"because": because, "not_before": at + FIRST_BACK_OFF * 2 ** (reached_out - 1)}
    if isinstance(result, Rejected | Unsupported) and name != DUPLICATE:
        return "failed", {"because": because}
    return "unconfirmed", {"because": because, "look_at": at + FIRST_LOOK}


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
    same_try = [Delivery.tries == claim.number]
    detail = {"attempt": claim.number}
    for before in ("sending", "unconfirmed"):  # the second: our lease ended before the answer came
        if before != after and move(
            session, Delivery, claim.delivery_id, before, after, at=at, where=same_try, detail=detail, **values
        ):
            if after == "published":
                show(session, claim.delivery_id)
            return after
    record(session, Delivery, claim.delivery_id, "answered too late", at=at, detail=detail | {"wanted": after})
    return "late"


def _times(session: Session, delivery_id: int, result: str) -> int:
    mine = select(func.count()).select_from(Attempt).join(Outcome).where(Attempt.delivery_id == delivery_id)
    return session.scalar(mine.where(Outcome.result == result)) or 0
