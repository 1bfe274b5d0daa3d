"""Accounts: connected with sealed credentials, paused, resumed. Never shows a credential, never calls a network."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from connectors import CONNECTORS, keys
from data import lifecycle, sealed, store
from data.models import Channel
from desk.refusal import Refused, TooLate, given, refused
from desk.rights import asker, reach, require
from words import Sentence, s


def connect(
    by: int | None,
    territory_id: int,
    network: str,
    remote_id: str,
    handle: str,
    credentials: Mapping[str, str],
    *,
    name: str = "",
    owner_id: int | None = None,
    deputy_id: int | None = None,
    review_on: date | None = None,
) -> int:
    """Connect an account to a territory and return its id; its credentials are sealed and never shown again."""
    with store.writing() as session:
        require(session, by, "manage_channels", territory_id)
        if network not in CONNECTORS:
            raise refused(s("Parvis ne parle pas ce réseau ; choix : {networks}.", networks=", ".join(CONNECTORS)))
        if not remote_id.strip() or not handle.strip():
            raise refused(s("Donnez l'identifiant et le nom public du compte."))
        same = select(Channel.id).where(Channel.network == network, Channel.remote_id == remote_id.strip())
        if session.scalars(same).first() is not None:
            raise refused(s("Ce compte est déjà relié : reconnectez-le plutôt."))
        for person in (owner_id, deputy_id):
            _stop_if_stranger(session, person, territory_id)
        channel = Channel(
            territory_id=territory_id,
            network=network,
            remote_id=remote_id.strip(),
            handle=handle.strip().removeprefix("@"),
            name=name.strip(),
            owner_id=owner_id,
            deputy_id=deputy_id,
            review_on=review_on,
            created_at=clock.now(),
        )
        _hand_over(channel, credentials)
        session.add(channel)
        session.flush()
        _write(session, by, channel, "connected")
        return channel.id


def reconnect(by: int | None, channel_id: int, credentials: Mapping[str, str]) -> None:
    """Give an account fresh credentials; it is active again and read at the next tick."""
    with store.writing() as session:
        channel = reach(session, by, "manage_channels", Channel, channel_id)
        _hand_over(channel, credentials)
        channel.trouble = channel.collect_at = channel.quiet_until = channel.write_after = channel.read_after = None
        if channel.state == "active":
            _write(session, by, channel, "reconnected")
        else:
            _move(session, channel, "active", by)


def pause(by: int | None, channel_id: int, because: str) -> None:
    """Pause an account, saying why: nothing is read from it and nothing leaves through it."""
    with store.writing() as session:
        channel = reach(session, by, "manage_channels", Channel, channel_id)
        _move(session, channel, "paused", by, given(because))


def resume(by: int | None, channel_id: int) -> None:
    """Take up a paused account again. A disconnected one needs credentials: `reconnect`."""
    with store.writing() as session:
        channel = reach(session, by, "manage_channels", Channel, channel_id)
        if channel.state == "disconnected":
            raise refused(s("Ce compte doit être reconnecté : il lui faut de nouveaux identifiants."))
        _move(session, channel, "active", by)


def _hand_over(channel: Channel, credentials: Mapping[str, str]) -> None:
    """Seal keys into an account, with the moment when they are to be renewed, if they end."""
    at = clock.now()
    try:
        held = keys.dated(credentials, at)
    except (ValueError, OverflowError):
        raise refused(
            s("La fin de validité des clés ne se lit pas : expires_in en secondes, ou expires_at avec son fuseau.")
        ) from None
    channel.credentials = sealed.seal(held)
    channel.app = keys.application(channel.network, held)
    channel.renew_at, channel.renewing_until = keys.renew_at(channel.network, held, at), None


def _move(session: Session, channel: Channel, after: str, by: int | None, because: Sentence | None = None) -> None:
    if after not in lifecycle.LIFECYCLES[Channel][channel.state]:
        raise TooLate(s("Ce compte est déjà dans cet état."))
    if because is None:
        channel.because = None
    before, at = channel.state, clock.now()
    if not lifecycle.move(session, Channel, channel.id, before, after, at=at, actor_id=by, because=because):
        raise TooLate(s("Quelqu'un a changé ce compte entre-temps : rechargez la page."))


def _stop_if_stranger(session: Session, person: int | None, territory_id: int) -> None:
    """Raise Refused for an owner or deputy who does not work for the territory."""
    if person is None:
        return
    try:
        works_here = asker(session, person).sees(territory_id)
    except Refused:
        works_here = False
    if not works_here:
        raise refused(s("La personne responsable doit travailler pour ce territoire."))


def _write(session: Session, by: int | None, channel: Channel, verb: str) -> None:
    at, here = clock.now(), channel.territory_id
    lifecycle.record(session, Channel, channel.id, verb, at=at, actor_id=by, territory_id=here)
