"""What visitors say of the brand: moods, volume and topics. Counted in the database; formulas are in `nss`.

A mention is one visitor's message stored, by its platform time. Our own words, spam and listening noise never count;
copies count once.
Moods: see `nss` for what stands in the denominator (undetermined does not).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from data import store
from data.models import Message, PlaceNamed
from data.queries.nss import ENOUGH, Score, Tally, score, tally
from data.queries.seen import Place, below, places_of
from data.threads import flagged

__all__ = ["Day", "Mood", "Score", "Tally", "Topic", "daily", "mentions", "mood", "named", "topics"]


@dataclass(frozen=True)
class Mood:
    """The mood in a place over a period. `own` is the territory's accounts alone; `whole` adds those below it."""

    place: Place
    own: Tally
    whole: Tally
    score: Score  # of `whole`


@dataclass(frozen=True)
class Day:
    """One day, local to the place."""

    on: date
    tally: Tally


@dataclass(frozen=True)
class Topic:
    """A topic: its mentions and complaints. `rate` is complaints / mentions; `enough` as for any figure."""

    topic: str
    n: int
    complaints: int
    rate: float
    enough: bool
    tally: Tally


def mood(user_id: int, since: datetime, until: datetime) -> list[Mood]:
    """Return the mood of mentions in [since, until) by the territory that must answer; each counts once in a region."""
    with store.reading() as session:
        places = places_of(session, user_id)
        own = _tallies(
            session.execute(
                select(Message.territory_id, Message.label, func.count())
                .where(mentions(places, since, until))
                .group_by(Message.territory_id, Message.label)
            )
        )
    return [_mood(places[here], own[here], _sum(own[i] for i in below(places, here))) for here in places]


def named(user_id: int, since: datetime, until: datetime) -> list[Mood]:
    """Return the mood by perceived destination: the place visitors name, whoever must answer.

    A mention naming two cities counts once in each and once in their region. Only mentions received in territories the
    user may see are counted, so that the figures of one city and of the region may differ from a colleague's.
    """
    with store.reading() as session:
        places = places_of(session, user_id)
        moods = []
        for here in places:
            own, whole = (_naming(session, places, since, until, who) for who in ((here,), below(places, here)))
            moods.append(_mood(places[here], own, whole))
        return moods


def daily(user_id: int, since: datetime, until: datetime, territory_id: int | None = None) -> list[Day]:
    """Return volume and mood for each day of [since, until), empty days too; of one territory and those below, or all.

    Days are those of the territory's zone (of the first visible one for all), to the full hour.
    """
    with store.reading() as session:
        places = places_of(session, user_id)
        here = tuple(places) if territory_id is None else below(places, territory_id)
        if not here:
            return []
        zone = ZoneInfo(places[here[0]].zone)
        hour = _hour(session).label("hour")
        rows = session.execute(
            select(hour, Message.label, func.count())
            .where(mentions(here, since, until))
            .group_by("hour", Message.label)
        ).all()
    days: dict[date, Counter[str | None]] = defaultdict(Counter)
    for stamp, label, n in rows:
        days[datetime.strptime(stamp, "%Y-%m-%d %H").replace(tzinfo=UTC).astimezone(zone).date()][label] += n
    first, last = since.astimezone(zone).date(), (until - timedelta(microseconds=1)).astimezone(zone).date()
    return [Day(on, tally(days[on])) for on in (first + timedelta(days=n) for n in range((last - first).days + 1))]


def topics(user_id: int, since: datetime, until: datetime, territory_id: int | None = None) -> list[Topic]:
    """Return the topics of [since, until), most talked of first. A mention counts once in each of its topics.

    A complaint is a mention whose intent is one; where no intent was judged, a negative mention.
    """
    with store.reading() as session:
        places = places_of(session, user_id)
        here = tuple(places) if territory_id is None else below(places, territory_id)
        each = func.jsonb_array_elements_text if session.get_bind().dialect.name == "postgresql" else func.json_each
        topic = each(Message.topics).table_valued("value")
        rows = session.execute(
            select(topic.c.value, Message.label, Message.intent, func.count())
            .join(topic, true())
            .where(mentions(here, since, until))
            .group_by(topic.c.value, Message.label, Message.intent)
        ).all()
    moods: dict[str, Counter[str | None]] = defaultdict(Counter)
    complaints: Counter[str] = Counter()
    for name, label, intent, n in rows:
        moods[name][label] += n
        complaints[name] += n if intent == "complaint" or (intent is None and label == "negative") else 0
    found = [_topic(name, moods[name], complaints[name]) for name in moods]
    return sorted(found, key=lambda one: (-one.n, one.topic))


def mentions(here: Collection[int], since: datetime, until: datetime) -> ColumnElement[bool]:
    """Return the condition of a visitor's mention in these territories and [since, until).

    Spam and noise are none; what says nearly the same on one day is one, its first (product.md §4.5).
    """
    return and_(
        Message.territory_id.in_(here),
        Message.inward,
        Message.copy_of_id.is_(None),
        Message.posted_at >= since,
        Message.posted_at < until,
        or_(Message.intent.is_(None), Message.intent != "spam"),
        *(~flagged(code) for code in ("spam", "noise")),
    )


def _naming(session: Session, places: Collection[int], since: datetime, until: datetime, who: Collection[int]) -> Tally:
    naming = select(PlaceNamed.message_id).where(PlaceNamed.territory_id.in_(who))
    rows = session.execute(
        select(Message.label, func.count().label("n"))
        .where(mentions(places, since, until), Message.id.in_(naming))
        .group_by(Message.label)
    )
    return tally({row.label: row.n for row in rows})


def _hour(session: Session) -> ColumnElement[str]:
    """The UTC hour as text; days are made of hours afterwards, since SQLite knows no zones."""
    if session.get_bind().dialect.name == "sqlite":
        return func.strftime("%Y-%m-%d %H", Message.posted_at)
    return func.to_char(func.timezone("UTC", Message.posted_at), "YYYY-MM-DD HH24")


def _tallies(rows: Iterable[Any]) -> Mapping[int, Tally]:
    labels: dict[int, Counter[str | None]] = defaultdict(Counter)
    for place, label, n in rows:
        labels[place][label] += n
    return defaultdict(Tally, {place: tally(found) for place, found in labels.items()})


def _sum(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())


def _mood(place: Place, own: Tally, whole: Tally) -> Mood:
    return Mood(place, own, whole, score(whole))


def _topic(name: str, moods: Counter[str | None], complaints: int) -> Topic:
    counted = tally(moods)
    return Topic(name, counted.volume, complaints, complaints / counted.volume, counted.volume >= ENOUGH, counted)
