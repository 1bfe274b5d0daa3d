"""Who wrote: how little of them is kept, what is never written about them, and children."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from policies.facts import ExportFacts, MentionFacts
from policies.plain import first_named, plain
from policies.verdict import Reason
from words import s

NEVER = ("bio", "photo_url", "followers", "location", "contacts")
TO_ANSWER = ("remote_id", "handle", "name")  # kept only where we may answer; elsewhere one key made of the id stands
_AGE = re.compile(  # "j'ai 12 ans", and not "j'ai 12 ans d'expérience"
    r"\b(?:j'ai|(?:i'm|i am) (?:only )?|ich bin (?:erst )?|ho|tengo) ?(\d{1,2})"
    r" (?:ans\b(?! d[e'])|years? old\b|jahre? alt\b|anni\b(?! di\b)|anos\b(?! de\b))"
)


def minimise_author(facts: MentionFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Have everything about the author taken out that is not needed to answer."""
    if facts.author is None:
        return None
    mine = NEVER if facts.can_reply else (*TO_ANSWER, *NEVER)
    told = [name for name in mine if getattr(facts.author, name) not in ("", None, ())]
    if not told:
        return None
    said = (
        s("De l'auteur, on ne garde que de quoi lui répondre : retirez {fields}.", fields=", ".join(told))
        if facts.can_reply
        else s(
            "On ne peut pas répondre ici : ne gardez que la clé de l'auteur, retirez {fields}.", fields=", ".join(told)
        )
    )
    return Reason("redact", said)


def sensitive_no_profile(facts: MentionFacts | ExportFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Have labels on health, religion, opinions, orientation or union taken off authors, and such data out of exports.

    The label itself is not repeated: the decision is kept.
    """
    kinds = tuple(settings["kinds"])
    told = facts.author_labels if isinstance(facts, MentionFacts) else facts.entities
    if not any(first_named(kinds, re.sub(r"[_-]", " ", one)) for one in told):
        return None
    if isinstance(facts, MentionFacts):
        said = s("Donnée sensible masquée : retirez l'étiquette posée sur l'auteur, le sujet du message suffit.")
    else:
        said = s("Donnée sensible masquée : retirez-la de chaque ligne avant de la laisser sortir.")
    return Reason("redact", said)


def child_author(facts: MentionFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Set aside from any reuse what a child probably wrote; nobody asks a child for rights."""
    ages = [int(found) for found in _AGE.findall(plain(facts.text))]
    if facts.author_age_hint is not None:
        ages.append(facts.author_age_hint)
    if not any(age < settings["age"] for age in ages):
        return None
    said = s("Auteur probablement mineur : pas de reprise, pas de demande de droits ; répondez seulement.")
    return Reason("quarantine", said, code="child")
