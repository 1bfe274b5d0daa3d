"""What was set aside, by whom and why, in the territories a user may see. The words it was for are not in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from data import store
from data.models import Channel, PolicyDecision
from data.queries.seen import Place, names_of, places_of


@dataclass(frozen=True)
class Overridden:
    """One rule set aside for one text. `network` is empty where no account was meant."""

    at: datetime
    place: Place
    network: str
    post_id: int
    rule: str
    role: str
    by: str
    reason: str


def overridden(user_id: int, since: datetime, until: datetime, territory_id: int | None = None) -> list[Overridden]:
    """Return the rules set aside in [since, until), newest first, each once: by its first decision."""
    with store.reading() as session:
        places = places_of(session, user_id)
        here = [place for place in places if territory_id is None or place == territory_id]
        used = PolicyDecision.set_aside > 0, PolicyDecision.subject == "posts"
        rows = session.execute(
            select(PolicyDecision, Channel.network)
            .outerjoin(Channel, Channel.id == PolicyDecision.channel_id)
            .where(*used, PolicyDecision.territory_id.in_(here))
            .where(PolicyDecision.at >= since, PolicyDecision.at < until)
            .order_by(PolicyDecision.at, PolicyDecision.id)
        ).all()
        names = names_of(session, {one["by"] for row, _ in rows for one in row.overrides})
        found: dict[tuple[object, ...], Overridden] = {}
        for row, network in rows:
            for one in row.overrides:
                key = (row.subject_id, row.channel_id, one["rule"], one["by"], one["reason"])
                found.setdefault(key, _overridden(row, network, one, names, places))
        return list(reversed(found.values()))


def _overridden(
    row: PolicyDecision,
    network: str | None,
    one: Mapping[str, str],
    names: Mapping[int | None, str],
    places: Mapping[int, Place],
) -> Overridden:
    return Overridden(
        at=row.at,
        place=places[row.territory_id],
        network=network or "",
        post_id=row.subject_id,
        rule=one["rule"],
        role=one["role"],
        by=names.get(int(one["by"]), "") if one["by"] is not None else "",
        reason=one["reason"],
    )
