"""What the network confirmed wins over what was decided meanwhile: such a delivery never leaves a second time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.lifecycle import move
from data.models import Attempt, Delivery, Outcome
from data.results import PUBLISHED
from words import s

AT_REST = ("queued", "held", "missed", "failed", "cancelled")


def call_back(session: Session, delivery_id: int, tries: int, at: datetime) -> bool:
    """Take back from where it rests what stands on the network after all; False when another try began, or it is out.

    It is unconfirmed then, for the caller to publish in the same unit of work.
    """
    because, same_try = s("Le réseau a confirmé après coup : il ne part pas une seconde fois."), Delivery.tries == tries
    return any(
        move(session, Delivery, delivery_id, rest, "unconfirmed", at=at, because=because, where=[same_try])
        for rest in AT_REST
    )


def confirmed(session: Session, delivery_id: int) -> Outcome | None:
    """Return the outcome of a try that the network confirmed, however late; None when there is none."""
    tries = select(Outcome).join(Attempt).where(Attempt.delivery_id == delivery_id, Outcome.result == PUBLISHED)
    return session.scalars(tries.order_by(Attempt.number).limit(1)).one_or_none()
