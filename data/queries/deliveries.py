"""Every delivery with its attempts. With `None` for a user, the operator at the machine reads all territories."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import true

from data import store
from data.models import Delivery
from data.queries.parcels import Parcel, Try, parcels
from data.queries.seen import places_of

__all__ = ["Parcel", "Try", "all_deliveries", "one"]


def all_deliveries(
    user_id: int | None, states: Collection[str] = (), since: datetime | None = None, size: int = 500
) -> list[Parcel]:
    """Return deliveries by due time, of the states asked for, due since a moment; `size` at most."""
    with store.reading() as session:
        return parcels(
            session,
            Delivery.state.in_(states) if states else true(),
            Delivery.due_at >= since if since else true(),
            places=None if user_id is None else places_of(session, user_id),
            size=size,
        )


def one(user_id: int | None, delivery_id: int) -> Parcel | None:
    """Return a delivery, or None when there is none the user may see."""
    with store.reading() as session:
        places = None if user_id is None else places_of(session, user_id)
        found = parcels(session, Delivery.id == delivery_id, places=places)
        return found[0] if found else None
