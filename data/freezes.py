"""Freezes in force: read inside the very transaction that claims a delivery, so that nothing slips between.

Claiming and freezing exclude each other. SQLite lets one writer in at a time; PostgreSQL has a gate for it, a lock that
claims share and a freeze takes alone. Whoever is told that a freeze stands knows: what was claimed before is known,
and nothing is claimed any more.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from data.models import Channel, Freeze, Territory

GATE = 0x5041_5256_4953  # the number of an advisory lock: any, as long as it stays


def pass_gate(session: Session) -> None:
    """Wait for a freeze being written; none is written until this transaction ends. To be called before `in_force`."""
    if session.get_bind().dialect.name != "sqlite":
        session.execute(select(func.pg_advisory_xact_lock_shared(GATE)))


def close_gate(session: Session) -> None:
    """Wait until every claim under way is committed, and hold up new ones until this transaction, a freeze, ends."""
    if session.get_bind().dialect.name != "sqlite":
        session.execute(select(func.pg_advisory_xact_lock(GATE)))


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
