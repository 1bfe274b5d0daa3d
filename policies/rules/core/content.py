"""What the words and pictures are: their length, and what the network takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policies.facts import PostFacts
from policies.verdict import Reason
from words import s


def text_length(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse an empty message, and one longer than the network takes, as the network counts."""
    if not facts.text.strip() and not facts.media:
        return Reason("block", s("Le message est vide ; écrivez un texte ou ajoutez une image."), code="empty")
    length = len(facts.text) if facts.length is None else facts.length
    if facts.limits.text is None or length <= facts.limits.text:
        return None
    return Reason(
        "block",
        s(
            "Le texte compte {length} caractères, ce réseau en accepte {limit} : retirez-en {over}.",
            length=length,
            limit=facts.limits.text,
            over=length - facts.limits.text,
        ),
    )


def media_limits(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse pictures the network would refuse: too many, too heavy, or of a type it does not take."""
    limits = facts.limits
    most = settings["images"] if limits.images is None else min(limits.images, settings["images"])
    if len(facts.media) > most:
        over = len(facts.media) - most
        return Reason("block", s("Ce compte accepte {most} images au plus : retirez-en {over}.", most=most, over=over))
    for number, medium in enumerate(facts.media, start=1):
        if limits.image_types is not None and medium.mime not in limits.image_types:
            kinds = ", ".join(kind.removeprefix("image/") for kind in limits.image_types)
            said = s(
                "L'image {number} n'est pas d'un type accepté ({kinds}) ; convertissez-la.", number=number, kinds=kinds
            )
            return Reason("block", said)
        if limits.image_bytes is not None and medium.bytes > limits.image_bytes:
            return Reason(
                "block",
                s(
                    "L'image {number} pèse {size} Mo, ce réseau en accepte {most} ; réduisez-la.",
                    number=number,
                    size=round(medium.bytes / 1e6, 1),
                    most=round(limits.image_bytes / 1e6, 1),
                ),
            )
    return None
