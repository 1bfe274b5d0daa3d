"""The nine planted stories of December: invented incidents the hub is watched with. Pure; S3 is marked « EXERCICE ».

They lie in the story's calendar, where the present is 5 December 10:00: most are still to come, and `between` gives
what is due in a span. Multiples (« ×6 ») count what the season says by itself; the stories add the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

import numpy as np

from commands.demo import margins as m
from commands.demo.law import TOPICAL
from commands.demo.phrases import Wanted
from commands.demo.picking import any_of, pick
from commands.demo.planting import lines, moment, phrased, spoken, spread, usual
from commands.demo.rough import roughened
from commands.demo.said import Said

FIRST = 1_000_000  # numbers of planted records, far from those of a season
HURRIED = 0.12  # of S5 is typed with cold fingers
GROWTH = 1.06  # of S4, a day
INSISTENT = "rene_velo_demo"  # the one author of S8
SPAMMERS = tuple(f"chalets{number}_demo" for number in range(1, 10))


def between(since: datetime, until: datetime, seed: int = 2026, scale: float = 1.0) -> list[Said]:
    """Return what the stories say from `since` to before `until`, oldest first.

    `scale` is the season's, for what is counted in multiples of it; the fixed counts (S3, S6, S7, S8, S9) stay.
    """
    return [said for said in _planted(seed, scale) if since <= said.at < until]


@lru_cache(maxsize=4)
def _planted(seed: int, scale: float) -> tuple[Said, ...]:
    rng = np.random.default_rng(seed + 40)
    told = (_crowd, _tram, _exercise, _dirt, _snow, _swindle, _correction, _insistence, _holiday)
    said = sorted((one for story in told for one in story(rng, scale)), key=lambda s: s.at)
    return tuple(replace(one, number=FIRST + number) for number, one in enumerate(said))


def _crowd(rng: np.random.Generator, scale: float) -> Iterator[Said]:
    """S1: crowding and parking complaints in Colmar, six times the usual, in French, then German; a medium asks."""
    topics = ("crowding", "parking_traffic")
    start, end = moment(5, 13), moment(5, 19)
    for at in spread(rng, start, end, 5 * sum(usual("colmar", start, end, t, "complaint") for t in topics) * scale):
        later = (at - start) / (end - start)
        lang = "de" if rng.random() < later * 0.9 else "fr"
        wanted = Wanted("complaint", any_of(rng, topics), lang, "negative", "colmar")
        yield phrased(rng, "S1", wanted, at)
    yield spoken(rng, "S1", lines("S1")[0], "colmar", moment(5, 15, 40), "redaction_demo")


def _tram(rng: np.random.Generator, scale: float) -> Iterator[Said]:
    """S2: the tram of Mulhouse stands still, a technical fault; transport eight times the usual."""
    start, end = moment(8, 6, 30), moment(8, 11)
    count = 7 * sum(usual("mulhouse", start, end, "transport_local", i) for i in TOPICAL) * scale
    for at in spread(rng, start, end, count):
        yield spoken(rng, "S2", any_of(rng, lines("S2")), "mulhouse", at)


def _exercise(rng: np.random.Generator, _scale: float) -> Iterator[Said]:
    """S3: an exercise in Strasbourg: a smell of gas, a square evacuated, 40 authors in 20 minutes, three rumours."""
    start = moment(17, 18, 40)
    for number, at in enumerate(spread(rng, start, start + timedelta(minutes=20), 37)):
        yield spoken(rng, "S3", any_of(rng, lines("S3")), "strasbourg", at, f"temoin{number + 1}_demo")
    for number, line in enumerate(lines("S3r")):
        yield spoken(rng, "S3", line, "strasbourg", start + timedelta(minutes=8 + 4 * number), f"rumeur{number}_demo")


def _dirt(rng: np.random.Generator, scale: float) -> Iterator[Said]:
    """S4: complaints about cleanliness in Strasbourg grow by 6 % a day from 2 to 20 December."""
    owed = 0.0
    for day in range(2, 21):
        start, end = moment(day, 8), moment(day, 22)
        whole = moment(day, 0), moment(day, 0) + timedelta(days=1)
        owed += usual("strasbourg", *whole, "cleanliness", "complaint") * scale * (GROWTH ** (day - 1) - 1)
        for at in spread(rng, start, end, int(owed)):
            lang = pick(rng, ("fr", "de", "en"), (60, 18, 22))
            yield phrased(rng, "S4", Wanted("complaint", "cleanliness", lang, "negative", "strasbourg"), at)
        owed -= int(owed)


def _snow(rng: np.random.Generator, scale: float) -> Iterator[Said]:
    """S5: the first snow in Alsace: praise and pictures seven times the usual."""
    start, end = moment(13, 7), moment(13, 20)
    count = 6 * sum(usual("alsace", start, end, None, intent) for intent in ("praise", "ugc_share")) * scale
    for at in spread(rng, start, end, count):
        said = spoken(rng, "S5", any_of(rng, lines("S5")), "alsace", at)
        text, typed = roughened(rng, said.text, said.lang, said.mood, {"typos"} if rng.random() < HURRIED else set())
        yield replace(said, text=text, hard=tuple(typed))


def _swindle(rng: np.random.Generator, _scale: float) -> Iterator[Said]:
    """S6: 120 near-identical offers of lodging that does not exist, from nine accounts, everywhere at once."""
    for number, at in enumerate(spread(rng, moment(9, 2), moment(9, 2, 45), 120)):
        place, author = m.TERRITORIES[number % 4], SPAMMERS[number % 9]
        yield spoken(rng, "S6", any_of(rng, lines("S6")), place, at, author)


def _correction(rng: np.random.Generator, _scale: float) -> Iterator[Said]:
    """S7: our own post gave wrong museum hours; twelve people correct it."""
    for at in spread(rng, moment(15, 9, 20), moment(15, 13), 12):
        yield replace(spoken(rng, "S7", any_of(rng, lines("S7")), "mulhouse", at), source="facebook_comment")


def _insistence(rng: np.random.Generator, _scale: float) -> Iterator[Said]:
    """S8: one author writes to Colmar forty times in December."""
    for number, at in enumerate(spread(rng, moment(1, 7), moment(31, 22), 40)):
        line = any_of(rng, lines("S8"))
        line = replace(line, text=line.text.replace("{count}", str(number + 1)))
        yield replace(spoken(rng, "S8", line, "colmar", at, INSISTENT), source="facebook_comment")


def _holiday(rng: np.random.Generator, _scale: float) -> Iterator[Said]:
    """S9: 26 December is a holiday in Alsace: questions to Strasbourg while the desk is closed."""
    for at in spread(rng, moment(26, 8), moment(26, 21), 40):
        yield spoken(rng, "S9", any_of(rng, lines("S9")), "strasbourg", at)
