"""Reads the folder of labelled texts as the deep tier needs them: which sets teach, which judge, cleaned of overlap."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("fr", "en", "de", "es", "it", "pt")
_CLASS = {"neg": 0, "neu": 1, "pos": 2}  # the order of `judgement.CLASSES`
_MORE_GERMAN = ("sb10k", "potts")
_HEARD_AGAIN = 2_400  # review sentences among the tweets


@dataclass(frozen=True)
class Labelled:
    """One text with its language and class (0 negative, 1 neutral, 2 positive)."""

    text: str
    lang: str
    label: int


def reviews(folder: Path, side: str) -> list[Labelled]:
    """Return the review sentences of a side (`train` or `val`): hotels, restaurants, food, television."""
    return [*_sets(folder, "reviews-*", side), *_sets(folder, "tvseries", side)]


def first_texts(folder: Path, chance: random.Random) -> list[Labelled]:
    """Return what the first stage learns: reviews, and the German tweets of other collections.

    Whom those collections call neutral differs from the balanced tweets': among them they would lower the figures.
    """
    return [*reviews(folder, "train"), *more_german(folder, chance)]


def second_texts(folder: Path, chance: random.Random, *, german: bool = False) -> list[Labelled]:
    """Return what the second stage learns: the balanced tweets, and some reviews with an opinion, not to unlearn them.

    With `german` also what the German tweets' own source holds beyond them, its rare negatives twice.
    """
    clear = [item for item in reviews(folder, "train") if item.label != 1]
    heard = [*tweets(folder, "train"), *chance.sample(clear, min(_HEARD_AGAIN, len(clear)))]
    return [*heard, *_rest_of_the_source(folder, chance)] if german else heard


def _rest_of_the_source(folder: Path, chance: random.Random) -> list[Labelled]:
    known = {bare(item.text) for side in ("train", "val") for item in tweets(folder, side, "de")}
    fresh = [item for item in _sets(folder, "sb10k", "train") if bare(item.text) not in known]
    chance.shuffle(fresh)
    negative, neutral, positive = ([item for item in fresh if item.label == label] for label in _CLASS.values())
    return [*negative, *negative, *neutral[: len(positive)], *positive]


def review_sentences(folder: Path, lang: str) -> list[Labelled]:
    """Return the review sentences that judge one language."""
    return list(_sets(folder, "reviews-*", "val", lang))


def tweets(folder: Path, side: str, lang: str = "*") -> list[Labelled]:
    """Return the balanced tweets of a side, of one language or all."""
    return list(_sets(folder, "umsab", side, lang))


def more_german(folder: Path, chance: random.Random) -> list[Labelled]:
    """Return German tweets of other collections, as many of each class, without any text known from elsewhere."""
    known = {bare(item.text) for side in ("train", "val") for item in tweets(folder, side, "de")}
    more: list[Labelled] = []
    for name in _MORE_GERMAN:
        fresh = [item for item in _sets(folder, name, "train") if bare(item.text) not in known]
        known |= {bare(item.text) for item in fresh}
        chance.shuffle(fresh)
        by_class = [[item for item in fresh if item.label == label] for label in _CLASS.values()]
        fewest = min(map(len, by_class))
        more += [item for items in by_class for item in items[:fewest]]
    return more


def all_texts(folder: Path) -> Iterator[str]:
    """Yield every text of the folder's training files, without its label."""
    for path in sorted(folder.glob("*.train.tsv")):
        for _, text in _lines(path):
            yield text


def pool(folder: Path) -> list[Labelled]:
    """Return every text of the six languages in the training files once, whatever its label says (it is set to 1)."""
    found: dict[str, Labelled] = {}
    for path in sorted(folder.glob("*.train.tsv")):
        spoken = path.name.split(".")[1]
        if spoken in LANGUAGES:
            found |= {text: Labelled(text, spoken, 1) for _, text in _lines(path)}
    return list(found.values())


def _sets(folder: Path, name: str, side: str, lang: str = "*") -> Iterator[Labelled]:
    for path in sorted(folder.glob(f"{name}.{lang}.{side}.tsv")):
        spoken = path.name.split(".")[1]
        for label, text in _lines(path):
            if label in _CLASS:
                yield Labelled(text, spoken, _CLASS[label])


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            label, _, text = line.rstrip("\n").partition("\t")
            if text:
                yield label, text


def bare(text: str) -> str:
    """Return the letters of a text alone: copies differ in handles, links and blanks."""
    words: Iterable[str] = text.lower().split()
    return "".join(sign for word in words if not word.startswith(("@", "http")) for sign in word if sign.isalpha())
