"""Draw a season: who says what, where, when, in which language and mood. Pure: same seed, same season.

Every record carries its true labels, so that what the hub makes of the text can be compared with what was meant.
Messages edited or deleted later are not drawn: nothing here changes after it was said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache

import numpy as np

from commands.demo import hard
from commands.demo import margins as m
from commands.demo.law import TOPIC_NAMES, TOPICAL, topic_and_intent
from commands.demo.phrases import Wanted, phrase
from commands.demo.picking import any_of, pick
from commands.demo.said import END, NOW, START, ZONE, Said

__all__ = ["END", "NOW", "START", "ZONE", "Said", "draw"]

REPLIES = 0.35  # of mentions are said in a thread that stands
THIRD = 0.18  # of those are a third turn
THANKS = 0.08  # of threads end with a word of thanks, beside the margins


@dataclass
class _Thread:
    root: Said
    turns: int = 1


@dataclass
class _Threads:
    """Threads that stand, by territory and source, newest last."""

    open: dict[tuple[str, str], list[_Thread]] = field(default_factory=dict)


def draw(seed: int, scale: float = 1.0, since: datetime = START, until: datetime = END) -> list[Said]:
    """Return everything said between two moments, oldest first, for all territories.

    `scale` multiplies the volumes of `margins.VOLUMES`. Noise and planted stories are drawn elsewhere.
    """
    rng = np.random.default_rng(seed)
    heard = sorted(
        (moment, territory) for territory in m.TERRITORIES for moment in moments(rng, territory, scale, since, until)
    )
    threads, said = _Threads(), list[Said]()
    for moment, territory in heard:
        said.append(_one(rng, len(said), territory, moment, threads))
    return _with_thanks(rng, said, until)


def moments(
    rng: np.random.Generator, territory: str, scale: float, since: datetime, until: datetime
) -> Iterator[datetime]:
    """Draw when something is said of a territory: more on Saturdays, in two humps a day."""
    day = since.astimezone(ZONE).date()
    while datetime.combine(day, time(), ZONE) < until:
        season = m.season_of(day.month, day.day)
        mean = m.VOLUMES[territory][season] * m.WEEKDAYS[day.weekday()] * scale
        count = rng.poisson(rng.gamma(m.DISPERSION, mean / m.DISPERSION))
        hours = rng.choice(24, size=count, p=np.array(m.HOURS) / sum(m.HOURS))
        for hour, second in zip(hours, rng.integers(0, 3600, size=count), strict=True):
            local = datetime.combine(day, time(int(hour)), ZONE) + timedelta(seconds=int(second))
            if since <= local < until:
                yield local.astimezone(UTC)
        day += timedelta(days=1)


def _one(rng: np.random.Generator, number: int, territory: str, at: datetime, threads: _Threads) -> Said:
    local = at.astimezone(ZONE)
    season = m.season_of(local.month, local.day)
    intent = pick(rng, m.INTENTS, m.INTENT_MIX[territory, season])
    topic = _topic(rng, territory, season, intent)
    mood = pick(rng, m.MOODS, m.MOOD_GIVEN_INTENT[intent])
    lang = pick(rng, tuple(m.LANGUAGES[territory]), tuple(m.LANGUAGES[territory].values()))
    source = pick(rng, tuple(m.SOURCES), tuple(m.SOURCES.values()))
    standing = _standing(rng, threads, territory, source, at)
    root = standing.root if standing else None
    kind = hard.kind(rng, territory, season, intent, mood)
    traits = hard.traits(rng, territory, season, intent, kind)
    lang = root.lang if root else lang
    words = phrase(rng, Wanted(intent, topic, lang, mood, territory, kind, traits, _other(rng, territory, traits)))
    said = Said(
        number, territory, source, lang, intent, topic, mood, words.text, at,
        root.author if root else f"{words.author}_demo", root.number if root else None, words.template, words.places,
        hard=words.hard,
    )  # fmt: skip
    if standing:
        standing.turns += 1
    else:
        threads.open.setdefault((territory, source), []).append(_Thread(said))
    return said


def _standing(rng: np.random.Generator, threads: _Threads, territory: str, source: str, at: datetime) -> _Thread | None:
    """Return the thread this one is said in, if it is a reply: young, and rarely one that has two turns already."""
    if rng.random() >= REPLIES:
        return None
    turns = 2 if rng.random() < THIRD else 1
    young = threads.open.get((territory, source), [])[-40:]
    fitting = [t for t in young if t.turns == turns and at - t.root.at < timedelta(days=3)] or [
        t for t in young if t.turns < 3
    ]
    return fitting[int(rng.integers(len(fitting)))] if fitting else None


def _topic(rng: np.random.Generator, territory: str, season: str, intent: str) -> str | None:
    return pick(rng, TOPIC_NAMES, _weights(territory, season, intent)) if intent in TOPICAL else None


@lru_cache
def _weights(territory: str, season: str, intent: str) -> tuple[float, ...]:
    return tuple(float(weight) for weight in topic_and_intent(territory, season)[:, TOPICAL.index(intent)])


def _other(rng: np.random.Generator, territory: str, traits: frozenset[str]) -> str | None:
    """Return the second city a text names, if it names two."""
    if "two_cities" not in traits:
        return None
    return any_of(rng, [t for t in m.TERRITORIES if t not in (territory, "alsace")])


def _with_thanks(rng: np.random.Generator, said: list[Said], until: datetime) -> list[Said]:
    ends = [s for s in said if s.parent is None and s.intent in {"question", "complaint"} and rng.random() < THANKS]
    for first in ends:
        at = first.at + timedelta(hours=float(rng.uniform(2, 30)))
        if at < until.astimezone(UTC):
            words = phrase(rng, Wanted("thanks", None, first.lang, "positive", first.territory))
            said.append(
                Said(len(said), first.territory, first.source, first.lang, "thanks", None, "positive", words.text, at,
                     first.author, first.number, words.template)
            )  # fmt: skip
    return sorted(said, key=lambda s: (s.at, s.number))
