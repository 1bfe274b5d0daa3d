"""Find words for what the season draws: templates of our own, put together as the mood and the hard case ask.

The text says what its labels say: praise is glad and a complaint angry, a question neither unless it was drawn so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from commands.demo import rough
from commands.demo.grammar import FOLDER, Where, city, filled, opened, southern, values
from commands.demo.lines import Template, of_part, templates
from commands.demo.moods import moved, piece, sentences
from commands.demo.picking import any_of
from commands.demo.rough import plain

__all__ = ["FOLDER", "Template", "Wanted", "Words", "city", "phrase", "plain", "templates"]

NAMING = 0.7  # a template that names the city is preferred this often; else the city comes after the text
WHERE_SAID = (" ({0})", " #{0}", " 📍 {0}", " – {0}")
MIXES_FRENCH, MIXES_GERMAN = 0.6, 0.2  # of what is said in Alsatian
LOOKING_BACK = frozenset({"complaint", "praise", "ugc_share", "report"})


@dataclass(frozen=True)
class Wanted:
    """What to find words for: labels, the kind of hard case ("plain": none) and the traits beside it."""

    intent: str
    topic: str | None
    lang: str
    mood: str
    territory: str
    kind: str = "plain"
    traits: frozenset[str] = frozenset()
    other: str | None = None


@dataclass(frozen=True)
class Words:
    """The words found, the template they come from, an invented writer, the cities really named, the cases realised."""

    text: str
    template: str
    author: str
    places: tuple[str, ...]
    hard: tuple[str, ...]


def phrase(rng: np.random.Generator, wanted: Wanted) -> Words:
    """Return words for what is wanted. Deterministic for a generator's state."""
    author = f"{any_of(rng, values('writer', Where(wanted.lang, '*')))}{int(rng.integers(10, 9999))}"
    if wanted.kind == "no_text":
        return Words("", "", author, (), ("no_text",))
    if wanted.kind in {"emoji_only", "hashtags_only"}:
        where = Where(wanted.lang, wanted.territory)
        text = rough.emoji(rng, wanted.mood) if wanted.kind == "emoji_only" else rough.hashtags(rng, where, wanted.mood)
        return Words(text, "", author, (wanted.territory,) if "#" in text else (), (wanted.kind,))
    return _composed(rng, wanted, author)


def _composed(rng: np.random.Generator, wanted: Wanted, author: str) -> Words:
    lang, traits = wanted.lang, set(wanted.traits)
    where = Where(lang, wanted.territory, wanted.other, "vague_day" in traits)
    template = _base(rng, wanted)
    unsaid = template.unsaid if "city_implicit" in traits else None
    text = filled(rng, template.text if unsaid is None else unsaid, where)
    parts = moved(rng, wanted.intent, wanted.mood, wanted.kind, text, where)
    named = unsaid is None and template.names
    for trait, part in (("wrong_place", "wrong_place"), ("two_cities", "two_cities"), ("minor", "minor")):
        if trait in traits:
            parts.insert(0, piece(rng, part, where))
            named |= trait != "minor"
    if "vague_day" in traits and not re.search(r"\{(of_)?(past_)?day\}", template.text):
        parts.append(piece(rng, "date.back" if wanted.intent in LOOKING_BACK else "date.ahead", where))
    if "personal_data" in traits:
        parts.append(piece(rng, "personal", where))
    if lang == "gsw" and rng.random() < MIXES_GERMAN:
        parts.append(_german(rng, wanted))
        traits.add("mixes_german")
    text = sentences(parts, lang) if len(parts) > 1 else parts[0]
    if not named and "city_implicit" not in traits and wanted.intent not in {"abuse", "spam", "thanks"}:
        text, named = text + any_of(rng, WHERE_SAID).format(city(wanted.territory, lang)), True
    if named:
        traits.discard("city_implicit")
    if lang == "gsw" and template.french:
        traits.add("mixes_french")
    if lang == "gsw" and wanted.territory in {"colmar", "mulhouse"}:
        pattern, spelled = southern()
        text = pattern.sub(lambda word: spelled[word.group()], text)
    if wanted.kind != "plain":
        traits.add(wanted.kind)
    text, done = rough.roughened(rng, text, lang, "irony" if wanted.kind == "irony" else wanted.mood, traits)
    places = (wanted.territory,) * named + ((wanted.other,) if "two_cities" in traits and wanted.other else ())
    return Words(text, template.name, author, places, tuple(sorted(done)))


def _base(rng: np.random.Generator, wanted: Wanted) -> Template:
    """Choose the main template: of the kind, of the topic where there is one, naming the city or able not to."""
    part = wanted.intent
    if wanted.kind in {"irony", "neighbour"}:
        part = wanted.kind
    elif wanted.kind == "negation" or (wanted.mood == "neutral" and part in {"complaint", "praise"}):
        part = f"{part}.{'negation' if wanted.kind == 'negation' else 'neutral'}"
    known = templates(wanted.lang)
    fitting: Sequence[Template] = (
        known.get((part, wanted.topic or "*")) or known.get((part, "*")) or of_part(wanted.lang, part)
    )
    if wanted.lang == "gsw":
        mixing = rng.random() < MIXES_FRENCH
        fitting = [t for t in fitting if t.french == mixing] or [
            t for t in of_part(wanted.lang, part) if t.french == mixing
        ] or fitting  # fmt: skip
    if "city_implicit" in wanted.traits:
        silent = [t for t in fitting if t.unsaid is not None]
        fitting = silent or [t for t in of_part(wanted.lang, part) if t.unsaid is not None] or fitting
    elif rng.random() < NAMING:
        fitting = [t for t in fitting if t.names] or fitting
    return any_of(rng, fitting)


def _german(rng: np.random.Generator, wanted: Wanted) -> str:
    part = {"positive": "cheer", "negative": "sigh"}.get(wanted.mood, "closing")
    return opened(piece(rng, part, Where("de", wanted.territory)))
