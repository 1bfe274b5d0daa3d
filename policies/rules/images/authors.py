"""Whose the picture, film or music is: visitors' own, credits, works of art as the subject, where sound is from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policies.facts import Medium, PostFacts, Work
from policies.plain import plain
from policies.rules.images.using import Used, pictures, seen_at
from policies.verdict import Reason
from words import s


def ugc_rights(facts: Used, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse what visitors published, taken up without their answered yes to this use; a native share only warns.

    Our hashtag alone is not a yes.
    """
    warned = None
    for number, medium in pictures(facts):
        if medium.origin != "ugc":
            continue
        if medium.child_author:
            said = s("Image {number} : auteur probablement mineur, pas de reprise. Changez d'image.", number=number)
            return Reason("block", said, code="child")
        if medium.mode is None or _granted(medium):
            continue
        if medium.mode != "native_share":
            said = s(
                "Image {number} d'un visiteur : demandez son accord (1 clic), attendez son oui avant de la reprendre.",
                number=number,
            )
            return Reason("block", said, code="ask")
        said = s("Image {number} d'un visiteur : le partage est permis, prévenez-le tout de même.", number=number)
        warned = warned or Reason("warn", said, code="ask")
    return warned


def credit_required(facts: Used, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse words without the name of who gave the words or took the picture, unless it stands on the picture."""
    words = plain(facts.text)
    asked = [facts.credit] if isinstance(facts, PostFacts) else []
    asked += [medium.credit for medium in facts.media if not medium.credit_in_image]
    missing = next((credit for credit in asked if plain(credit) not in words), None)
    if missing is None:
        return None
    said = s("Le crédit « {credit} » manque : ajoutez « 📷 {credit} » au texte.", credit=missing.strip())
    return Reason("block", said, code="credit")


def protected_work(facts: Used, settings: Mapping[str, Any]) -> Reason | None:
    """Ask the management about a work of art that is the subject and still protected, without a licence.

    French law lets nobody use such a picture commercially, even from the street (CPI L122-5, 11°).
    """
    if isinstance(facts, PostFacts) and facts.seen_by_another:
        return None
    for number, medium in pictures(facts):
        work = medium.work
        if work is not None and not work.licence.strip() and _protected(work, seen_at(facts).year, settings):
            said = s(
                "Image {number}, œuvre protégée au centre de l'image ({title}) : notez la licence, changez d'image, ou "
                "faites valider par la direction.",
                number=number,
                title=work.title or work.kind or "—",
            )
            return Reason("require_approval", said, approver="director", code="work")
    return None


def music_licence(facts: Used, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse a film or recording whose sound nobody can name, or is from a source the files do not accept."""
    for number, medium in pictures(facts):
        if not (medium.is_video or medium.is_audio):
            continue
        source = (medium.audio_source or "").strip()
        if source.partition(":")[0] not in settings["sources"]:
            said = s(
                "Vidéo ou son {number} : origine de la musique ? Dites d'où elle vient (aucune, la vôtre, une "
                "bibliothèque libre, une licence), ou coupez le son.",
                number=number,
            )
            return Reason("block", said, code="music")
    return None


def _granted(medium: Medium) -> bool:
    grant = medium.grant
    return grant is not None and grant.answered_at is not None and medium.mode in grant.scopes


def _protected(work: Work, year: int, settings: Mapping[str, Any]) -> bool:
    """Tell whether a work is protected: until the end of the year so many years after its author's death.

    Of an author who may be alive only the kinds on the watch list count.
    """
    if work.author_death_year is None:
        return work.kind in settings["watch"]
    return year <= work.author_death_year + int(settings["years"])
