"""What pictures, films and sounds say to who cannot see or hear them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from policies.facts import PostFacts
from policies.plain import plain
from policies.verdict import Reason
from words import s

_FILENAME = re.compile(r"\S+\.(jpe?g|png|gif|webp|heic|avif|tiff?|bmp|svg)|(img|dsc|pxl|image|photo)[-_ ]?\d+\S*", re.I)


def alt_text(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse a picture without a description that a person who cannot see it could use; films have captions."""
    least, most = settings["min"], settings["max"]
    for number, medium in enumerate(facts.media, start=1):
        if medium.is_video or medium.is_audio:
            continue
        alt = medium.alt.strip()
        if _FILENAME.fullmatch(alt):
            return Reason(
                "block", s("L'image {number} est décrite par un nom de fichier ; dites ce qu'on y voit.", number=number)
            )
        if not least <= len(alt) <= most:
            return Reason(
                "block",
                s(
                    "Décrivez l'image {number} en {least} à {most} caractères, pour qui ne la voit pas.",
                    number=number,
                    least=least,
                    most=most,
                ),
            )
        if plain(alt) == plain(facts.text):
            return Reason(
                "block", s("La description de l'image {number} répète le texte ; dites ce qu'on y voit.", number=number)
            )
    return None


def captions(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse a film in which people speak without captions, and a sound without a link to its transcript."""
    for number, medium in enumerate(facts.media, start=1):
        if medium.is_video and medium.speech and not medium.captions:
            said = s("On parle dans la vidéo {number}, sans sous-titres : ajoutez-les, relus.", number=number)
            return Reason("block", said, code="captions")
        if medium.is_audio and not medium.transcript_url.strip():
            said = s("Le son {number} n'a pas de transcription : donnez le lien où la lire.", number=number)
            return Reason("block", said, code="transcript")
    return None


def text_in_image(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse a picture that tells in letters what the words do not: nobody hears it, nobody can enlarge it."""
    for number, medium in enumerate(facts.media, start=1):
        if medium.text_chars > settings["chars"] and not medium.text_repeated:
            said = s(
                "L'image {number} porte {n} caractères de texte : écrivez la même information dans le message.",
                number=number,
                n=medium.text_chars,
            )
            return Reason("block", said, code="text_in_image")
    return None
