"""Who is on the picture, and whether they agreed: each use by itself, each territory, until a day, with a proof.

Code civil art. 9: nobody's picture is used without their permission; of a crowd at a public event only who is
singled out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from policies.facts import Facts, Medium, Release, TickFacts
from policies.rules.images.using import Used, day_there, pictures, seen_at, use_named, use_of
from policies.verdict import Reason
from words import Sentence, s


def image_person_release(facts: Used, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse a picture of somebody recognisable without a signed permission that names this use, here.

    Whether a permission is over is for `consent_expiry` to say.
    """
    for number, medium in pictures(facts):
        if not _recognisable(medium):
            continue
        if not medium.releases:
            return Reason("block", _missing(number, use_named(facts)), code="release")
        for release in medium.releases:
            said = _not_covered(release, facts)
            if said:
                return Reason("block", said, code="release")
    return None


def image_minor(facts: Used, settings: Mapping[str, Any]) -> Reason | None:
    """Refuse a recognisable minor unless every holder of parental authority signed."""
    needed = settings["signatures"]
    for number, medium in pictures(facts):
        if medium.minor_visible and medium.guardians_signed < needed:
            said = s(
                "Image {number}, mineur : signature des deux parents requise ({signed} sur {needed}). Faites-les "
                "signer, ou changez d'image.",
                number=number,
                signed=medium.guardians_signed,
                needed=needed,
            )
            return Reason("block", said, code="minor")
    return None


def consent_expiry(facts: Facts, settings: Mapping[str, Any]) -> Reason | None:
    """Stop every use of a permission that is over or was taken back; a tick lists what is out and what is planned."""
    zone = settings["hours"]["tz"]
    if isinstance(facts, TickFacts):
        return _ticked(facts, zone)
    if not isinstance(facts, Used):
        return None
    for number, medium in pictures(facts):
        for release in medium.releases:
            over = _over(facts, release, zone)
            if over is not None:
                said = s(
                    "Image {number} : l'accord de {person} a pris fin le {day}. Demandez-le à nouveau, ou changez "
                    "d'image.",
                    number=number,
                    person=release.person,
                    day=f"{over:%d/%m/%Y}",
                )
                return Reason("block", said, code="expired")
    return None


def _recognisable(medium: Medium) -> bool:
    return medium.people == "identifiable" or (medium.people == "crowd" and medium.singled_out)


def _missing(number: int, use: str) -> Sentence:
    return s(
        "Image {number}, personne reconnaissable : il manque l'accord pour {use}. Notez l'accord signé, floutez le "
        "visage, ou changez d'image.",
        number=number,
        use=use,
    )


def _not_covered(release: Release, facts: Used) -> Sentence | None:
    """Return why a permission does not hold for this use, or nothing. No general permission: each use is named."""
    person, use = release.person, use_of(facts)
    if use and use not in release.uses:
        return s(
            "L'accord de {person} ne nomme pas {use} : faites-le compléter, ou changez d'image.",
            person=person,
            use=use_named(facts),
        )
    if release.territories and not set(release.territories) & set(facts.ancestry):
        return s("L'accord de {person} ne vaut pas ici : faites-le compléter, ou changez d'image.", person=person)
    if not release.evidence.strip():
        return s("L'accord de {person} est sans preuve : dites où se trouve le document signé.", person=person)
    return None


def _over(facts: Used, release: Release, zone: str) -> date | None:
    """Return the day a permission ended, when that is before people would see the picture."""
    seen = seen_at(facts)
    if release.revoked_at is not None and release.revoked_at <= seen:
        return day_there(facts, release.revoked_at, zone)
    return release.until if release.until and release.until < day_there(facts, seen, zone) else None


def _ticked(facts: TickFacts, zone: str) -> Reason | None:
    if facts.kind != "consent":
        return None
    today = day_there(facts, facts.at, zone)
    over = facts.until if facts.until and facts.until < today else None
    if facts.revoked_at is not None and facts.revoked_at <= facts.at:
        over = day_there(facts, facts.revoked_at, zone)
    if over is None:
        return None
    said = s(
        "Accord expiré le {day} : {past} publications à retirer, {planned} à déprogrammer.",
        day=f"{over:%d/%m/%Y}",
        past=facts.past_uses,
        planned=facts.planned_uses,
    )
    return Reason("block", said, code="unschedule")
