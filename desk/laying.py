"""The rows of a series: its posts laid once for each date, the blank `{date}` in their words filled. Opens no unit of
work, and judges nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from data import lifecycle, retention
from data.models import Channel, Post, Recurrence, Territory
from desk.dates import Rule
from desk.drafting import write
from desk.occurrences import Occurrence
from desk.refusal import refused
from desk.wording import Spoken
from sentiment.language import tongue
from sentiment.reading import read
from words import s

BLANK = "{date}"
PATTERNS = {"de": "EEEE, d. MMMM", "gsw": "EEEE, d. MMMM", "es": "EEEE d 'de' MMMM", "pt": "EEEE, d 'de' MMMM"}


def on_day(session: Session, said: Sequence[Spoken], day: date) -> list[Spoken]:
    """Return the words with the blank filled for one date, each in the language it is written in."""
    return [replace(one, text=_filled(session, one, day)) for one in said]


def rule_of(kept: Recurrence) -> Rule:
    """Return the rule that a series keeps."""
    told: Any = {"unit": kept.unit, "odd_hours": kept.odd_hours}  # written by `keep` alone
    return Rule(
        **told,
        starts_on=kept.starts_on,
        until=kept.ends_on,
        hour=kept.local_time,
        zone=kept.zone,
        every=kept.every,
        weekdays=tuple(kept.weekdays),
        month_day=kept.month_day,
    )


def words_of(session: Session, kept: Recurrence) -> list[Spoken]:
    """Return the words that a series keeps, with their blanks."""
    places = {one["channel_id"]: session.get_one(Channel, one["channel_id"]).territory_id for one in kept.words}
    return [
        Spoken(one["channel_id"], one["text"], one["media"], declared=places[one["channel_id"]]) for one in kept.words
    ]


def around(session: Session, kept: Recurrence) -> list[object]:
    """Return the rows that every date asks for: as long as they are held, they are read once."""
    channels = select(Channel).where(Channel.id.in_([one["channel_id"] for one in kept.words]))
    return [*session.scalars(channels), *session.scalars(select(Territory))]


def tell(kept: Recurrence, rule: Rule, said: Iterable[Spoken]) -> None:
    """Write a rule and words into a series, with the key they make and until when they may be kept."""
    kept.unit, kept.every, kept.weekdays, kept.month_day = rule.unit, rule.every, list(rule.weekdays), rule.month_day
    kept.local_time, kept.zone, kept.odd_hours = rule.hour, rule.zone, rule.odd_hours
    kept.starts_on, kept.ends_on = rule.starts_on, rule.until
    kept.words = [{"channel_id": one.channel_id, "text": one.text, "media": list(one.media)} for one in said]
    kept.key = _key(kept)
    end = datetime.combine(rule.until, time(), clock.zone(rule.zone))
    kept.keep_until = max(clock.now(), end) + retention.WORDS_FOR


def stop_if_there(session: Session, kept: Recurrence) -> None:
    """Raise Refused when a series that changes becomes one there is already."""
    with session.no_autoflush:
        same = select(Recurrence.id).where(Recurrence.key == kept.key, Recurrence.stopped_at.is_(None))
        if session.scalars(same.where(Recurrence.id != kept.id)).first() is not None:
            raise refused(s("Une autre série dit déjà ces mots ces jours-là."))


def _key(kept: Recurrence) -> str:
    """Return the digest of all that a series was asked for: the same asked for again is the same series."""
    when = [kept.unit, kept.every, kept.weekdays, kept.month_day, kept.local_time, kept.zone, kept.odd_hours]
    days = [kept.starts_on.isoformat(), kept.ends_on.isoformat()]
    about = [kept.territory_id, kept.title, kept.beneficiary, kept.tags, kept.words]
    return hashlib.sha256(json.dumps([when, days, about], sort_keys=True).encode()).hexdigest()


def lay(session: Session, kept: Recurrence, by: int, occurrences: Iterable[Occurrence]) -> list[int]:
    """Make a draft for each date, and return their ids; a date that has its post already is refused by the database."""
    said, _held = words_of(session, kept), around(session, kept)
    return [_post(session, kept, by, said, one) for one in occurrences]


def posts_of(session: Session, series_id: int, *, held: bool = False) -> Sequence[Post]:
    """Return the posts of a series by their dates; `held`: until the unit of work ends."""
    here = select(Post).where(Post.recurrence_id == series_id).order_by(Post.local_date)
    return session.scalars(here.with_for_update() if held else here).all()


def record(session: Session, kept: Recurrence, by: int, verb: str, dates: int) -> None:
    """Write in the audit what was done with a series, and with how many dates."""
    lifecycle.record(
        session, Recurrence, kept.id, verb, at=clock.now(), actor_id=by, territory_id=kept.territory_id,
        detail={"dates": dates},
    )  # fmt: skip


def _post(session: Session, kept: Recurrence, by: int, said: Sequence[Spoken], one: Occurrence) -> int:
    post = Post(
        territory_id=kept.territory_id, author_id=by, recurrence_id=kept.id, local_date=one.on, title=kept.title,
        beneficiary=kept.beneficiary, tags=list(kept.tags), due_at=one.due_at, local_time=one.local, zone=kept.zone,
        created_at=clock.now(),
    )  # fmt: skip
    session.add(post)
    session.flush()
    lifecycle.record(
        session, Post, post.id, "drafted", at=clock.now(), actor_id=by, territory_id=kept.territory_id,
        detail={"series": kept.id, "date": one.on.isoformat()},
    )  # fmt: skip
    write(session, post, on_day(session, said, one.on))
    return post.id


def _filled(session: Session, one: Spoken, day: date) -> str:
    if BLANK not in one.text:
        return one.text
    here = session.get_one(Channel, one.channel_id).territory_id
    spoken_here = session.get_one(Territory, here).languages or ["fr"]
    language = _language(one.text, tuple(spoken_here))
    return one.text.replace(BLANK, format_date(day, PATTERNS.get(language, "EEEE d MMMM"), locale=language))


@lru_cache(maxsize=64)
def _language(text: str, spoken_here: tuple[str, ...]) -> str:
    found = tongue(read(text.replace(BLANK, "")), spoken_here).first
    return spoken_here[0] if found == "und" else found
