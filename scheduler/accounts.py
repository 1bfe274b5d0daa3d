"""One account at hand: its connector, opened for one piece of work; and what a failure means for the whole account.

Nothing here knows which network it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from connectors import connector_class
from connectors.contract import Account, Connector, Failure, RateLimited, Unauthorized, Unreachable, Unsupported
from data import sealed
from data.lifecycle import move
from data.models import Channel
from words import s

SILENCE_FOR = timedelta(minutes=15)  # when a network asks for silence without saying how long


@dataclass(frozen=True)
class Line:
    """What it takes to speak for an account, the secrets still sealed."""

    channel_id: int
    network: str
    remote_id: str
    handle: str
    credentials: bytes = field(repr=False)


def line_of(channel: Channel) -> Line:
    """Return the line of a channel, free of any session."""
    return Line(channel.id, channel.network, channel.remote_id, channel.handle, channel.credentials)


def connect(line: Line) -> Connector:
    """Open a connector for one piece of work. Raises `Unsupported` or `Unreachable`: not one byte has left."""
    try:
        speaks = connector_class(line.network)
    except KeyError:
        raise Unsupported(s("Parvis ne parle pas encore ce réseau : {network}.", network=line.network)) from None
    try:
        return speaks(Account(line.remote_id, line.handle, sealed.unseal(line.credentials)))
    except sealed.NoKey:
        sentence = s("Les identifiants de ce compte ne s'ouvrent pas : remettez l'ancienne clé dans PARVIS_SECRET_KEY.")
        raise Unreachable(sentence) from None


def heed(session: Session, channel_id: int, failure: Failure, at: datetime) -> None:
    """Do for the whole account what `failure` asks: disconnect it until a person reconnects it, or keep silent."""
    if isinstance(failure, Unauthorized):
        move(session, Channel, channel_id, "active", "disconnected", at=at, because=failure.reason)
    if isinstance(failure, RateLimited):
        until = failure.retry_at or at + SILENCE_FOR
        session.execute(update(Channel).where(Channel.id == channel_id).values(quiet_until=max(until, at)))
