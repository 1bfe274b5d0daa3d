"""Freezes in force: read inside the very transaction that claims a delivery, so that nothing slips between."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from data.models import Channel, Freeze, Territory


def in_force(session: Session, channel_id: int) -> Sequence[Freeze]:
    """Return every freeze that holds a channel: everywhere, its territory or one above, or the channel itself."""
    above: list[int] = []
    here: int | None = session.get_one(Channel, channel_id).territory_id
    while here is not None:
        above.append(here)
        here = session.get_one(Territory, here).parent_id
    everywhere = Freeze.territory_id.is_(None) & Freeze.channel_id.is_(None)
    reaches = or_(everywhere, Freeze.territory_id.in_(above), Freeze.channel_id == channel_id)
    return session.scalars(select(Freeze).where(Freeze.lifted_at.is_(None), reaches).order_by(Freeze.at)).all()
