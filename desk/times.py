"""Wall time as people say it, in a territory's zone, to a moment in UTC. Never guesses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

import clock
from desk.refusal import NeedsConfirmation, refused
from words import s


@dataclass(frozen=True)
class Meant:
    """What a wall time may mean. `kind`: "once"; "doubled", `first` and `second` both show it; "skipped", neither does:
    `first` is what the clocks show once they have jumped, `second` what they showed as long before."""

    kind: Literal["once", "skipped", "doubled"]
    first: datetime
    second: datetime


def moment(local: str, zone: str, fold: int | None = None) -> datetime:
    """Return the moment of `local` ("2026-12-05T10:00", no offset) in the IANA zone `zone`, in UTC.

    Raises Refused for an hour that does not exist that day, and NeedsConfirmation (token "0" or "1" for `fold`:
    "0" is proposed, the first of the two) for one that comes twice.
    """
    wall = read(local)
    may_be = meant(wall, place(zone))
    if may_be.kind == "skipped":
        raise refused(
            s("Le {day}, {hour} n'existe pas : on passe à l'heure d'été. Choisissez une autre heure.", **_said(wall))
        )
    if may_be.kind == "doubled" and fold is None:
        raise NeedsConfirmation(
            s(
                "Le {day}, {hour} existe deux fois : on passe à l'heure d'hiver. Gardez la première, ou changez.",
                **_said(wall),
            ),
            "0",
        )
    return may_be.second if fold else may_be.first


def meant(wall: datetime, zone: ZoneInfo) -> Meant:
    """Return what a wall time may mean in a zone, the moments in UTC."""
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return Meant("once", first, second)
    return Meant("skipped" if first > second else "doubled", first, second)  # PEP 495: in a gap the fold runs backwards


def read(local: str) -> datetime:
    """Return a wall time as it was typed; raise Refused for anything else, one with an offset too."""
    try:
        wall = datetime.fromisoformat(local)
    except ValueError:
        wall = None
    if wall is None or wall.tzinfo is not None:
        raise refused(s("Heure illisible ; écrivez-la ainsi : 2026-12-05T10:00."))
    return wall


def place(name: str) -> ZoneInfo:
    """Return an IANA zone; raise Refused for an unknown one."""
    try:
        return clock.zone(name)
    except ValueError:
        raise refused(s("Fuseau inconnu : « {zone} » ; écrivez par exemple Europe/Paris.", zone=name)) from None


def aware(at: datetime) -> datetime:
    """Return a moment in UTC; raise Refused for one without an offset: it could mean any zone."""
    if at.tzinfo is None or at.utcoffset() is None:
        raise refused(s("Cette heure ne dit pas son fuseau : ajoutez-le, par exemple +01:00."))
    return at.astimezone(UTC)


def _said(wall: datetime) -> dict[str, str]:
    return {"day": wall.strftime("%d/%m/%Y"), "hour": wall.strftime("%H:%M")}
