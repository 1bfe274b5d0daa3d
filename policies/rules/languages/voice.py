"""How we speak: in the visitor's language, and as the territory's voice card says. It advises, it never blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from policies.emoji import emoji_in
from policies.facts import PostFacts
from policies.plain import first_named
from policies.verdict import Reason
from words import s

# words of one register that mean nothing else; « ton » and « vos » would be heard, German ones only in sure German
_FAMILIAR = {
    "fr": re.compile(r"(?<![\w-])(?:tu|toi)(?![\w])|(?<!\w)t['’](?=[aeéèêiouyh])", re.IGNORECASE),
    "de": re.compile(r"(?<!\w)(?:du|dich|dir|deine?[mnrs]?)(?!\w)", re.IGNORECASE),
}
_FORMAL = {
    "fr": re.compile(r"(?<!rendez-)(?<![\w-])(?:vous|votre|vos)(?!\w)", re.IGNORECASE),
    "de": re.compile(r"(?<=[a-zäöüß,] )(?:Sie|Ihnen|Ihre?[mnrs]?)(?!\w)"),
}


def reply_language(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Warn when a reply is in another language than the visitor's, both known; a regional one is welcome."""
    theirs, ours = facts.visitor_language, facts.text_language
    if theirs and ours and theirs != ours and theirs not in settings["languages"]["welcome"]:
        said = s(
            "Le visiteur écrit en « {theirs} », la réponse est en « {ours} » : répondez dans sa langue.",
            theirs=theirs,
            ours=ours,
        )
        return Reason("warn", said, code="language")
    if theirs and not facts.original_kept:
        said = s("L'original du visiteur n'est pas gardé : conservez-le avec la traduction.")
        return Reason("warn", said, code="original")
    return None


def voice_card(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Warn where words leave the territory's voice card: its register, words to avoid, how many emoji."""
    card = settings["voice"]
    said = _register(facts, card.get("register"))
    if said:
        return Reason("warn", said, code="register")
    avoided = first_named(tuple(card.get("avoid", ())), facts.text)
    if avoided:
        return Reason("warn", s("La fiche de ton évite « {word} » : dites-le autrement.", word=avoided), code="avoid")
    most = card.get("emoji_max")
    n = len(emoji_in(facts.text)) if most is not None else 0
    if most is not None and n > most:
        return Reason("warn", s("{n} emoji, la fiche de ton en veut {most} au plus.", n=n, most=most), code="emoji")
    return None


def _register(facts: PostFacts, wanted: str | None) -> Any:
    language = facts.text_language or "fr"
    pattern = {"vous": _FAMILIAR, "tu": _FORMAL}.get(wanted or "", {}).get(language)
    found = pattern.search(facts.text) if pattern else None
    if found is None:
        return None
    if wanted == "vous":
        return s("La fiche de ton vouvoie : « {word} » tutoie, passez à « vous ».", word=found.group())
    return s("La fiche de ton tutoie : « {word} » vouvoie, passez à « tu ».", word=found.group())
