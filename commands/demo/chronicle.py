"""Turn the drawn season into a chronicle: our posts, what visitors said under them or to us, and our answers. Pure.

Lines are in time order and name what they answer by its place in the list: the same chronicle is written into the
sandbox and into the hub, so that every reply has its parent in both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import yaml

from commands.demo.phrases import FOLDER, city
from commands.demo.season import NOW, START, Said
from commands.demo.staff import COLLEAGUES, NETWORK_OF_SOURCE, SPEAKERS
from commands.demo.stories import between

POSTS_A_DAY = 0.6  # for each account
ANSWERED = {"question": 0.99, "complaint": 0.98, "press": 0.99, "praise": 0.35, "suggestion": 0.9, "report": 0.9}
UNDER_A_POST = 0.7  # of what opens a thread on Facebook is said under the page's newest post
FRESH = timedelta(hours=5)  # what is younger is still waiting, mostly
WHO = tuple(c for c in COLLEAGUES if c.role in {"cm", "adviser"})


@dataclass(frozen=True)
class Line:
    """One thing seen on a network. `answers` is the place of the line it answers; `who` is our colleague's e-mail."""

    what: Literal["post", "mention", "answer"]
    territory: str
    network: str
    text: str
    at: datetime
    author: str = ""
    lang: str = "fr"
    answers: int | None = None
    said: Said | None = None
    who: str = ""


def chronicle(season: Sequence[Said], seed: int) -> list[Line]:
    """Return everything that was seen until the story's present, oldest first; what the stories planted with it.

    Pictures without a word are left out: the sandbox has no way to say them.
    """
    rng = np.random.default_rng(seed + 1)
    entries = _posts(rng)
    posts: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, post in enumerate(entries):
        posts[post.territory, post.network].append(place)
    said_at: dict[int, int] = {}
    for said in sorted([*season, *between(START, NOW, seed)], key=lambda s: s.at):
        if said.at >= NOW or not said.text:
            continue
        said_at[said.number] = len(entries)
        entries.append(_mention(rng, said, said_at, entries, posts))
        if answer := _answer(rng, said, len(entries) - 1):
            entries.append(answer)
    return _in_order(entries)


def _posts(rng: np.random.Generator) -> list[Line]:
    texts = ours()["posts"]
    posts: list[Line] = []
    days = (NOW - START).days
    for speaker in SPEAKERS:
        for day in sorted(rng.choice(days, size=int(days * POSTS_A_DAY), replace=False)):
            at = START + timedelta(days=int(day), hours=float(rng.uniform(8, 19)))
            number = len(posts)
            text = texts[int(rng.integers(len(texts)))].format(place=city(speaker.place, "fr"))
            text = f"{text} ({at:%d/%m})"  # the same words twice would be refused by the network
            who = WHO[number % 2].email
            posts.append(Line("post", speaker.place, speaker.network, text, at, who=who))
    return posts


def _mention(
    rng: np.random.Generator,
    said: Said,
    said_at: Mapping[int, int],
    entries: Sequence[Line],
    posts: Mapping[tuple[str, str], Sequence[int]],
) -> Line:
    network = NETWORK_OF_SOURCE[said.source]
    answers = said_at.get(said.parent) if said.parent is not None else None
    if answers is None and network == "facebook" and rng.random() < UNDER_A_POST:
        before = [place for place in posts[said.territory, network] if entries[place].at < said.at]
        answers = before[-1] if before else None
    return Line("mention", said.territory, network, said.text, said.at, said.author, said.lang, answers, said)


def _answer(rng: np.random.Generator, said: Said, place: int) -> Line | None:
    share = ANSWERED.get(said.intent, 0.0) * (0.55 if NOW - said.at < FRESH else 1)
    if rng.random() >= share:
        return None
    at = said.at + timedelta(minutes=float(rng.lognormal(4.2, 0.9)))
    if at >= NOW:
        return None
    spoken = ours()["answers"].get(said.lang, ours()["answers"]["fr"])
    texts = spoken.get(said.intent, spoken["*"])
    who = [c for c in WHO if c.place in {said.territory, "alsace"}]
    person = who[int(rng.integers(len(who)))]
    text = texts[int(rng.integers(len(texts)))].format(who=person.name.partition(" ")[0])
    return Line("answer", said.territory, NETWORK_OF_SOURCE[said.source], text, at, lang=said.lang, answers=place,
                who=person.email)  # fmt: skip


def _in_order(entries: Sequence[Line]) -> list[Line]:
    """Sort by time; what answers comes after what it answers, whatever the clock says."""
    order = sorted(range(len(entries)), key=lambda place: (entries[place].at, place))
    place_of = {old: new for new, old in enumerate(order)}
    return [
        line if line.answers is None else replace(line, answers=place_of[line.answers])
        for line in (entries[old] for old in order)
    ]


@lru_cache
def ours() -> dict[str, Any]:
    """Return the demo's own words."""
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / "ours.yaml").read_text("utf-8"))
    return loaded
