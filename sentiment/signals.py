"""Finds in a text what is not polarity: danger, today, press, thanks, abuse, topics, places… Judges none of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from sentiment.phrases import Finder, Found, finder
from sentiment.reading import Reading
from sentiment.tables import NEIGHBOURS, rows


@dataclass(frozen=True)
class Sign:
    """One phrase found: its `kind` and `code` (first columns of `signals.tsv`), its place and its words as typed."""

    kind: str
    code: str
    start: int
    stop: int
    said: str


@dataclass(frozen=True)
class _Entry:
    kind: str
    code: str
    tongues: tuple[str, ...]


def signs(reading: Reading, lang: str) -> dict[str, list[Sign]]:
    """Return the signs of a text by kind; in an unknown language the words of every language count."""
    heard = {"*", *NEIGHBOURS.get(lang, (lang,))}
    found: dict[str, list[Sign]] = {}
    for hit in _finder()(reading.folded):
        if lang == "und" or heard.intersection(hit.value.tongues):
            found.setdefault(hit.value.kind, []).append(_sign(reading, hit))
    return found


def _sign(reading: Reading, hit: Found[_Entry]) -> Sign:
    said = " ".join(reading.tokens[hit.start : hit.stop])
    return Sign(hit.value.kind, hit.value.code, hit.start, hit.stop, said)


def strongest(found: list[Sign]) -> tuple[str, ...]:
    """Return the codes found, the most often said first, then in the order of the text."""
    places = dict.fromkeys((sign.code, sign.start) for sign in found)
    counts = Counter(code for code, _ in places)
    return tuple(sorted(counts, key=lambda code: -counts[code]))


@lru_cache
def _finder() -> Finder[_Entry]:
    table = [
        (phrase, _Entry(kind, code, tuple(tongues.split(","))))
        for kind, code, tongues, line in rows("signals.tsv")
        for phrase in line.split("|")
    ]
    topics = [(word, _Entry("topic", code, ("*",))) for code, line in rows("topics.tsv") for word in line.split("|")]
    return finder(table + topics)
