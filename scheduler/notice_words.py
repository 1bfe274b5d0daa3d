"""What a notice says: place, account, what happened, why and when, what to do. Never the message's words nor a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from settings import settings
from words import present_language, recall, t

MOST = 10  # lines in one message


@dataclass(frozen=True)
class News:
    """One notice: `what` happened to a delivery (failed, missed, unconfirmed) on an account of ours."""

    notice_id: int
    what: str
    place: str
    zone: str
    network: str
    handle: str
    due_at: datetime
    because: Mapping[str, Any] | None


def said(news: Sequence[News]) -> tuple[str, str]:
    """Return title and text of one message about all of `news`, oldest first, in the present language."""
    groups: dict[tuple[str, ...], list[News]] = {}
    for one in news:
        groups.setdefault((one.place, one.network, one.handle, one.what, recall(one.because)), []).append(one)
    lines = [line for alike in list(groups.values())[:MOST] for line in _lines(alike)]
    if rest := sum(len(alike) for alike in list(groups.values())[MOST:]):
        lines.append(t("… et {count} de plus.", count=rest))
    return _title(news), "\n".join([*lines, "", *_to_do({one.what for one in news}), _where()])


def trial() -> tuple[str, str]:
    """Return title and text of a message that tries an address out."""
    return t("Essai de Parvis"), t("Cette adresse fonctionne : elle recevra ce qui n'a pas pu partir.")


def _title(news: Sequence[News]) -> str:
    unsure = sum(one.what == "unconfirmed" for one in news)
    if len(news) == 1:
        place = news[0].place
        if unsure:
            return t("{place} : un envoi est à vérifier", place=place)
        return t("{place} : un envoi n'est pas parti", place=place)
    if unsure == len(news):
        return t("{count} envois sont à vérifier", count=unsure)
    if unsure:
        return t("{count} envois attendent une décision", count=len(news))
    return t("{count} envois n'ont pas pu partir", count=len(news))


def _lines(alike: Sequence[News]) -> Iterable[str]:
    first, count = alike[0], len(alike)
    account, when = f"{first.place}, {first.network.capitalize()} {first.handle}", _when(first)
    if count == 1:
        yield _one(first.what, account, when)
    else:
        yield _many(first.what, account, when, count)
    if why := recall(first.because):
        yield t("   Raison : {why}", why=why)


def _one(what: str, account: str, when: str) -> str:
    if what == "missed":
        return t("• {account} : l'envoi prévu {when} a manqué son heure ; il ne partira pas en retard de lui-même.",
                 account=account, when=when)  # fmt: skip
    if what == "unconfirmed":
        return t("• {account} : l'envoi prévu {when} est peut-être parti ; Parvis ne peut pas le vérifier.",
                 account=account, when=when)  # fmt: skip
    return t("• {account} : l'envoi prévu {when} a échoué ; il ne repartira pas de lui-même.",
             account=account, when=when)  # fmt: skip


def _many(what: str, account: str, when: str, count: int) -> str:
    if what == "missed":
        return t("• {account} : {count} envois ont manqué leur heure, le premier était prévu {when}.",
                 account=account, count=count, when=when)  # fmt: skip
    if what == "unconfirmed":
        return t("• {account} : {count} envois sont peut-être partis, le premier était prévu {when}.",
                 account=account, count=count, when=when)  # fmt: skip
    return t("• {account} : {count} envois ont échoué, le premier était prévu {when}.",
             account=account, count=count, when=when)  # fmt: skip


def _when(one: News) -> str:
    local, language = one.due_at.astimezone(ZoneInfo(one.zone)), present_language()
    day, hour = format_date(local, "long", locale=language), format_time(local, "HH:mm", locale=language)
    return t("le {day} à {hour}", day=day, hour=hour)


def _to_do(whats: set[str]) -> Iterable[str]:
    if "failed" in whats:
        yield t("Échoué : corrigez ce qui l'a empêché, puis renvoyez, ou annulez.")
    if "missed" in whats:
        yield t("Manqué : renvoyez maintenant si c'est encore utile, choisissez une autre heure, ou annulez.")
    if "unconfirmed" in whats:
        yield t("À vérifier : regardez sur le réseau, puis dites s'il y est, ou renvoyez-le.")


def _where() -> str:
    page = t("Envois")
    if not settings().public_url:
        return t("Dans Parvis, page « {page} ».", page=page)
    return t("Dans Parvis, page « {page} » : {url}", page=page, url=f"{settings().public_url}/deliveries")
