"""What the planted stories are told with: their lines, their moments, and what is usual without them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import numpy as np

from commands.demo import margins as m
from commands.demo.grammar import FOLDER, Where, filled, values
from commands.demo.law import TOPIC_NAMES, TOPICAL, topic_and_intent
from commands.demo.phrases import Wanted, phrase
from commands.demo.picking import any_of
from commands.demo.said import ZONE, Said

SOURCES = ("facebook_comment", "x", "instagram_comment", "facebook_dm")


@dataclass(frozen=True)
class Line:
    """One line of the stories' file."""

    story: str
    intent: str
    topic: str | None
    mood: str
    lang: str
    text: str


def usual(territory: str, since: datetime, until: datetime, topic: str | None, intent: str) -> float:
    """Return how many messages of a topic (None: any) and intent the season is expected to hold in a span of hours."""
    local = since.astimezone(ZONE)
    season = m.season_of(local.month, local.day)
    hours = int((until - since) / timedelta(hours=1) + 0.5)
    of_day = sum(m.HOURS[(local.hour + hour) % 24] for hour in range(hours)) / sum(m.HOURS)
    a_day = m.VOLUMES[territory][season] * m.WEEKDAYS[local.weekday()]
    mix = m.INTENT_MIX[territory, season]
    column = topic_and_intent(territory, season)[:, TOPICAL.index(intent)]
    share = 1.0 if topic is None else float(column[TOPIC_NAMES.index(topic)] / column.sum())
    return a_day * of_day * share * mix[m.INTENTS.index(intent)] / sum(mix)


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of the story's December, on the clocks of Alsace."""
    return datetime(2026, 12, day, hour, minute, tzinfo=ZONE)


def spread(rng: np.random.Generator, start: datetime, end: datetime, count: float) -> list[datetime]:
    """Draw moments between two, in order."""
    span = (end - start).total_seconds()
    moments = sorted(float(at) for at in rng.uniform(0, span, size=round(count)))
    return [(start + timedelta(seconds=at)).astimezone(UTC) for at in moments]


def phrased(rng: np.random.Generator, story: str, wanted: Wanted, at: datetime) -> Said:
    """Say something in words of the season's templates."""
    words = phrase(rng, wanted)
    return Said(
        0, wanted.territory, any_of(rng, SOURCES), wanted.lang, wanted.intent, wanted.topic, wanted.mood, words.text,
        at, f"{words.author}_demo", template=words.template, places=words.places, story=story, hard=words.hard,
    )  # fmt: skip


def spoken(
    rng: np.random.Generator, story: str, line: Line, territory: str, at: datetime, author: str | None = None
) -> Said:
    """Say a line of the stories' own, word for word, by an author given or invented."""
    where = Where(line.lang, territory)
    author = author or f"{any_of(rng, values('writer', where))}{int(rng.integers(10, 9999))}_demo"
    text = filled(rng, line.text, where)
    return Said(
        0, territory, any_of(rng, SOURCES), line.lang, line.intent, line.topic, line.mood, text, at.astimezone(UTC),
        author, places=(territory,), story=story,
    )  # fmt: skip


@lru_cache
def lines(story: str) -> tuple[Line, ...]:
    """Return the lines written for a story."""
    rows = (FOLDER / "stories.tsv").read_text("utf-8").splitlines()
    cells = (row.split("\t") for row in rows if not row.startswith("#"))
    return tuple(Line(s, i, topic or None, mood, lang, text) for s, i, topic, mood, lang, text in cells if s == story)
