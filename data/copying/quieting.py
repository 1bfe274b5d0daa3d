"""After a copy was loaded, nothing leaves by itself: what may have left since is looked for, the rest is suspended.

Nobody knows what the lost installation did after the copy was made; only the networks do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from data import lifecycle
from data.models import Channel, Delivery, Freeze, Territory
from words import Sentence, s, t

SHOWN_BY = timedelta(seconds=60)  # longer than any network hides what left at the last moment


@dataclass(frozen=True)
class Quiet:
    """How many deliveries are looked for on the networks, and how many suspensions wait for a person."""

    looked_for: int
    suspensions: int


def quieten(session: Session, made_at: datetime, at: datetime) -> Quiet:
    """Make every delivery that may have left unconfirmed, suspend every territory, and free what workers held."""
    looked_for = sum(_unsure(session, delivery_id, state, made_at, at) for delivery_id, state in _perhaps(session, at))
    freed = {"renewing_until": None, "collect_at": None}
    session.execute(update(Channel).values(**freed))
    return Quiet(looked_for, len(_suspend(session, made_at, at)))


def _perhaps(session: Session, at: datetime) -> Sequence[tuple[int, str]]:
    """Return what was being sent, what was due by now, and what a person may have let leave since."""
    due = (Delivery.state == "queued") & (Delivery.due_at <= at)
    found = select(Delivery.id, Delivery.state).where(Delivery.state.in_(("sending", "held")) | due)
    return [(row.id, row.state) for row in session.execute(found.order_by(Delivery.id)).all()]


def _unsure(session: Session, delivery_id: int, state: str, made_at: datetime, at: datetime) -> bool:
    because = _because(made_at)
    if state == "held":
        lifecycle.move(session, Delivery, delivery_id, "held", "queued", at=at, because=because)
        state = "queued"
    return lifecycle.move(
        session, Delivery, delivery_id, state, "unconfirmed", at=at, because=because, look_at=at + SHOWN_BY,
        looks=0, absences=0, lease_until=None, claimed_by=None, not_before=None,
    )  # fmt: skip


def _because(made_at: datetime) -> Sentence:
    return s(
        "Restaurée depuis une copie du {day} : Parvis regarde d'abord sur le réseau si elle est partie depuis.",
        day=_day(made_at),
    )


def _suspend(session: Session, made_at: datetime, at: datetime) -> list[int]:
    """Suspend each territory that stands on its own, hence all: one who may suspend there may lift it."""
    reason = t("Restaurée depuis une copie du {day}", day=_day(made_at))
    tops = session.scalars(select(Territory.id).where(Territory.parent_id.is_(None)).order_by(Territory.id)).all()
    kept = [Freeze(territory_id=top, reason=reason, at=at) for top in tops]
    session.add_all(kept)
    session.flush()
    for one in kept:
        lifecycle.record(session, Freeze, one.id, "suspended", at=at, territory_id=one.territory_id)
    return [one.id for one in kept]


def _day(made_at: datetime) -> str:
    return f"{made_at:%Y-%m-%d %H:%M} UTC"
