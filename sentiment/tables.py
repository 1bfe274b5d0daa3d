"""Reads the tables of `lexicons/`, once, at first use. They are written by us (see `lexicons/README.md`)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from sentiment.phrases import Finder, finder

LEXICONS = Path(__file__).parent / "lexicons"
NEIGHBOURS = {"gsw": ("gsw", "de", "fr")}  # Alsatian is written mixed with both


@lru_cache
def weights(lang: str) -> dict[str, float]:
    """Return the words and idioms of `lang` with their weights, −4..4; 0 keeps a word from being taken for another."""
    return {phrase: float(weight) for phrase, weight in rows(f"{lang}.tsv")}


@lru_cache
def weighed_words(lang: str) -> Finder[float]:
    """Return the finder of weighed words and idioms of `lang` (for Alsatian: its own first, then German and French)."""
    merged: dict[str, float] = {}
    for tongue in NEIGHBOURS.get(lang, (lang,)):
        for phrase, weight in weights(tongue).items():
            if not _is_plain(phrase, weight):
                merged.setdefault(phrase, weight)
    return finder(merged.items(), every=False)


@lru_cache
def plain_words(lang: str) -> frozenset[str]:
    """Return the words that weigh nothing, as typed: « salé » is not « sale », „schon“ is not „schön“."""
    tongues = NEIGHBOURS.get(lang, (lang,))
    return frozenset(word for tongue in tongues for word, weight in weights(tongue).items() if _is_plain(word, weight))


@lru_cache
def modifiers(lang: str) -> Finder[str]:
    """Return the finder of what changes a weight (booster, dampener, negator, negator_with_ne, ne, verb, contrast,
    turncoat)."""
    tongues = NEIGHBOURS.get(lang, (lang,))
    lines = [(kind, line) for code, kind, line in rows("modifiers.tsv") if code in tongues]
    return finder(sorted({(phrase, kind) for kind, line in lines for phrase in line.split("|")}))


def _is_plain(phrase: str, weight: float) -> bool:
    return not weight and " " not in phrase and not phrase.endswith("*")


def rows(name: str) -> Iterator[list[str]]:
    """Yield the columns of each line of a table."""
    with (LEXICONS / name).open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield line.rstrip("\n").split("\t")
