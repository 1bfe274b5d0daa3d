"""Wall time as people say it, in a territory's zone, to a moment in UTC. Never guesses."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import clock
from desk.refusal import NeedsConfirmation, refused
from words import s


def moment(local: str, zone: str, fold: int | None = None) -> datetime:
    """Return the moment of `local` ("2026-12-05T10:00", no offset) in the IANA zone `zone`, in UTC.

    Raises Refused for an hour that does not exist that day, and NeedsConfirmation (token "0" or "1" for `fold`:
    "0" is proposed, the first of the two) for one that comes twice.
    """
    wall, place = _wall(local), _zone(zone)
    first, second = (wall.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    if first > second:  # PEP 495: in a gap the fold runs backwards
        raise refused(
            s("Le {day}, {hour} n'existe pas : on passe à l'heure d'été. Choisissez une autre heure.", **_said(wall))
        )
    if fold is None:
        raise NeedsConfirmation(
            s(
                "Le {day}, {hour} existe deux fois : on passe à l'heure d'hiver. Gardez la première, ou changez.",
                **_said(wall),
            ),
            "0",
        )
    return (first, second)[fold]


def _wall(local: str) -> datetime:
    try:
        wall = datetime.fromisoformat(local)
    except ValueError:
        wall = None
    if wall is None or wall.tzinfo is not None:
        raise refused(s("Heure illisible ; écrivez-la ainsi : 2026-12-05T10:00."))
    return wall


def _zone(name: str) -> ZoneInfo:
    try:
        return clock.zone(name)
    except ValueError:
        raise refused(s("Fuseau inconnu : « {zone} » ; écrivez par exemple Europe/Paris.", zone=name)) from None


def _said(wall: datetime) -> dict[str, str]:
    return {"day": wall.strftime("%d/%m/%Y"), "hour": wall.strftime("%H:%M")}
