"""Says whether a text speaks of danger, and how urgent it is. Knows the false friends: films, fireworks, football."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sentiment import emergency
from sentiment.reading import MARKS, Reading, read
from sentiment.signals import Sign
from sentiment.tables import modifiers
from words import Sentence, s

ALARM_FROM = 0.75  # one strong word, or two weak ones
_DENIED_WITHIN = 3
_PLAIN_FROM = 0.8  # from here a word speaks of danger almost by itself
_PAIR_WITHIN = 6  # words between the halves
_PAIR_WEIGHS = "0.9"
_THING_WITHIN = 3  # words after the pair
_YEAR, _YEAR_WITHIN = re.compile(r"1\d{3}"), 3
_CENTURY = re.compile(r"1[2-9]\d{2}")  # far from any word of danger, 1000 is a number and no year
_LOUD = 0.1
_REPORTED = 0.5
SHARES = {"press": 0.5, "today": 0.35, "abuse": 0.3, "complaint": 0.3, "report": 0.2, "question": 0.15}
Signs = dict[str, list[Sign]]


@dataclass(frozen=True)
class Danger:
    """How much a text speaks of danger, 0..1, the words that say so, and what was set aside as a false friend.

    `elsewhere` tells that it is about a film, football, an anniversary or another century. `estimate` is the deep
    judge's chance where only that raised the alarm (`alarm`).
    """

    weight: float
    words: tuple[str, ...]
    set_aside: Sentence | None
    elsewhere: bool = False
    estimate: float | None = None


def danger(reading: Reading, lang: str, found: Signs) -> Danger:
    """Return the danger a text speaks of.

    A word inside a harmless phrase (« feu d'artifice ») or after a denial counts for nothing; films, anniversaries and
    football silence the text, unless it also calls for help now.
    """
    said = [*found.get("safety", []), *_pairs(reading, found)]
    kept = [
        sign
        for sign in said
        if float(sign.code) and not (_harmless(sign, found) or _long_ago(sign, reading) or _denied(sign, reading, lang))
    ]
    context = [] if found.get("now") else found.get("context", [])
    elsewhere = bool(context) or any(map(_CENTURY.fullmatch, reading.folded))
    graver = [sign for sign in kept if not any(_silences(about, sign) for about in context)]
    if kept and not graver:
        about = context[0].said
        return Danger(0.0, (), s("Mot d’alerte écarté : le texte parle d’autre chose (« {word} »).", word=about), True)
    kept = graver
    aside = s("Mot d’alerte écarté : « {word} » est ici sans danger.", word=said[0].said) if said and not kept else None
    calm = 1.0
    for sign in _apart(kept):
        calm *= 1 - min(0.95, float(sign.code))
    return Danger(1 - calm, tuple(dict.fromkeys(sign.said for sign in kept)), aside, elsewhere)


def urgency(weight: float, negative: float, codes: set[str], text: str) -> float:
    """Return how urgent a text is, 0..1: danger first, then each thing that shortens the time to answer.

    Reading like the report of an emergency counts up to a half, and raises no alarm (`emergency`).

    Independent shares add up as 1 − ∏(1 − share), so that no sum passes 1 and every sign still counts.
    """
    calm = (1 - weight) * (1 - 0.25 * negative) * (1 - _REPORTED * emergency.chance(read(text)))
    for code in codes & SHARES.keys():
        calm *= 1 - SHARES[code]
    if text.count("!") >= 2 or (len(text) > 15 and text.isupper()):
        calm *= 1 - _LOUD
    return round(1 - calm, 4)


def _pairs(reading: Reading, found: Signs) -> list[Sign]:
    """Return danger told in two halves near each other: a child … lost, a man … a knife (kind `pair`).

    One that turns out harmless weighs nothing, so that it is set aside and not unheard.
    """
    halves = found.get("pair", [])
    pairs = []
    for place, first in enumerate(halves):
        for second in halves[place + 1 :]:
            if second.start - first.stop > _PAIR_WITHIN:
                break
            (what, half), (other, counterpart) = first.code.split(":"), second.code.split(":")
            if what == other and half != counterpart:
                of_a_thing = what == "lost" and _of_a_thing(reading, first, second, found)
                calm = of_a_thing or _harmless(first, found) or _harmless(second, found)
                said = f"{first.said} … {second.said}"
                pairs.append(Sign("safety", "0" if calm else _PAIR_WEIGHS, first.start, second.stop, said))
    return pairs


def _of_a_thing(reading: Reading, first: Sign, second: Sign, found: Signs) -> bool:
    """Tell whether a thing is lost, not the child: « mon fils a perdu une dent »."""
    after = range(second.stop, min(second.stop + _THING_WITHIN, len(reading.tokens)))
    end = next((place for place in after if reading.tokens[place][0] in MARKS), second.stop + _THING_WITHIN)
    near = range(first.start, end)
    return any(sign.start in near for sign in found.get("thing", ()))


def _silences(about: Sign, sign: Sign) -> bool:
    """Football explains « attaque » or « feu », never an assault at the stadium's gate."""
    return about.code != "football" or float(sign.code) < _PLAIN_FROM


def _harmless(sign: Sign, found: Signs) -> bool:
    return any(friend.start <= sign.start and sign.stop <= friend.stop for friend in found.get("swallow", ()))


def _long_ago(sign: Sign, reading: Reading) -> bool:
    """Tell whether a year of another century follows: « l'incendie de 1870 », "the bombing of 1944"."""
    return any(_YEAR.fullmatch(word) for word in reading.folded[sign.stop : sign.stop + _YEAR_WITHIN])


def _denied(sign: Sign, reading: Reading, lang: str) -> bool:
    since = max(0, sign.start - _DENIED_WITHIN)
    marks = [place for place in range(since, sign.start) if reading.tokens[place][0] in MARKS]
    words = reading.folded[marks[-1] + 1 if marks else since : sign.start]
    return any(hit.value == "negator" for hit in modifiers(lang)(words)) or bool(_NO.intersection(words))


def _apart(kept: list[Sign]) -> list[Sign]:
    """Keep one sign a place, the strongest, and one of the same words: « en feu » is not « feu » once more."""
    chosen: list[Sign] = []
    for sign in sorted(kept, key=lambda sign: (-float(sign.code), -(sign.stop - sign.start))):
        again = any(sign.said.lower() == other.said.lower() for other in chosen)
        if not again and all(sign.stop <= other.start or other.stop <= sign.start for other in chosen):
            chosen.append(sign)
    return chosen


_NO = frozenset({"no", "not", "never", "without", "n't", "fausse", "false", "fehlalarm"})
