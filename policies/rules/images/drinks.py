"""Which drinks a text speaks of, sentence by sentence: not those that are forbidden, free of alcohol, or in a name.

« Route des Vins », « musée de la Bière » and « coq au vin » name no drink, « vin chaud sans alcool » none with alcohol.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from policies.plain import first_named, plain, without

_ENDS = re.compile(r"(?<!\d)\.|\.(?!\d)|[!?…;\n•]+")
_BESIDE = r"[^\w,:()]+"  # between two words of the same clause
_OTHERS = r"(?!(?:ou|et|aussi|avec|und|oder|auch|or|and|also)\W)"  # « vin chaud ou sans alcool » has alcohol


def named_in(text: str, drinks: Sequence[str]) -> str | None:
    """Return the first drink that stands in `text`, whatever is said of it."""
    return first_named(tuple(drinks), text)


def drinks_of(text: str, settings: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return each sentence that speaks of an alcoholic drink, as (drink, plain sentence without names)."""
    drinks, found = tuple(settings["drinks"]), []
    free = _free(drinks, tuple(settings["alcohol_free"]))
    for sentence in _ENDS.split(text):
        left = free.sub(" ", without(tuple(settings["names"]), sentence))
        drink = first_named(drinks, left)
        if drink is not None and not _prevents(left, settings):
            found.append((drink, left))
    return found


def praised_in(sentence: str, settings: Mapping[str, Any]) -> bool:
    """Tell whether a word of praise stands beside a drink, in a plain sentence: three words before it, two after."""
    return _praised(tuple(settings["praise"]), tuple(settings["drinks"])).search(sentence) is not None


def _prevents(sentence: str, settings: Mapping[str, Any]) -> bool:
    """Tell whether a sentence warns or forbids, and invites nobody: « interdit aux mineurs : venez boire » does."""
    words = tuple(settings["prevention"])
    if first_named(words, sentence) is None:
        return False
    return first_named(tuple(settings["calls"]), without(words, sentence)) is None


@lru_cache(maxsize=128)
def _free(drinks: tuple[str, ...], marks: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of a drink with a mark that it has no alcohol, before or after it, one word between."""
    drink, mark = _any(drinks), _any(marks)
    between = rf"(?:{_BESIDE}{_OTHERS}\w+)?{_BESIDE}"
    return re.compile(rf"(?<!\w)(?:{drink}{between}{mark}|{mark}{between}{drink})(?!\w)")


@lru_cache(maxsize=128)
def _praised(praise: tuple[str, ...], drinks: tuple[str, ...]) -> re.Pattern[str]:
    word, drink = _any(praise), _any(drinks)
    before = rf"{word}(?:{_BESIDE}\w+){{0,3}}{_BESIDE}{drink}"
    after = rf"{drink}(?:{_BESIDE}\w+){{0,2}}{_BESIDE}{word}"
    return re.compile(rf"(?<!\w)(?:{before}|{after})(?!\w)")


def _any(words: Iterable[str]) -> str:
    """Return the alternatives as a pattern, longest first; of no words, one that never matches."""
    longest_first = sorted({plain(word) for word in words if plain(word)}, key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, longest_first)) + ")" if longest_first else "(?!)"
