"""Suspends what would leave, in one gesture, and lifts it. What it held stays held (`deliveries.release`).

Once `freeze` has returned, nothing more is claimed there, whoever claims.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from data import freezes, lifecycle, store
from data.models import Channel, Freeze, Territory
from desk.refusal import NotHere, TooLate, refused
from desk.rights import Asker, asker, name_of, reach, require, require_all
from words import s


@dataclass(frozen=True)
class Scope:
    """What is to be suspended: `territory_ids`, or one channel (of the only territory named), or one tag there."""

    territory_ids: Sequence[int]
    channel_id: int | None = None
    tag: str | None = None


def freeze(
    by: int, reason: str, *, territory_id: int | None = None, channel_id: int | None = None, tag: str | None = None
) -> list[int]:
    """Suspend a channel, a territory with its cities, or (neither named) everything this person may suspend.

    With `tag`, only what carries it. Returns the ids of the suspensions, one for each territory that stands on its own.
    """
    if not reason.strip():
        raise refused(s("Dites pourquoi, en quelques mots."))
    with store.writing() as session:
        freezes.close_gate(session)
        return suspend(session, by, reason, scope_of(session, by, territory_id, channel_id, tag))


def scope_of(session: Session, by: int, territory_id: int | None, channel_id: int | None, tag: str | None) -> Scope:
    """Return what a person means to suspend, when they may: a channel, a territory, or all they may suspend."""
    if channel_id is not None:
        channel = reach(session, by, "freeze", Channel, channel_id)
        if territory_id not in (None, channel.territory_id):
            raise NotHere
        return Scope([channel.territory_id], channel.id, tag)
    if territory_id is not None:
        require(session, by, "freeze", territory_id)
        return Scope([territory_id], tag=tag)
    tops = _tops(session, asker(session, by))
    if not tops:
        raise refused(s("Votre rôle ne permet aucune suspension ; appelez l'astreinte ou la direction."))
    return Scope(tops, tag=tag)


def suspend(session: Session, by: int, reason: str, scope: Scope, incident_id: int | None = None) -> list[int]:
    """Write the suspensions of a scope, in a unit of work of the caller, who has closed the gate."""
    return [_suspend(session, by, reason, one, scope, incident_id) for one in scope.territory_ids]


def lift(session: Session, by: int, kept: Freeze) -> None:
    """End a suspension that is held, in a unit of work of the caller."""
    at = clock.now()
    kept.lifted_at, kept.lifted_by_id = at, by
    lifecycle.record(session, Freeze, kept.id, "lifted", at=at, actor_id=by, territory_id=_where(session, kept))


def unfreeze(by: int, freeze_id: int) -> None:
    """Lift a suspension; what it held stays held until a person lets it leave."""
    with store.writing() as session:
        kept = session.get(Freeze, freeze_id, with_for_update=True)
        if kept is None:
            raise NotHere
        where = _where(session, kept)
        require_all(session, by, "unfreeze", [where] if where is not None else _roots(session))
        if kept.lifted_at is not None:
            raise TooLate(s("{name} a déjà levé cette suspension.", name=name_of(session, kept.lifted_by_id)))
        lift(session, by, kept)


def _suspend(
    session: Session, by: int, reason: str, territory_id: int, scope: Scope, incident_id: int | None = None
) -> int:
    at = clock.now()
    of = None if scope.channel_id is not None else territory_id
    kept = Freeze(
        territory_id=of, channel_id=scope.channel_id, tag=scope.tag, incident_id=incident_id,
        reason=reason.strip(), by_id=by, at=at,
    )  # fmt: skip
    session.add(kept)
    session.flush()
    told = {"channel": scope.channel_id, "tag": scope.tag, "incident": incident_id}
    detail = {name: value for name, value in told.items() if value is not None}
    lifecycle.record(
        session, Freeze, kept.id, "suspended", at=at, actor_id=by, territory_id=territory_id, detail=detail
    )
    return kept.id


def _tops(session: Session, who: Asker) -> list[int]:
    """Return the highest territories the person may suspend: their cities are covered with them."""
    mine = who.where("freeze")
    places = session.execute(select(Territory.id, Territory.parent_id).order_by(Territory.id))
    return [place for place, parent in places if place in mine and parent not in mine]


def _roots(session: Session) -> list[int]:
    """Return the territories nothing stands above: who lifts what holds everything answers for each of them."""
    return list(session.scalars(select(Territory.id).where(Territory.parent_id.is_(None))))


def _where(session: Session, kept: Freeze) -> int | None:
    return session.get_one(Channel, kept.channel_id).territory_id if kept.channel_id is not None else kept.territory_id
