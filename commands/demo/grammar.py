"""Fill the slots of a template so that the sentence reads right: « à Colmar », « en Alsace », „im Elsass“.

The forms of the territories stand in `templates/places.yaml`, everything else in `templates/slots.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

FOLDER = Path(__file__).parent / "templates"
PLACE_FORMS = ("place", "at_place", "to_place", "of_place", "from_place", "near_place", "name")
BEFORE = {
    "fr": {"at": "à", "of": "de", "near": "près de"},
    "en": {"at": "at", "of": "of", "near": "near"},
    "de": {"of": "von"},
}
SLOT = re.compile(r"\{(\w+)\}")
SENTENCE_END = re.compile(r"(^|[.!?…]\s+)$")
WEEKDAYS = {"day": "vague_day", "past_day": "vague_day", "of_past_day": "of_vague_day"}


@dataclass(frozen=True)
class Where:
    """What the slots of a text speak about: its language, its territory, perhaps a second one, and how days are said.

    `vague` names bare weekdays („am Samstag“), of which nobody knows which one is meant.
    """

    lang: str
    territory: str
    other: str | None = None
    vague: bool = False


def city(territory: str, lang: str) -> str:
    """Return how people of a language call a territory."""
    return str(_places(lang)["names"][territory])


def filled(rng: np.random.Generator, text: str, where: Where) -> str:
    """Return a template's text with every slot filled, a capital where a slot opens a sentence."""

    def fill(match: re.Match[str]) -> str:
        choices = values(match.group(1), where)
        value = choices[int(rng.integers(len(choices)))] if len(choices) > 1 else choices[0]
        value = re.sub("#(?![a-z])", lambda _: str(rng.integers(10)), value) if "#" in value else value
        return opened(value) if SENTENCE_END.search(text[: match.start()]) else value

    return SLOT.sub(fill, text)


def opened(text: str) -> str:
    """Return a text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=4096)
def values(slot: str, where: Where) -> tuple[str, ...]:
    """Return what may fill a slot there. Raises KeyError where nothing is written: no language lends words."""
    if slot in PLACE_FORMS:
        return (place(where.territory, where.lang, slot.removesuffix("_place")),)
    if slot in {"other", "at_other"} and where.other:
        return (place(where.other, where.lang, "place" if slot == "other" else "at"),)
    slot = WEEKDAYS.get(slot, slot) if where.vague else slot
    if (own := _own(slot, where)) is not None:
        return own
    before, _, base = slot.partition("_")
    said = _own(base, where)
    if said is None:
        raise KeyError(f"{slot} in {where.lang}, {where.territory}")
    return tuple(_joined(BEFORE[where.lang][before], value, where.lang) for value in said)


def place(territory: str, lang: str, form: str) -> str:
    """Return a territory in the form a sentence needs: place, at, to, of, from, near, or its bare name."""
    name = city(territory, lang)
    if form == "name":
        return name
    forms = _places(lang)["region" if territory == "alsace" else "city"]
    return str(forms[form]).format(n=name)


@lru_cache
def southern() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the words of the Bas-Rhin's Alsatian that are spelled otherwise in the Haut-Rhin, and how."""
    words: dict[str, str] = _slots()["south"]
    return re.compile(r"(?<!\w)(" + "|".join(words) + r")(?!\w)"), words


def _joined(before: str, value: str, lang: str) -> str:
    if lang == "fr":
        for article, contracted in (("le ", {"à": "au ", "de": "du "}), ("les ", {"à": "aux ", "de": "des "})):
            last = before.rpartition(" ")[2]
            if value.startswith(article):
                return before.removesuffix(last) + contracted[last] + value.removeprefix(article)
        if before.endswith("de") and value[0] in "aeiouéèêàœhAEIOUÉ":
            return f"{before[:-1]}'{value}"
    return f"{before} {value}"


def _own(slot: str, where: Where) -> tuple[str, ...] | None:
    found: Any = _slots().get(slot)
    if isinstance(found, dict):
        found = found.get(where.territory, found.get("*"))
    if isinstance(found, dict):
        found = found.get(where.lang)
    return None if found is None else tuple(str(value) for value in found)


@lru_cache
def _places(lang: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / "places.yaml").read_text("utf-8"))[lang]
    return loaded


@lru_cache
def _slots() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / "slots.yaml").read_text("utf-8"))
    return loaded
