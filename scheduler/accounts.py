"""One account at hand: its connector, opened for one piece of work; and what a failure means for the whole account.

Nothing here knows which network it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from connectors import connector_class, keys
from connectors.contract import Account, Connector
from connectors.failures import Failure, OutOfCredit, RateLimited, Unauthorized, Unreachable, Unsupported
from data import sealed
from data.lifecycle import move, record
from data.models import Channel
from data.rows import later
from words import s

SILENCE_FOR = timedelta(minutes=15)  # when a network asks for silence without saying how long
WITHOUT_CREDIT_FOR = timedelta(hours=1)  # nobody says when somebody will have paid
SHORTEST_SILENCE = timedelta(minutes=1)  # the moment the network named has passed by our clock, not by its own
FRESH_FOR = timedelta(minutes=10)  # keys refused so soon after they were renewed are not renewed once more
RENEWED_WITHIN = timedelta(minutes=1)  # until then nobody speaks with keys that ended: a worker renews them

UNOPENED = s("Les identifiants de ce compte ne s'ouvrent pas : remettez l'ancienne clé dans PARVIS_SECRET_KEY.")


@dataclass(frozen=True)
class Line:
    """What it takes to speak for an account, the secrets still sealed. `app`: the digest of its application."""

    channel_id: int
    network: str
    remote_id: str
    handle: str
    credentials: bytes = field(repr=False)
    app: str | None = None


def line_of(channel: Channel) -> Line:
    """Return the line of a channel, free of any session."""
    return Line(channel.id, channel.network, channel.remote_id, channel.handle, channel.credentials, channel.app)


def connect(line: Line) -> Connector:
    """Open a connector for one piece of work. Raises `Unsupported` or `Unreachable`: not one byte has left."""
    try:
        speaks = connector_class(line.network)
    except KeyError:
        raise Unsupported(s("Parvis ne parle pas encore ce réseau : {network}.", network=line.network)) from None
    try:
        return speaks(Account(line.remote_id, line.handle, sealed.unseal(line.credentials)))
    except sealed.NoKey:
        raise Unreachable(UNOPENED) from None


def heed(session: Session, line: Line, failure: Failure, at: datetime) -> None:
    """Do for the whole account what `failure` asks: have its keys renewed, disconnect it, or keep silent."""
    if isinstance(failure, Unauthorized):
        _refused(session, line, failure, at)
    if isinstance(failure, RateLimited):
        silent = later(Channel.quiet_until, _silent_until(failure, at))
        session.execute(update(Channel).where(Channel.id == line.channel_id).values(quiet_until=silent))


def same_keys(mine: bytes, theirs: bytes) -> bool:
    """Tell whether two sealed sets hold the same keys: they may have been sealed again with a newer key of ours."""
    if mine == theirs:
        return True
    try:
        return sealed.unseal(mine) == sealed.unseal(theirs)
    except sealed.NoKey:
        return False


def _refused(session: Session, line: Line, failure: Unauthorized, at: datetime) -> None:
    """Only keys still in force, which nothing can renew or which were renewed a moment ago, disconnect an account."""
    channel = session.get_one(Channel, line.channel_id, populate_existing=True, with_for_update=True)
    if not same_keys(line.credentials, channel.credentials):
        return  # reconnected or renewed meanwhile: the new keys have refused nothing
    if channel.renewing_until is not None and channel.renewing_until > at:
        return  # being renewed at this very moment
    if _renewable(line, at):
        channel.renew_at, channel.renewing_until = at, at + RENEWED_WITHIN
        record(session, Channel, channel.id, "keys ended", at=at, territory_id=channel.territory_id)
        return
    move(session, Channel, channel.id, "active", "disconnected", at=at, because=failure.reason)


def _renewable(line: Line, at: datetime) -> bool:
    held = sealed.unseal(line.credentials)
    if keys.renew_at(line.network, held, at) is None:
        return False
    ended = "expires_at" in held and datetime.fromisoformat(held["expires_at"]) <= at
    fresh = "renewed_at" in held and at - datetime.fromisoformat(held["renewed_at"]) < FRESH_FOR
    return ended or not fresh


def _silent_until(failure: RateLimited, at: datetime) -> datetime:
    if failure.retry_at is not None and failure.retry_at > at:
        return failure.retry_at
    if isinstance(failure, OutOfCredit):
        return at + WITHOUT_CREDIT_FOR
    return at + (SILENCE_FOR if failure.retry_at is None else SHORTEST_SILENCE)
