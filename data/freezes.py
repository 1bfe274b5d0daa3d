"""Freezes in force: read inside the very transaction that claims a delivery, so that nothing slips between.

Claiming and freezing exclude each other. SQLite lets one writer in at a time; PostgreSQL has a gate for it, a lock that
claims share and a freeze takes alone. Whoever is told that a freeze stands knows: what was claimed before is known,
and nothing is claimed any more.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from data.in_crisis import upwards
from data.models import Channel, Freeze, Incident

GATE = 0x5041_5256_4953  # the number of an advisory lock: any, as long as it stays


def pass_gate(session: Session) -> None:
    """Wait for a freeze being written; none is written until this transaction ends. To be called before `in_force`."""
    if session.get_bind().dialect.name != "sqlite":
        session.execute(select(func.pg_advisory_xact_lock_shared(GATE)))


def close_gate(session: Session) -> None:
    """Wait until every claim under way is committed, and hold up new ones until this transaction, a freeze, ends."""
    if session.get_bind().dialect.name != "sqlite":
        session.execute(select(func.pg_advisory_xact_lock(GATE)))


def in_force(session: Session, channel_id: int, tags: Collection[str] | None = None) -> Sequence[Freeze]:
    """Return every freeze that holds a channel: everywhere, its territory or one above, or the channel itself.

    With `tags`, those of a post, only the ones that hold that post: a freeze may be of one tag alone.
    """
    above = upwards(session, session.get_one(Channel, channel_id).territory_id)
    everywhere = Freeze.territory_id.is_(None) & Freeze.channel_id.is_(None)
    reaches = or_(everywhere, Freeze.territory_id.in_(above), Freeze.channel_id == channel_id)
    found = session.scalars(select(Freeze).where(Freeze.lifted_at.is_(None), reaches).order_by(Freeze.at, Freeze.id))
    return [one for one in found if tags is None or one.tag is None or one.tag in tags]


def incident_name(session: Session, freeze: Freeze) -> str:
    """Return what people call the incident a freeze belongs to; nothing for one of no incident."""
    return session.get_one(Incident, freeze.incident_id).name if freeze.incident_id is not None else ""
