"""Which moves are legal, and the only code that makes one.

`move` changes a status by one conditional UPDATE and writes the audit event in the same transaction: of two workers
that want the same move, one gets True. Pass ids between transactions, never stale rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, event, inspect, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from data.models import (
    Approval,
    AuditEvent,
    Base,
    Channel,
    Contribution,
    Conversation,
    Delivery,
    Incident,
    Moderation,
    Post,
)
from words import Sentence

Lifecycle = Mapping[str, tuple[str, ...]]

LIFECYCLES: dict[type[Base], Lifecycle] = {
    Post: {
        "draft": ("in_review", "approved", "cancelled"),
        "in_review": ("approved", "draft", "declined", "cancelled"),
        "approved": ("scheduled", "draft", "cancelled"),
        "scheduled": ("draft", "cancelled"),
        "declined": ("draft",),
        "cancelled": (),
    },
    Delivery: {
        # queued to unconfirmed: a restored copy does not know whether it left after the copy was made
        "queued": ("sending", "missed", "held", "failed", "cancelled", "unconfirmed"),
        "sending": ("published", "failed", "queued", "unconfirmed"),
        "unconfirmed": ("published", "queued", "failed"),
        # to unconfirmed from where it rests: the network confirmed an earlier try after all (see `confirming`)
        "held": ("queued", "cancelled", "unconfirmed"),
        "missed": ("queued", "cancelled", "unconfirmed"),
        "failed": ("queued", "cancelled", "unconfirmed"),
        "published": (),
        "cancelled": ("unconfirmed",),
    },
    Conversation: {
        "open": ("assigned", "waiting_visitor", "waiting_service", "snoozed", "ignored", "closed"),
        "assigned": ("open", "assigned", "waiting_visitor", "waiting_service", "snoozed", "ignored", "closed"),
        "waiting_visitor": ("open", "assigned", "snoozed", "ignored", "closed"),
        "waiting_service": ("open", "assigned", "waiting_visitor", "snoozed", "closed"),
        "snoozed": ("open", "assigned", "waiting_visitor", "ignored", "closed"),
        "ignored": ("open",),
        "closed": ("open", "waiting_visitor"),
    },
    Approval: {
        "waiting": ("open", "superseded"),
        "open": ("approved", "sent_back", "declined", "defaulted", "escalated", "superseded"),
        "approved": (),
        "sent_back": (),
        "declined": (),
        "defaulted": (),  # nobody answered, and silence meant yes
        "escalated": (),  # nobody answered, and another role was asked
        "superseded": (),  # the words changed, or the post is no longer to leave
    },
    Moderation: {
        "asked": ("done", "failed"),
        "failed": ("asked",),
        "done": (),
    },
    Channel: {
        "active": ("paused", "disconnected"),
        "paused": ("active", "disconnected"),
        "disconnected": ("active",),
    },
    Contribution: {
        "received": ("in_review", "accepted", "declined", "withdrawn"),
        "in_review": ("accepted", "declined", "withdrawn"),
        "accepted": ("withdrawn",),
        "declined": ("in_review",),
        "withdrawn": (),
    },
    Incident: {
        "open": ("acknowledged", "closed"),
        "acknowledged": ("open", "closed"),  # open again when it gets graver: people are alarmed anew
        "closed": (),
    },
}


class IllegalMove(Exception):
    """A move no lifecycle allows: an error of ours, never a person's."""


def move(
    session: Session,
    kind: type[Base],
    row_id: int,
    before: str,
    after: str,
    *,
    at: datetime,
    actor_id: int | None = None,
    because: Sentence | None = None,
    detail: Mapping[str, Any] | None = None,
    where: Sequence[ColumnElement[bool]] = (),
    **values: Any,
) -> bool:
    """Move one row from `before` to `after`, setting `values` with it; False when it no longer stood there.

    `because` is kept on the row (where it has that column) and in the audit event; `actor_id` None is the clock.
    `where` are further conditions of the same UPDATE. Raises IllegalMove for a move the lifecycle does not know.
    """
    if after not in LIFECYCLES[kind].get(before, ()):
        raise IllegalMove(f"{kind.__tablename__}: {before} → {after}")
    table: Any = kind
    if because is not None and hasattr(kind, "because"):
        values["because"] = because.kept()
    moved = session.execute(
        update(kind)
        .where(table.id == row_id, table.state == before, *where)
        .values(state=after, **values)
        .returning(table.territory_id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if moved is None:
        return False
    known = session.identity_map.get(identity_key(kind, row_id))
    if known is not None:
        session.expire(known)
    kept = {"because": because.kept()} if because else {}
    record(
        session,
        kind,
        row_id,
        f"{before}→{after}",
        at=at,
        actor_id=actor_id,
        territory_id=moved.territory_id,
        before=before,
        after=after,
        detail={**kept, **(detail or {})},
    )
    return True


def record(
    session: Session,
    kind: type[Base],
    row_id: int,
    verb: str,
    *,
    at: datetime,
    actor_id: int | None = None,
    territory_id: int | None = None,
    before: str | None = None,
    after: str | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write an audit event about a row. `detail` holds ids, counts and kept sentences, never message text."""
    session.add(
        AuditEvent(
            at=at,
            actor_id=actor_id,
            verb=verb,
            subject=kind.__tablename__,
            subject_id=row_id,
            territory_id=territory_id,
            before=before,
            after=after,
            detail=dict(detail or {}) or None,
        )
    )


def _only_by_move(target: Base, value: Any, old: Any, _initiator: Any) -> None:
    if inspect(target).persistent and value != old:
        raise IllegalMove(f"{target.__tablename__}: a status changes through move() only")


for _kind in LIFECYCLES:
    event.listen(_kind.state, "set", _only_by_move)  # type: ignore[attr-defined]  # every kind above has a state
