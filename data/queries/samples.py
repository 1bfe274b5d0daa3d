"""The sample that people label blind: how far it is, what comes next, and what it says of the machine.

What comes next never carries the machine's word: who labels must not see it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

import clock
from data import store
from data.models import Channel, Message, Sample
from data.queries.brand import mentions
from data.queries.corrected import Stratum, corrected
from data.queries.nss import Score, Tally, tally
from data.queries.seen import Place, below, places_of

SIZE = 200  # a quarter and territory (product.md §4.6)
DRAWN_FROM = timedelta(days=90)  # the mentions a sample is drawn from
GOOD_FOR = timedelta(days=185)  # labels older than two quarters say nothing of today's machine and words
_MACHINE = func.coalesce(Message.overruled["label"].as_string(), Message.label)  # whatever a person said meanwhile


@dataclass(frozen=True)
class Progress:
    """How far a territory's sample of this quarter is."""

    place: Place
    quarter: str
    drawn: int
    labelled: int


@dataclass(frozen=True)
class Asked:
    """A mention to be labelled: the visitor's words, and nothing that anybody thought of them."""

    id: int
    place: Place
    network: str
    text: str
    media_count: int
    posted_at: datetime


@dataclass(frozen=True)
class Measured:
    """What people and machine said of the same mentions in a place and a language: (true, said) → how many."""

    place: Place
    lang: str
    table: Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Corrected:
    """The net sentiment of a place as people would have counted it; its n are their labels."""

    place: Place
    score: Score


def quarter(at: datetime, zone: str) -> str:
    """Return the quarter of a moment where the territory is, "2026-Q4"."""
    local = clock.aware(at).astimezone(clock.zone(zone))
    return f"{local.year}-Q{(local.month + 2) // 3}"


def progress(user_id: int, at: datetime) -> list[Progress]:
    """Return how far this quarter's sample is in each place a user may see."""
    with store.reading() as session:
        places = places_of(session, user_id)
        done = case((Sample.labelled_at.is_not(None), 1), else_=0)
        rows = session.execute(
            select(Sample.territory_id, Sample.quarter, func.count(), func.sum(done))
            .where(Sample.territory_id.in_(places))
            .group_by(Sample.territory_id, Sample.quarter)
        )
        found = {(here, name): (drawn, int(labelled)) for here, name, drawn, labelled in rows}
    now = {place.id: quarter(at, place.zone) for place in places.values()}
    return [Progress(place, now[i], *found.get((i, now[i]), (0, 0))) for i, place in places.items()]


def next_one(user_id: int, territory_id: int, at: datetime) -> Asked | None:
    """Return the next mention of this quarter's sample that nobody has labelled; None when there is none."""
    with store.reading() as session:
        place = places_of(session, user_id).get(territory_id)
        if place is None:
            return None
        row = session.execute(
            select(Sample.id, Message.text, Message.media_count, Message.posted_at, Channel.network)
            .join(Message, Message.id == Sample.message_id)
            .join(Channel, Channel.id == Message.channel_id)
            .where(Sample.territory_id == territory_id, Sample.quarter == quarter(at, place.zone))
            .where(Sample.labelled_at.is_(None), Message.withdrawn_at.is_(None))
            .order_by(Sample.id)
            .limit(1)
        ).one_or_none()
    return Asked(row.id, place, row.network, row.text, row.media_count, row.posted_at) if row else None


def measured(user_id: int, at: datetime) -> list[Measured]:
    """Return what people's labels of the last two quarters say of the machine, by place and language."""
    with store.reading() as session:
        places = places_of(session, user_id)
        rows = _labelled(session, places, at)
    tables: dict[tuple[int, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for here, lang, said, true, n in rows:
        tables[here, lang or "und"][true, said or "undetermined"] += n
    order = {here: number for number, here in enumerate(places)}
    keys = sorted(tables, key=lambda key: (order[key[0]], -sum(tables[key].values()), key[1]))
    return [Measured(places[here], lang, dict(tables[here, lang])) for here, lang in keys]


def corrected_scores(user_id: int, since: datetime, until: datetime, at: datetime) -> list[Corrected]:
    """Return the corrected net sentiment of [since, until) of each place, with those below it, where a sample stands.

    A place whose mentions come from a territory without any label is left out: its score would be a guess.
    """
    with store.reading() as session:
        places = places_of(session, user_id)
        counted = session.execute(
            select(Message.territory_id, _MACHINE.label("said"), func.count())
            .where(mentions(places, since, until))
            .group_by(Message.territory_id, "said")
        ).all()
        labelled = _labelled(session, places, at)
    truths: dict[tuple[int, str | None], Counter[str | None]] = defaultdict(Counter)
    for here, _lang, said, true, n in labelled:
        truths[here, said][true] += n
    strata: dict[int, list[Stratum]] = defaultdict(list)
    for here, said, n in counted:
        strata[here].append(Stratum(n, tally(truths[here, said]) if (here, said) in truths else Tally()))
    found = {place: _score(below(places, here), strata) for here, place in places.items()}
    return [Corrected(place, score) for place, score in found.items() if score is not None]


def _score(here: Collection[int], strata: Mapping[int, list[Stratum]]) -> Score | None:
    parts = [strata[place] for place in here if place in strata]
    if not parts or any(not sum(one.truths.volume for one in part) for part in parts):
        return None
    found = corrected([one for part in parts for one in part])
    return found if found.nss is not None else None


def _labelled(session: Session, places: Collection[int], at: datetime) -> list[Any]:
    query = (
        select(Sample.territory_id, Message.lang, _MACHINE.label("said"), Sample.label, func.count())
        .join(Message, Message.id == Sample.message_id)
        .where(*_of(places), Sample.labelled_at > at - GOOD_FOR, Sample.labelled_at <= at)
        .group_by(Sample.territory_id, Message.lang, "said", Sample.label)
    )
    return [tuple(row) for row in session.execute(query)]


def _of(places: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    return Sample.territory_id.in_(places), Sample.label.is_not(None)
