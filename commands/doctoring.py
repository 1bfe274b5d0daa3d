"""Examine an installation: each finding is a sentence and whether all is well. Asks networks only `whoami`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

import clock
from commands.failing import Failed
from commands.ready import first_line, stop_unless_migrated
from connectors import connector_class
from connectors.contract import Account, Failure
from data import sealed, store
from data.models import AuditEvent, Channel, Delivery, Heartbeat, Territory
from policies.book import Book, InvalidBook
from settings import settings
from words import t

QUIET = timedelta(seconds=60)  # a heartbeat older than this is a worker that stopped
OFF = timedelta(seconds=30)  # how far a clock may be from another
ROOM = 200_000_000  # bytes of free disk under which nothing should be started


@dataclass(frozen=True)
class Finding:
    """One thing examined."""

    subject: str
    fine: bool
    says: str

    def kept(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"subject": self.subject, "fine": self.fine, "says": self.says}


def examine() -> list[Finding]:
    """Return what was found, the database first; what needs it is left out when it is not ready."""
    findings = [_database(), _disk(), _key(), _rules()]
    if findings[0].fine:
        findings += [_clock(), _heartbeat(), _queue(), *_accounts()]
    return findings


def _database() -> Finding:
    try:
        stop_unless_migrated()
        stands_at, _ = store.revision_in_force()
    except Failed as failure:
        return Finding("database", False, str(failure))
    except DBAPIError as failure:
        return Finding("database", False, t("La base de données ne répond pas : {why}.", why=first_line(failure)))
    return Finding("database", True, t("La base répond, version {revision}.", revision=stands_at))


def _clock() -> Finding:
    """Compare our clock with the database's, and with what was written last: networks refuse times minutes off."""
    with store.reading() as session:
        theirs = session.scalars(select(func.now())).one()
        last = session.scalar(select(func.max(AuditEvent.at)))
    now = clock.now()
    off = now - timedelta(seconds=settings().now_shift) - theirs.replace(tzinfo=theirs.tzinfo or UTC)
    if last is not None and last - now > OFF:
        says = t("L'horloge est en retard : la base connaît déjà le {last:%Y-%m-%d %H:%M} UTC.", last=last)
        return Finding("clock", False, says)
    says = t(
        "L'horloge dit {at:%Y-%m-%d %H:%M:%S} UTC, à {off:.0f} s de la base.", at=now, off=abs(off.total_seconds())
    )
    return Finding("clock", abs(off) < OFF, says)


def _rules() -> Finding:
    try:
        problems = Book.load().problems
    except InvalidBook as failure:
        return Finding("policies", False, str(failure))
    if problems:
        return Finding("policies", False, " ".join(problem.say() for problem in problems))
    return Finding("policies", True, t("Les règles se lisent toutes."))


def _disk() -> Finding:
    folder = settings().home if settings().home.exists() else settings().home.anchor
    free = shutil.disk_usage(folder).free
    return Finding("disk", free > ROOM, t("{free} Mo libres sur le disque.", free=free // 1_000_000))


def _key() -> Finding:
    try:
        sealed.seal({})
    except sealed.NoKey as failure:
        return Finding("key", False, str(failure))
    return Finding("key", True, t("La clé secrète est utilisable."))


def _heartbeat() -> Finding:
    with store.reading() as session:
        last = session.scalar(select(func.max(Heartbeat.at)))
    if last is None or clock.now() - last > QUIET:
        return Finding("scheduler", False, t("Aucun ordonnanceur ne tourne : « parvis.py scheduler »."))
    return Finding("scheduler", True, t("L'ordonnanceur a donné signe de vie à {at:%H:%M:%S} UTC.", at=last))


def _queue() -> Finding:
    with store.reading() as session:
        late = session.scalar(
            select(func.count()).where(Delivery.state == "queued", Delivery.due_at < clock.now() - timedelta(minutes=5))
        )
        unsure = session.scalar(select(func.count()).where(Delivery.state == "unconfirmed", Delivery.look_at.is_(None)))
    says = t("{late} envoi(s) en retard, {unsure} à vérifier par une personne.", late=late, unsure=unsure)
    return Finding("queue", not late and not unsure, says)


def _accounts() -> Iterator[Finding]:
    with store.reading() as session:
        rows = session.execute(select(Territory.slug, Channel).join(Channel).order_by(Territory.slug, Channel.network))
        kept = [(slug, channel) for slug, channel in rows]
    for slug, channel in kept:
        subject = f"{slug}/{channel.network}"
        try:
            account = Account(channel.remote_id, channel.handle, sealed.unseal(channel.credentials))
            known = connector_class(channel.network)(account).whoami()
        except (Failure, sealed.NoKey) as failure:
            why = failure.reason.say() if isinstance(failure, Failure) else str(failure)
            yield Finding(subject, False, f"{subject} : {why}")
        except Exception as failure:  # by design: one account never hides the others; the text may hold a token
            why = t("le réseau a répondu d'une façon inattendue ({error}).", error=type(failure).__name__)
            yield Finding(subject, False, f"{subject} : {why}")
        else:
            yield _known(subject, channel, known.remote_id, known.handle)


def _known(subject: str, channel: Channel, remote_id: str, handle: str) -> Finding:
    if remote_id != channel.remote_id:
        says = t("{subject} parle pour un autre compte, {handle} ({id}) : reconnectez-le.", subject=subject,
                 handle=handle, id=remote_id)  # fmt: skip
        return Finding(subject, False, says)
    if channel.state == "disconnected":
        return Finding(subject, False, t("{subject} répond, mais attend d'être reconnecté.", subject=subject))
    if channel.state == "paused":
        return Finding(subject, True, t("{subject} répond ; il est en pause.", subject=subject))
    return Finding(subject, True, t("{subject} répond : {handle}.", subject=subject, handle=handle))
