"""Alcohol (loi Évin): the country may be praised, a drink may not, unless the sanitary sentence stands beside it.

Which words count is in the files; how a drink is found among them, in `drinks`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from policies.facts import AssetFacts, PostFacts
from policies.plain import first_named, plain
from policies.rules.images.drinks import drinks_of, named_in, praised_in
from policies.rules.images.using import Used
from policies.verdict import Reason
from words import s

LANGUAGES = ("fr", "de", "en")
_NO_LETTERS = re.compile(r"[\W_]+")


def alcohol_evin(facts: Used, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse the promotion of a drink: always for the young, in sport, or at a party; else without sanitary sentence.

    CSP L3323-2 to L3323-4; a region, a route, know-how or heritage as the subject is no promotion (L3323-3-1).
    """
    drink = _promoted(facts, settings)
    if not drink:
        return None
    if _declared(facts, "youth_or_sport_context") or _names(settings["youth_or_sport"], facts.text):
        said = s(
            "Promotion d'une boisson (« {drink} ») dans un contexte de jeunesse ou de sport : retirez l'un des deux.",
            drink=drink,
        )
        return Reason("block", said, code="alcohol")
    if _declared(facts, "people_drinking") or _names(settings["scenes"], facts.text):
        said = s(
            "Promotion d'une boisson (« {drink} ») dans une scène de fête ou de succès : retirez la scène, ou parlez "
            "du terroir et du savoir-faire.",
            drink=drink,
        )
        return Reason("block", said, code="alcohol")
    if _is_sanitary(facts.text, settings):
        return None
    said = s(
        "Promotion d'une boisson (« {drink} ») : mention sanitaire. Ajoutez « {mention} », ou parlez du terroir et du "
        "savoir-faire.",
        drink=drink,
        mention=_mention(facts, settings),
    )
    return Reason("block", said, code="sanitary")


def _promoted(facts: Used, settings: Mapping[str, Any]) -> str:
    """Return the drink that is promoted, or nothing. Where heritage is the subject, only open invitations promote."""
    if not named_in(facts.text, settings["drinks"]):
        return ""
    heritage = _names(settings["heritage"], facts.text)
    drinks = drinks_of(facts.text, settings)
    for drink, sentence in drinks:
        if _names(settings["calls"], sentence):
            return drink
        if not heritage and (_names(settings["tasting"], sentence) or praised_in(sentence, settings)):
            return drink
    shown = ("sponsor_is_producer", "people_drinking", "youth_or_sport_context")
    if heritage or not drinks or not any(_declared(facts, what) for what in shown):
        return ""
    return drinks[0][0]


def _declared(facts: Used, what: str) -> bool:
    """Tell whether a post declares it; of a picture alone nobody was asked."""
    return not isinstance(facts, AssetFacts) and bool(getattr(facts, what))


def _names(words: Sequence[str], text: str) -> bool:
    return first_named(tuple(words), text) is not None


def _is_sanitary(text: str, settings: Mapping[str, Any]) -> bool:
    said = _letters(text)
    return any(_letters(settings[f"sanitary_text_{language}"]) in said for language in LANGUAGES)


def _mention(facts: Used, settings: Mapping[str, Any]) -> str:
    """Return the sentence to add: in the language the words are in, where that is known and has one, else in French."""
    known = facts.text_language if isinstance(facts, PostFacts) else None
    mention: str = settings[f"sanitary_text_{known if known in LANGUAGES else 'fr'}"]
    return mention


def _letters(text: str) -> str:
    return f" {_NO_LETTERS.sub(' ', plain(text)).strip()} "
