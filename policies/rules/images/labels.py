"""What must be said beside the words: that they were paid for, retouched, made by a machine; how a contest runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policies.facts import PostFacts
from policies.rules.images.using import Used, is_said, pictures
from policies.verdict import Reason
from words import s

OWED = {
    "money": s("Contenu payé = mention obligatoire : ajoutez « Publicité » ou « Collaboration commerciale »."),
    "gift": s("Cadeau reçu = mention obligatoire : ajoutez « Publicité » ou « Collaboration commerciale »."),
    "stay": s("Séjour offert = mention obligatoire : ajoutez « Publicité » ou « Collaboration commerciale »."),
    "exchange": s("Échange = mention obligatoire : ajoutez « Publicité » ou « Collaboration commerciale »."),
}


def ad_disclosure(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse words that something was given for, unless people are told, by a label and by the network's own mark.

    A context that makes it obvious stands for the label (law 2023-451 art. 5, ordonnance 2024-978).
    """
    if facts.counterpart == "none":
        return None
    if not facts.obvious_context and not is_said(settings["labels"], facts):
        return Reason("block", OWED[facts.counterpart], code="label")
    if not facts.platform_flag:
        return Reason("block", s("Activez aussi la mention « partenariat rémunéré » du réseau."), code="flag")
    return None


def retouch_label(facts: Used, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse commercial pictures of bodies or faces that were edited, or made by a machine, unless that is said."""
    paid = isinstance(facts, PostFacts) and facts.counterpart != "none"
    if not (facts.commercial or paid):
        return None
    for number, medium in pictures(facts):
        if medium.retouched and not is_said(settings["retouched"], facts):
            said = s("Image {number}, corps ou visage retouché : ajoutez « Images retouchées ».", number=number)
            return Reason("block", said, code="label")
        shows_people = medium.people in ("crowd", "identifiable")
        if medium.synthetic and shows_people and not is_said(settings["virtual"], facts):
            said = s("Image {number}, visage créé par IA : ajoutez « Images virtuelles ».", number=number)
            return Reason("block", said, code="label")
    return None


def ai_label(facts: Used, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse a realistic picture made by a machine without a label; ask a person to answer for a machine's words."""
    for number, medium in pictures(facts):
        if medium.synthetic and not is_said(settings["labels"], facts):
            said = s(
                "Image {number} générée par IA : mention requise. Ajoutez « Image générée par IA » au texte.",
                number=number,
            )
            return Reason("block", said, code="label")
    if isinstance(facts, PostFacts) and facts.ai_assisted and not (facts.human_approved_by or facts.approved_by):
        said = s("Texte écrit avec une IA : une personne doit le relire et l'approuver.")
        return Reason("require_approval", said, approver="cm", code="ai")
    return None


def review_integrity(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse a review written, or bought, by our own people for one of our places."""
    if not facts.reviews_own_place:
        return None
    said = s("Un avis écrit ou acheté pour son propre lieu trompe le public : renoncez-y, ou répondez en votre nom.")
    return Reason("block", said, code="review")


def competition_rules(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse a contest without the address of its rules or its end, and one that would be over when it is seen."""
    if not facts.contest:
        return None
    if not facts.rules_url.strip() or facts.contest_ends_at is None:
        return Reason("block", s("Jeu-concours : ajoutez le lien du règlement et la date de fin."), code="contest")
    if facts.contest_ends_at <= facts.goes_at:
        return Reason(
            "block", s("Le jeu-concours serait déjà fini : changez sa date de fin, ou renoncez."), code="over"
        )
    return None
