"""How visitors were served: first replies and their delay in clock minutes. Changes nothing, promises nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from statistics import median

from sqlalchemy import or_, select

from data import store
from data.models import Conversation
from data.queries.nss import ENOUGH
from data.queries.seen import Place, below, places_of


@dataclass(frozen=True)
class Answers:
    """First replies in a place and those below it. `share` = answered / expected; minutes run round the clock.

    Expected: conversations begun in the period that we answered, or that still wait for an answer; ignored ones do not
    count. `p90` is the nearest-rank ninetieth percentile. None where nothing can be divided.
    """

    place: Place
    expected: int
    answered: int
    share: float | None
    median: float | None
    p90: float | None
    enough: bool


def answers(user_id: int, since: datetime, until: datetime) -> list[Answers]:
    """Return answer times of the conversations begun in [since, until), for each place."""
    with store.reading() as session:
        places = places_of(session, user_id)
        rows = session.execute(
            select(Conversation.territory_id, Conversation.opened_at, Conversation.replied_at).where(
                Conversation.territory_id.in_(places),
                Conversation.opened_at >= since,
                Conversation.opened_at < until,
                Conversation.state != "ignored",
                or_(Conversation.replied_at.is_not(None), Conversation.asked_at.is_not(None)),
            )
        ).all()
    delays: dict[int, list[float | None]] = {here: [] for here in places}
    for here, opened_at, replied_at in rows:
        delays[here].append((replied_at - opened_at).total_seconds() / 60 if replied_at else None)
    return [_answers(place, [d for i in below(places, place.id) for d in delays[i]]) for place in places.values()]


def _answers(place: Place, delays: list[float | None]) -> Answers:
    known = sorted(delay for delay in delays if delay is not None)
    return Answers(
        place=place,
        expected=len(delays),
        answered=len(known),
        share=len(known) / len(delays) if delays else None,
        median=median(known) if known else None,
        p90=known[ceil(0.9 * len(known)) - 1] if known else None,
        enough=len(delays) >= ENOUGH,
    )
