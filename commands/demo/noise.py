"""Draw what names a territory without being about the destination: football, politics, courts, a breed of dog. Pure.

It is what a listening tool sees before its filter; the default demo leaves it out. Every record says `noise=True`.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

import numpy as np

from commands.demo import margins as m
from commands.demo.grammar import FOLDER, Where, filled, values
from commands.demo.picking import any_of, pick
from commands.demo.said import END, START, Said
from commands.demo.season import moments

SHARES = {"strasbourg": 0.55, "mulhouse": 0.45, "colmar": 0.30, "alsace": 0.40}  # of all that is heard, unfiltered
SOURCES = {"press": 45, "x": 25, "forum": 12, "bluesky": 6, "mastodon": 4, "youtube": 8}
FIRST = 2_000_000  # numbers of noise, far from those of a season and of its stories


def draw(seed: int, scale: float = 1.0, since: datetime = START, until: datetime = END) -> list[Said]:
    """Return the noise heard between two moments, oldest first: as much as `SHARES` asks beside the same season."""
    rng = np.random.default_rng(seed + 50)
    heard = sorted(
        (moment, territory)
        for territory in m.TERRITORIES
        for moment in moments(rng, territory, scale * SHARES[territory] / (1 - SHARES[territory]), since, until)
    )
    return [_one(rng, FIRST + number, territory, at) for number, (at, territory) in enumerate(heard)]


def _one(rng: np.random.Generator, number: int, territory: str, at: datetime) -> Said:
    what, lang, text = any_of(rng, _lines(territory))
    where = Where(lang, territory)
    source = pick(rng, tuple(SOURCES), tuple(SOURCES.values()))
    author = f"{any_of(rng, values('writer', where))}{int(rng.integers(10, 9999))}_demo"
    return Said(
        number, territory, source, lang, "other", what, "neutral", filled(rng, text, where), at, author, noise=True
    )


@lru_cache
def _lines(territory: str) -> tuple[tuple[str, str, str], ...]:
    rows = (FOLDER / "noise.tsv").read_text("utf-8").splitlines()
    cells = (row.split("\t") for row in rows if not row.startswith("#"))
    return tuple((what, lang, text) for place, what, lang, text in cells if place == territory)
