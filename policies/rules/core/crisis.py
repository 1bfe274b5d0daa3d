"""What the crisis mode adds while a grave incident is open: sober answers, no graphic pictures, nothing that sells.

Each rule sleeps (`in_force: false`) until the mode's file wakes it. The suspension itself is `crisis_freeze`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from policies.emoji import emoji_in
from policies.facts import AssetFacts, BoostFacts, PostFacts
from policies.plain import first_named, plain
from policies.roles import roles_here
from policies.rules.asking import still_asks
from policies.verdict import Reason
from words import s

_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def crisis_replies(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Keep answers to the saved replies of the mode: no humour, no emoji, no link that sells, no new promise.

    Words of one's own are another person's to approve, unless a CM or the direction writes them.
    """
    if not settings["in_force"]:
        return None
    wrong = _unfit(facts, settings)
    if wrong is not None:
        return wrong
    listed = ", ".join(settings["snippets"]) or "—"
    if facts.snippet is not None and facts.snippet not in settings["snippets"]:
        said = s(
            "Mode crise : la réponse type « {snippet} » n'en fait pas partie. Prenez : {listed}.",
            snippet=facts.snippet,
            listed=listed,
        )
        return Reason("block", said, code="crisis_snippet")
    if facts.snippet is not None or not still_asks(facts, settings["approvers"]):
        return None
    if roles_here(facts.actor_roles, facts.ancestry) & set(settings["approvers"]):
        said = s("Mode crise : préférez une réponse type ({listed}) à vos propres mots.", listed=listed)
        return Reason("warn", said, code="crisis_words")
    said = s("Mode crise : prenez une réponse type ({listed}), ou faites valider vos mots.", listed=listed)
    return Reason("require_approval", said, settings["approvers"][0], code="crisis_words")


def crisis_media(facts: PostFacts | AssetFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse pictures of victims or of where the police stands, and what an eyewitness took."""
    if not settings["in_force"]:
        return None
    for number, medium in enumerate(facts.media, start=1):
        if medium.graphic:
            said = s(
                "Mode crise : l'image {number} montre des victimes ou des positions de police. Retirez-la.",
                number=number,
            )
            return Reason("block", said, code="graphic")
        if medium.origin == "ugc":
            said = s(
                "Mode crise : l'image {number} vient d'un témoin. Ne la reprenez pas, relayez l'autorité.",
                number=number,
            )
            return Reason("block", said, code="eyewitness")
    return None


def crisis_promotion(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse a new post that sells, plays or celebrates (AC-72)."""
    if not settings["in_force"]:
        return None
    if not (set(facts.tags) & set(settings["tags"]) or facts.contest or facts.commercial):
        return None
    said = s("Mode crise : pas de promotion, de jeu ni de fête. Gardez ce brouillon pour après la crise.")
    return Reason("block", said, code="crisis_promotion")


def crisis_boost(facts: BoostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse to pay for reach."""
    if not settings["in_force"]:
        return None
    said = s("Mode crise : rien n'est sponsorisé. Suspendez aussi les campagnes en cours chez le réseau.")
    return Reason("block", said, code="crisis_boost")


def condolence(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Ask the direction before words of condolence leave."""
    if not settings["in_force"] or not set(facts.tags) & set(settings["tags"]):
        return None
    if not still_asks(facts, settings["approvers"]):
        return None
    said = s("Message de condoléances : faites-le valider par la direction.")
    return Reason("require_approval", said, settings["approvers"][0], code="condolence")


def _unfit(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    if emoji_in(facts.text):
        return Reason("block", s("Mode crise : pas d'emoji dans une réponse, retirez-les."), code="crisis_emoji")
    joke = first_named(tuple(settings["humour"]), facts.text)
    if joke:
        said = s("Mode crise : pas d'humour (« {word} »), restez sobre.", word=joke)
        return Reason("block", said, code="crisis_humour")
    links = [plain(link) for link in _LINK.findall(facts.text)] if settings["promo_links"] else []
    if any(plain(part) in link for link in links for part in settings["promo_links"]):
        said = s("Mode crise : pas de lien promotionnel, renvoyez vers l'autorité.")
        return Reason("block", said, code="crisis_link")
    promise = first_named(tuple(settings["promises"]), facts.text)
    if promise:
        said = s(
            "Mode crise : pas de nouvelle promesse (« {word} »), dites que vous revenez vers la personne.", word=promise
        )
        return Reason("block", said, code="crisis_promise")
    return None
