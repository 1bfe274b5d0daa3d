"""What people are told of an incident: how grave, where, since when, by whom, what to do. A drill says so first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from settings import settings
from words import present_language, t


@dataclass(frozen=True)
class Alarm:
    """One notice of an incident, at one `step` of its alarm; `called`: whom the room sees called."""

    notice_id: int
    step: str
    name: str
    drill: bool
    places: tuple[str, ...]
    zone: str
    opened_at: datetime
    by: str
    reason: str
    called: tuple[str, ...] = ()


def said(alarms: Sequence[Alarm]) -> tuple[str, str]:
    """Return title and text of one message about all of `alarms`, in the present language."""
    gravest = alarms[0]
    title = t("{name} : {places}", name=gravest.name, places=", ".join(gravest.places))
    title = t("EXERCICE — {title}", title=title) if gravest.drill else title
    body = [line for alarm in alarms for line in _lines(alarm)]
    return title, "\n".join([*body, _where()])


def _lines(alarm: Alarm) -> list[str]:
    lines = [t("EXERCICE : ce n'est pas un incident réel.")] if alarm.drill else []
    local, language = alarm.opened_at.astimezone(ZoneInfo(alarm.zone)), present_language()
    day, hour = format_date(local, "long", locale=language), format_time(local, "HH:mm", locale=language)
    lines.append(
        t("{name}, {places} : ouvert par {by} le {day} à {hour}. « {reason} »",
          name=alarm.name, places=", ".join(alarm.places), by=alarm.by, day=day, hour=hour, reason=alarm.reason)
    )  # fmt: skip
    if alarm.called:
        lines.append(t("Sont appelés : {names}.", names=", ".join(alarm.called)))
    return [*lines, _to_do(alarm.step), ""]


def _to_do(step: str) -> str:
    kind, _, number = step.partition(":")
    if kind == "called":
        return t("Personne ne l'a encore pris en charge : ouvrez la page Crise et prenez-le.")
    if kind == "note":
        return t("C'est l'heure de la note : volume, questions, rumeurs, aide proposée.")
    if kind == "still":
        return t("Toujours suspendu ? Rien ne part depuis {hours} heures. Levez la suspension ou gardez-la.",
                 hours=number)  # fmt: skip
    if kind == "frozen":
        return t("Les publications sont suspendues ici : rien ne part. À la levée, tout sera à relire.")
    return t("Pour information : suivez la page Crise, ne publiez rien de votre côté.")


def _where() -> str:
    page = t("Crise")
    if not settings().public_url:
        return t("Dans Parvis, page « {page} ».", page=page)
    return t("Dans Parvis, page « {page} » : {url}", page=page, url=f"{settings().public_url}/crisis")
