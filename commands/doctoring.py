"""Examine an installation: each finding is a sentence and whether all is well. Asks networks only `whoami`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

import clock
from connectors import connector_class
from connectors.contract import Account, Failure
from data import sealed, store
from data.models import Channel, Delivery, Heartbeat, Territory
from settings import settings
from words import t

QUIET = timedelta(seconds=60)  # a heartbeat older than this is a worker that stopped
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
    """Return what was found, the database first; what needs it is left out when it does not answer."""
    findings = [_database(), _disk(), _key()]
    if findings[0].fine:
        findings += [_heartbeat(), _queue(), *_accounts()]
    return findings


def _database() -> Finding:
    try:
        stands_at, expected = store.revision_in_force()
    except SQLAlchemyError as failure:
        says = t("La base de données ne répond pas ({why}).", why=type(failure).__name__)
        return Finding("database", False, says)
    if stands_at != expected:
        return Finding("database", False, t("La base attend une migration : « parvis.py migrate »."))
    return Finding("database", True, t("La base répond, version {revision}.", revision=stands_at))


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
        else:
            yield Finding(subject, True, t("{subject} répond : @{handle}.", subject=subject, handle=known.handle))
