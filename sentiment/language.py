"""Says which language a text is in: py3langid, a light model of ours that knows Alsatian, the territory's languages.

Never guesses from a network's hint alone. Alsatian is `gsw`, never `als` (which is Tosk Albanian).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sentiment import light
from sentiment.phrases import Finder, finder
from sentiment.reading import Reading, fold
from sentiment.tables import rows

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

KNOWN = ("fr", "de", "en", "es", "it", "pt", "nl")
WEIGHED = frozenset({"fr", "de", "en", "gsw"})
SUGGEST_FROM = 0.7  # below this no language is suggested by itself (AC-78)
SURE_FROM = 0.4  # below this the language is `und`
SAID = 3  # words: fewer say little by themselves
_SHORT = 8  # words; up to here the territory's languages and the hint count
_TRUST = 0.5  # in py3langid, beside the model of ours; chosen on the validation tweets
_MAY_BE = 0.04  # chances of Alsatian from which French or German is not sure any more
_CAUTIOUS = SUGGEST_FROM - 0.01
_OURS = frozenset(map(chr, range(0x100))) - frozenset("ðþÐÞøØåÅ") | frozenset("œŒŸẞªº")  # letters of the seven
_TAG = re.compile(r"#\w+")
_ALSATIAN = re.compile(r"\w[àìù]\w|\bì\w", re.IGNORECASE)  # hàn, nìt: no neighbour writes these inside a word


@dataclass(frozen=True)
class Tongue:
    """The language (`und` when unknown), the runner-up, and how sure, 0..1."""

    first: str
    second: str | None
    sure: float

    @property
    def suggested(self) -> str | None:
        """The language an answer may be suggested in without asking; None where a person must choose (AC-78)."""
        return self.first if self.sure >= SUGGEST_FROM and self.first != "und" else None


def tongue(reading: Reading, languages_here: Sequence[str], hint: str | None = None) -> Tongue:
    """Return the language of a text; in a short one the languages of the territory and the hint weigh more."""
    letters = [token for token in reading.tokens if token[0].isalpha()]
    if not letters:
        return Tongue("und", None, 0.0)
    foreign = [sign for sign in set(reading.text) - _OURS if sign.isalpha()]
    if foreign and sum(map(reading.text.count, foreign)) >= 0.04 * sum(map(len, letters)):
        return Tongue("und", None, 0.0)
    chances = _chances(reading, languages_here, hint)
    alsatian = chances.pop("gsw")
    ranked = sorted(chances.items(), key=lambda pair: -pair[1])
    (first, sure), (second, _) = ranked[:2]
    if not _TAG.sub(" ", reading.text).strip():  # tags are names: they tell little
        sure = min(sure, _CAUTIOUS)
    marks = _marks(reading)
    if alsatian > (0.35 if marks else 0.75) or _is_written(marks, alsatian, first, len(letters)):
        return Tongue("gsw", _beside(reading, chances), min(0.95, max(alsatian, 0.5 + 0.1 * marks)))
    if first in ("fr", "de", "nl") and (marks or alsatian > _MAY_BE):
        return Tongue(first, "gsw", min(sure, _CAUTIOUS))
    return Tongue(first, second, sure) if sure >= SURE_FROM else Tongue("und", first, sure)


def spoken_words(reading: Reading, *, accents: bool = True) -> list[str]:
    """Return the words that tell a language, in small letters; no tag where other words remain."""
    tags = {tag[1:].lower() for tag in _TAG.findall(reading.text)}
    words = [token.lower() for token in reading.tokens if token[0].isalpha()]
    plain = [word for word in words if word not in tags] or words
    return plain if accents else [fold(word) for word in plain]


def _chances(reading: Reading, here: Sequence[str], hint: str | None) -> dict[str, float]:
    """Return the chances of each language: both models' log chances, and in a short text what is spoken here."""
    words = spoken_words(reading)
    ours, theirs = light.scores(_model(), words), dict(identifier().rank(_shown(reading)))
    scored = {lang: _TRUST * _log(theirs[lang]) + _log(ours[lang]) for lang in KNOWN if lang != "nl"}
    scored["nl"] = (1 + _TRUST) * _log(theirs["nl"])
    scored["gsw"] = _TRUST * _log(max(theirs["de"], theirs["nl"], theirs["fr"])) + _log(ours["gsw"])
    short = max(0.0, 1 - (len(words) - 1) / _SHORT)
    for place, lang in enumerate(here if short else ()):
        if lang in scored:
            scored[lang] += short * (0.7 - 0.05 * place)
    if hint in scored:
        scored[hint] += short * 0.8
    return _normalised(scored)


def _normalised(scored: Mapping[str, float]) -> dict[str, float]:
    top = max(scored.values())
    lifted = {lang: math.exp(score - top) for lang, score in scored.items()}
    total = sum(lifted.values())
    return {lang: share / total for lang, share in lifted.items()}


def _is_written(marks: float, alsatian: float, first: str, words: int) -> bool:
    """Tell whether marks of Alsatian decide: one in a few words that look German, several where the model hears it."""
    if words <= 5 and first in ("de", "nl"):
        return marks >= 1
    return marks >= 2 and (alsatian > _MAY_BE or marks >= words / 2)


def _marks(reading: Reading) -> float:
    """Return how many marks of Alsatian a text bears: its small words, and its accents inside words."""
    inside = 0 if reading.text.isascii() else len(_ALSATIAN.findall(reading.text))
    return _small_words(reading)["gsw"] + min(inside, 3)


def _beside(reading: Reading, chances: Mapping[str, float]) -> str:
    """Return which of its neighbours an Alsatian text is mixed with or nearest to: by small words, then by chances."""
    small = _small_words(reading)
    return max(("de", "fr"), key=lambda lang: (small[lang], chances[lang]))


def _small_words(reading: Reading) -> dict[str, float]:
    found = {"gsw": 0.0, "de": 0.0, "fr": 0.0, "en": 0.0}
    for hit in _markers()(reading.folded):
        lang, weight = hit.value
        found[lang] += weight
    return found


def _shown(reading: Reading) -> str:
    """Shouting and hashtags mislead the model: small letters, and no tag where other words remain."""
    plain = _TAG.sub(" ", reading.text)
    text = plain if len(plain.split()) > 1 else reading.text
    capitals = sum(token.isupper() for token in reading.tokens)
    return text.lower() if 2 * capitals > reading.words else text


def _log(share: float) -> float:
    return math.log(max(share, 1e-6))


@lru_cache
def _markers() -> Finder[tuple[str, float]]:
    pairs = {(word, (lang, float(weight))) for lang, weight, line in rows("tongues.tsv") for word in line.split("|")}
    return finder(sorted(pairs))


@lru_cache
def _model() -> light.Light:
    return light.load("language")


@lru_cache
def identifier() -> LanguageIdentifier:
    """Return py3langid's model, restricted to the seven languages, giving probabilities."""
    # Imported here: it takes long, and nobody who only reads a judgement needs it.
    from py3langid.langid import LanguageIdentifier

    model = LanguageIdentifier.from_model_file("data/model.npz.xz", norm_probs=True)
    model.set_languages(list(KNOWN))
    return model
