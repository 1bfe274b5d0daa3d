"""Find words for what the season draws: templates of our own, slots filled, then roughened as people type.

Templates stand in `templates/<language>.tsv`: intent, topics (`*`: any), text. Three in ten are held out, so that a
judge trained on the demo's words can be measured on templates it never saw.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

FOLDER = Path(__file__).parent / "templates"
CITY = {
    "strasbourg": {"fr": "Strasbourg", "de": "Straßburg", "en": "Strasbourg", "gsw": "Strossburi"},
    "colmar": {"fr": "Colmar", "de": "Colmar", "en": "Colmar", "gsw": "Colmer"},
    "mulhouse": {"fr": "Mulhouse", "de": "Mülhausen", "en": "Mulhouse", "gsw": "Milhüsa"},
    "alsace": {"fr": "Alsace", "de": "Elsass", "en": "Alsace", "gsw": "Elsass"},
}
BUT = {"fr": " Mais ", "de": " Aber ", "en": " But ", "gsw": " Awer "}
ALSO = {"fr": " (et aussi : {0})", "de": " (und auch: {0})", "en": " (and also: {0})", "gsw": " (un aui: {0})"}
TYPOS, CAPITALS, EMOJI = 0.12, 0.03, 0.18
SMILES = {"positive": "😍❤️👏😊🎄✨", "negative": "😡😤👎🙄😞", "neutral": "🙂🤔🎄", "mixed": "😕🤷"}


@dataclass(frozen=True)
class Wanted:
    """What to find words for; `places` are the cities to name, none when the city stays unsaid."""

    intent: str
    topic: str | None
    lang: str
    mood: str
    territory: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """The words found, the template they come from, an invented writer, and the cities really named."""

    text: str
    template: str
    author: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class Template:
    """One line of a template file. `name` is "language:line", stable as long as lines are only added."""

    name: str
    text: str

    @property
    def held_out(self) -> bool:
        """Tell whether this template is kept for measuring: three in ten, by line number."""
        return int(self.name.split(":")[1]) % 10 in (2, 5, 8)


def phrase(rng: np.random.Generator, wanted: Wanted) -> Words:
    """Return words for what is wanted. Deterministic for a generator's state."""
    lang = wanted.lang if (FOLDER / f"{wanted.lang}.tsv").exists() else "en"
    template = _template(rng, lang, wanted.intent, wanted.topic, bool(wanted.places))
    text = _filled(rng, template.text, wanted, lang)
    if wanted.mood == "mixed":
        turned = _template(rng, lang, "complaint" if wanted.intent == "praise" else "praise", None, False)
        text += BUT.get(lang, " / ") + _filled(rng, turned.text, wanted, lang)
    elif wanted.mood == "positive" and wanted.intent not in {"praise", "ugc_share", "thanks"}:
        text = _filled(rng, _template(rng, lang, "praise", None, False).text, wanted, lang) + " " + text
    elif wanted.mood == "negative" and wanted.intent not in {"complaint", "abuse"}:
        text += " " + _filled(rng, _template(rng, lang, "complaint", None, False).text, wanted, lang)
    places = tuple(p for p in wanted.places if "{place}" in template.text)
    if len(places) == 2:
        text += ALSO.get(lang, " ({0})").format(city(places[1], lang))
    return Words(_rough(rng, text, wanted.mood), template.name, _writer(rng, lang), places)


def city(territory: str, lang: str) -> str:
    """Return how people of a language call a territory."""
    return CITY[territory].get(lang, CITY[territory]["en"])


def plain(text: str) -> str:
    """Return a text without its accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


@lru_cache
def templates(lang: str) -> dict[tuple[str, str], tuple[Template, ...]]:
    """Return the templates of a language by intent and topic; `*` holds those fit for any topic."""
    found: dict[tuple[str, str], list[Template]] = defaultdict(list)
    for number, line in enumerate((FOLDER / f"{lang}.tsv").read_text("utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            intent, topics, text = line.split("\t")
            for topic in topics.split(","):
                found[intent, topic].append(Template(f"{lang}:{number}", text))
    return {key: tuple(value) for key, value in found.items()}


def _template(rng: np.random.Generator, lang: str, intent: str, topic: str | None, naming: bool) -> Template:
    """Choose a template: of the topic where there is one, naming the city only where it shall be named."""
    known = templates(lang)
    fitting = known.get((intent, topic or "*")) or known.get((intent, "*")) or known[_nearest(known, intent)]
    wanted = [t for t in fitting if ("{place}" in t.text) == naming] or list(fitting)
    return wanted[int(rng.integers(len(wanted)))]


def _nearest(known: dict[tuple[str, str], tuple[Template, ...]], intent: str) -> tuple[str, str]:
    return next((key for key in known if key[0] == intent), next(iter(known)))


def _filled(rng: np.random.Generator, text: str, wanted: Wanted, lang: str) -> str:
    def fill(match: re.Match[str]) -> str:
        slot = match.group(1)
        if slot == "place":
            return city(wanted.places[0] if wanted.places else wanted.territory, lang)
        choices = _slot(slot, wanted.territory, lang)
        return str(choices[int(rng.integers(len(choices)))])

    return re.sub(r"\{(\w+)\}", fill, text)


def _slot(slot: str, territory: str, lang: str) -> Sequence[str]:
    values = _slots()[slot]
    here = values.get(territory, values.get("*")) if isinstance(values, dict) else values
    if isinstance(here, dict):
        here = here.get(lang, here.get("en"))
    return list(here)


@lru_cache
def _slots() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / "slots.yaml").read_text("utf-8"))
    return loaded


def _writer(rng: np.random.Generator, lang: str) -> str:
    names = _slot("writer", "*", lang)
    return f"{names[int(rng.integers(len(names)))]}{int(rng.integers(10, 9999))}"


def _rough(rng: np.random.Generator, text: str, mood: str) -> str:
    """Roughen a text: missing accents and doubled letters, now and then all capitals, often an emoji."""
    roll = rng.random()
    if roll < TYPOS:
        text = plain(text).replace("!", "!!")
    elif roll < TYPOS + CAPITALS:
        text = text.upper()
    if rng.random() < EMOJI:
        smiles = [s for s in SMILES[mood] if not unicodedata.combining(s) and s != "\ufe0f"]
        text += " " + smiles[int(rng.integers(len(smiles)))]
    return text
