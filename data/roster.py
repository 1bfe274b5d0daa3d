"""Who is on duty in a territory: the roster of the week, its own or the nearest above it."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Duty, Territory


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def on_duty(session: Session, territory_id: int, day: date) -> Duty | None:
    """Return the roster that holds in a territory on a day; None where nobody wrote one, here or above."""
    here: int | None = territory_id
    while here is not None:
        found = session.scalars(select(Duty).where(Duty.territory_id == here, Duty.week == week_of(day))).one_or_none()
        if found is not None:
            return found
        here = session.get_one(Territory, here).parent_id
    return None
