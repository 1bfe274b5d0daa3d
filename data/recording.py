"""Writes what the policies said of an act, in the act's own unit of work. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from data import versions
from data.models import Base, PolicyDecision


def decision(
    session: Session,
    kind: type[Base],
    row_id: int,
    said: Mapping[str, Any],
    texts: versions.Texts,
    *,
    at: datetime,
    actor_id: int | None,
    territory_id: int,
    channel_id: int | None = None,
) -> None:
    """Log a decision about a row; `said` is `policies.logged.entry`'s, `texts` the files it went by."""
    session.add(
        PolicyDecision(
            at=at, actor_id=actor_id, territory_id=territory_id, channel_id=channel_id, subject=kind.__tablename__,
            subject_id=row_id, **said,
        )
    )  # fmt: skip
    versions.keep(session, texts, at)
