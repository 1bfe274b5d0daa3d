"""Says whether what was overheard is about the destination at all: football, courts, politics and dogs are not.

For what is listened to by a name; what is addressed to us (a comment, a reply, a private message) is never noise.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sentiment import light
from sentiment.phrases import Finder, finder
from sentiment.reading import MARKS, Reading, read
from sentiment.tables import rows
from words import Sentence, s

NOISE_FROM = 0.6  # chances; under it a person reads it: a visitor lost is worse than a headline kept
_HELD_TO = 0.97  # chances that even a word of the territory's own list cannot outweigh
_SILENT = MARKS - {"?", "!"}
_PLACES = (
    "strasb",
    "strassb",
    "stross",
    "colmar",
    "kolmar",
    "mulhouse",
    "mulhaus",
    "milhus",
    "alsace",
    "elsass",
    "elzas",
)
_TELLS, _SPEAKS, _ASKS = 2.5, 1.0, 1.5  # log odds, set on our own lines
_NAMESAKE = "tropicale"  # a resort in Malaysia bears Colmar's name: nobody means ours
_PERSONS = {
    "we": "nous|on|notre|nos|wir|uns|unser*|we|our|us|mìr|mir|uns",
    "me": "je|j|mon|ma|mes|moi|ich|mein*|i|my|me|ich|ech|min*",
    "greeting": "bonjour|bonsoir|merci|bravo|hallo|guten tag|danke|hello|hi|thanks|thank you|salü|hopla",
}


@dataclass(frozen=True)
class Heard:
    """Whether a text is noise, the chances that it is, 0..1, and why it was set aside (None where it is kept)."""

    noise: bool
    chance: float
    because: Sentence | None = None


def sift(text: str, *, include: Sequence[str] = (), exclude: Sequence[str] = (), addressed: bool = False) -> Heard:
    """Tell noise from what visitors say.

    `include` and `exclude` are the territory's own words and phrases (`*`: any ending); an excluded one decides unless
    an included one stands beside it.
    """
    reading = read(text)
    words = words_of(reading)
    if addressed or not any(word[0].isalpha() for word in words):
        return Heard(False, 0.0)
    chance = _chance(reading, words)
    wanted, unwanted = _first(reading, include), _first(reading, exclude)
    if unwanted and not wanted:
        return Heard(
            True, max(chance, NOISE_FROM), s("Hors sujet : « {word} » est dans la liste exclue.", word=unwanted)
        )
    if chance < (_HELD_TO if wanted else NOISE_FROM):
        return Heard(False, chance)
    said = list(dict.fromkeys(_said(reading))) or light.heaviest(_model(), words, "noise")
    told = ", ".join(f"« {word} »" for word in said[:3])
    return Heard(True, chance, s("Hors sujet selon les mots {words}.", words=told))


def words_of(reading: Reading) -> list[str]:
    """Return what the gate counts: small letters, no accents, figures as noughts, ? and !; no name of a place.

    Every text that is heard names the place, so its name tells nothing.
    """
    words = ["0" * len(word) if word.isdigit() else word for word in reading.folded if word[0] not in _SILENT]
    return [word for word in words if not word.startswith(_PLACES)]


def _chance(reading: Reading, words: Sequence[str]) -> float:
    """Return the gate's chances, moved by words of other worlds and by the signs of somebody who speaks to us."""
    share = min(max(light.scores(_model(), words)["noise"], 1e-6), 1 - 1e-6)
    odds = math.log(share / (1 - share)) + _TELLS * min(len(_said(reading)), 3)
    odds += _TELLS * 2 * any(hit.value == _NAMESAKE for hit in _elsewhere()(reading.folded))
    odds -= _SPEAKS * len({hit.value for hit in _speaking()(reading.folded)}) + _ASKS * ("?" in reading.text)
    return 1 / (1 + math.exp(-odds))


def _said(reading: Reading) -> list[str]:
    found = _elsewhere()(reading.folded)
    return [" ".join(reading.tokens[hit.start : hit.stop]) for hit in found]


def _first(reading: Reading, phrases: Sequence[str]) -> str | None:
    found = finder((phrase, phrase) for phrase in phrases)(reading.folded) if phrases else []
    return " ".join(reading.tokens[found[0].start : found[0].stop]) if found else None


@lru_cache
def _elsewhere() -> Finder[str]:
    return finder([(phrase, world) for world, line in rows("noise.tsv") for phrase in line.split("|")], every=False)


@lru_cache
def _speaking() -> Finder[str]:
    """Find those who speak of themselves or greet: press and courts do neither."""
    return finder([(word, kind) for kind, line in _PERSONS.items() for word in line.split("|")])


@lru_cache
def _model() -> light.Light:
    return light.load("noise")
