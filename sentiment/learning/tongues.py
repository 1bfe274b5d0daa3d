"""Learns to tell seven languages from labelled tweets and review sentences, and Alsatian from lines of our own."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from sentiment.language import SAID, identifier, spoken_words
from sentiment.learning.fitting import fit
from sentiment.light import Light
from sentiment.reading import read
from sentiment.tables import rows, weights

OURS = Path(__file__).parent / "alsatian.txt"
NEAR = Path(__file__).parent / "neighbours.tsv"  # French and German that speak of Alsace
LANGUAGES = ("fr", "de", "en", "es", "it", "pt")
SOURCES = ("umsab.{}.train", "potts.{}.train", "reviews-hotel.{}.train", "reviews-restaurant.{}.train")
_MOST = 4000  # lines of one language
_SURELY_OTHER = 0.9  # a tweet py3langid surely reads as another language carries a wrong label
_STRIPPED = re.compile(r"https?://\S+|www\.\S+|@\w+|#\w+|\bhttp\b")
_ALSATIAN_TIMES, _SMALL_TIMES = 6, 8


def learn(folder: Path, seed: int = 1) -> Light:
    """Return the language model of the files `SOURCES` of a folder, each text also cut short and without accents."""
    rng = random.Random(seed)
    texts: list[list[str]] = []
    labels: list[str] = []
    for lang, line, times in _lines(folder):
        words = spoken_words(read(line))
        for _ in range(times if words else 0):
            size = rng.randint(1, 4)
            start = rng.randint(0, max(0, len(words) - size))
            bare = spoken_words(read(" ".join(words)), accents=False)
            texts += [words, words[start : start + size], bare]
            labels += [lang] * 3
    return fit(texts, labels, bits=15, longest=4, rounds=4, seed=seed)


def stripped(text: str) -> str:
    """Return a tweet without handles, addresses and tags: what a language figure is measured on."""
    return " ".join(_STRIPPED.sub(" ", text).split())


def _lines(folder: Path) -> Iterator[tuple[str, str, int]]:
    for lang in LANGUAGES:
        taken = 0
        for source in SOURCES:
            path = folder / f"{source.format(lang)}.tsv"
            for line in path.read_text("utf-8").splitlines() if path.exists() else ():
                text = stripped(line.partition("\t")[2])
                if taken < _MOST and text and _may_be(lang, text):
                    taken += 1
                    yield lang, text, 1
    for lang in ("fr", "de", "gsw"):
        yield from ((lang, phrase.replace("*", ""), 1) for phrase in weights(lang))
    for lang, _, line in rows("tongues.tsv"):
        yield from ((lang, phrase.replace("*", ""), _SMALL_TIMES) for phrase in line.split("|"))
    for lang, line in (row.split("\t") for row in NEAR.read_text("utf-8").splitlines()):
        yield lang, line, _ALSATIAN_TIMES
    yield from (("gsw", line, _ALSATIAN_TIMES) for line in OURS.read_text("utf-8").splitlines() if line)


def _may_be(lang: str, text: str) -> bool:
    guess, share = identifier().rank(text)[0]
    return guess == lang or share < _SURELY_OTHER or len(text.split()) <= SAID
