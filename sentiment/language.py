"""Says which language a text is in: py3langid among seven, small words, the territory's languages, rules for Alsatian.

Never guesses from a network's hint alone. Alsatian is `gsw`, never `als` (which is Tosk Albanian).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sentiment.english import analyzer
from sentiment.phrases import Finder, finder
from sentiment.reading import Reading
from sentiment.tables import rows, weighed_words

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

KNOWN = ("fr", "de", "en", "es", "it", "pt", "nl")
WEIGHED = frozenset({"fr", "de", "en", "gsw"})
SURE_FROM = 0.45  # below this the language is `und`
_VERY_SHORT = 4  # words; up to here words of feeling count too
_SHORT = 8  # words; up to here small words and the territory's languages count
_OURS = frozenset(map(chr, range(0x100))) - frozenset("ðþÐÞøØåÅ") | frozenset("œŒŸẞªº")  # letters of the seven
_TAG = re.compile(r"#\w+")
_ALSATIAN = re.compile(r"\w[àìù]\w|\bì\w", re.IGNORECASE)  # hàn, nìt: no neighbour writes these inside a word


@dataclass(frozen=True)
class Tongue:
    """The language (`und` when unknown), the runner-up, and how sure, 0..1."""

    first: str
    second: str | None
    sure: float


def tongue(reading: Reading, languages_here: Sequence[str], hint: str | None = None) -> Tongue:
    """Return the language of a text; in a short one the languages of the territory and the hint weigh more."""
    letters = [token for token in reading.tokens if token[0].isalpha()]
    if not letters:
        return Tongue("und", None, 0.0)
    foreign = [sign for sign in set(reading.text) - _OURS if sign.isalpha()]
    if foreign and sum(map(reading.text.count, foreign)) >= 0.04 * sum(map(len, letters)):
        return Tongue("und", None, 0.0)
    marks = _small_words(reading)
    shares = _shares(reading, len(letters), marks, languages_here, hint)
    (first, sure), (second, _) = shares[:2]
    if _is_alsatian(reading, marks, first, len(letters)):
        return Tongue("gsw", first if first != "nl" else "de", min(0.95, 0.5 + 0.1 * marks.get("gsw", 0)))
    return Tongue(first, second, sure) if sure >= SURE_FROM else Tongue("und", first, sure)


def _shares(
    reading: Reading, words: int, marks: dict[str, float], here: Sequence[str], hint: str | None
) -> list[tuple[str, float]]:
    shortness = max(0.0, 1 - (words - 1) / _SHORT)
    scores = {lang: math.log(max(share, 1e-9)) for lang, share in identifier().rank(_shown(reading))}
    for lang in scores:
        scores[lang] += shortness * (1.2 * (lang in here) + 0.8 * marks.get(lang, 0) + 0.8 * (lang == hint))
        if shortness and lang in here:
            scores[lang] -= 0.1 * list(here).index(lang)
    total = sum(math.exp(score) for score in scores.values())
    return sorted(((lang, math.exp(score) / total) for lang, score in scores.items()), key=lambda pair: -pair[1])


def _is_alsatian(reading: Reading, marks: dict[str, float], first: str, words: int) -> bool:
    inside = 0 if reading.text.isascii() else len(_ALSATIAN.findall(reading.text))
    strength = marks.get("gsw", 0) + min(inside, 3)
    needed = 1.0 if words <= 5 and first in ("de", "nl") else 2.0
    return strength >= needed and strength >= 0.6 * marks.get("fr", 0) and strength >= 0.5 * marks.get("de", 0)


def _small_words(reading: Reading) -> dict[str, float]:
    found: dict[str, float] = {}
    for hit in _markers()(reading.folded):
        lang, weight = hit.value
        found[lang] = found.get(lang, 0) + weight
    if reading.words <= _VERY_SHORT:
        for lang in ("fr", "de"):
            found[lang] = found.get(lang, 0) + sum(bool(hit.value) for hit in weighed_words(lang)(reading.folded))
        found["en"] = found.get("en", 0) + sum(word in analyzer().lexicon for word in reading.folded)
    return found


def _shown(reading: Reading) -> str:
    """Shouting and hashtags mislead the model: small letters, and no tag where other words remain."""
    plain = _TAG.sub(" ", reading.text)
    text = plain if len(plain.split()) > 1 else reading.text
    capitals = sum(token.isupper() for token in reading.tokens)
    return text.lower() if 2 * capitals > reading.words else text


@lru_cache
def _markers() -> Finder[tuple[str, float]]:
    pairs = {(word, (lang, float(weight))) for lang, weight, line in rows("tongues.tsv") for word in line.split("|")}
    return finder(sorted(pairs))


@lru_cache
def identifier() -> LanguageIdentifier:
    """Return py3langid's model, restricted to the seven languages, giving probabilities."""
    # Imported here: it brings numpy, which nobody who only reads a judgement needs.
    from py3langid.langid import LanguageIdentifier

    model = LanguageIdentifier.from_model_file("data/model.npz.xz", norm_probs=True)
    model.set_languages(list(KNOWN))
    return model
