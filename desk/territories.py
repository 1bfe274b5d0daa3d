"""Territories: a region, its cities. Added and renamed; never removed, for their history stays."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from data import lifecycle, store
from data.models import Territory
from desk.refusal import refused
from desk.rights import require
from words import s

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def add(
    by: int | None,
    slug: str,
    name: str,
    *,
    kind: str = "city",
    parent_id: int | None = None,
    zone: str = "Europe/Paris",
    languages: Sequence[str] | None = None,
    colour: str | None = None,
) -> int:
    """Add a territory, below another for somebody who manages that one; only the operator adds one without a parent."""
    with store.writing() as session:
        if by is not None or parent_id is not None:
            require(session, by, "manage_territories", parent_id)
        _stop_if_odd(session, slug, name, kind, zone, colour)
        place = Territory(slug=slug, name=name.strip(), kind=kind, parent_id=parent_id, zone=zone)
        if languages:
            place.languages = list(languages)
        if colour:
            place.colour = colour
        session.add(place)
        session.flush()
        lifecycle.record(session, Territory, place.id, "added", at=clock.now(), actor_id=by, territory_id=place.id)
        return place.id


def rename(by: int | None, territory_id: int, name: str) -> None:
    """Give a territory another name; its slug stays, files and links rest on it."""
    with store.writing() as session:
        require(session, by, "manage_territories", territory_id)
        if not name.strip():
            raise refused(s("Donnez un nom."))
        session.get_one(Territory, territory_id).name = name.strip()
        at = clock.now()
        lifecycle.record(session, Territory, territory_id, "renamed", at=at, actor_id=by, territory_id=territory_id)


def _stop_if_odd(session: Session, slug: str, name: str, kind: str, zone: str, colour: str | None) -> None:
    if not _SLUG.fullmatch(slug):
        raise refused(s("Le nom court n'a que des minuscules sans accent, des chiffres et des tirets."))
    if session.scalars(select(Territory.id).where(Territory.slug == slug)).first() is not None:
        raise refused(s("Le nom court « {slug} » est déjà pris.", slug=slug))
    if not name.strip():
        raise refused(s("Donnez un nom."))
    if kind not in ("region", "city"):
        raise refused(s("Un territoire est une région (region) ou une ville (city)."))
    try:
        clock.zone(zone)
    except ValueError:
        raise refused(s("Fuseau inconnu : « {zone} » ; écrivez par exemple Europe/Paris.", zone=zone)) from None
    if colour is not None and not _COLOUR.fullmatch(colour):
        raise refused(s("Une couleur s'écrit ainsi : #1f5f8b."))
