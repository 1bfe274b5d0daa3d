"""Deliveries that wait for a person: unconfirmed, missed, failed or held. Acts on those named, never on all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from connectors import connector_class
from connectors.contract import Account
from data import freezes, lifecycle, store
from data.answering import show
from data.confirming import confirmed
from data.models import Channel, Delivery, Message, Post
from desk.correcting import Draft, correct
from desk.lateness import is_stale, stale
from desk.listing import Line, listing
from desk.refusal import NeedsConfirmation, TooLate, refused
from desk.rights import reach
from policies.clocks import TOO_LATE_TO_LEAVE
from policies.in_force import clock_of
from words import Sentence, s

__all__ = ["Draft", "Line", "cancel", "correct", "it_is_there", "listing", "release", "send_again", "stale"]


def send_again(by: int, delivery_id: int, *, confirm: str | None = None) -> None:
    """Queue a delivery once more, due now: missed, failed, or unconfirmed after a person looked and found nothing.

    Raises NeedsConfirmation for an unconfirmed one: it may stand on the network already, somebody must have looked.
    """
    with store.writing() as session:
        one = _held(session, by, delivery_id)
        if one.state not in ("unconfirmed", "missed", "failed"):
            raise _too_late()
        if session.get_one(Post, one.post_id).state != "scheduled":
            raise refused(s("La publication n'est plus programmée : soumettez-la à nouveau."))
        _stop_if_confirmed(session, one)
        looked = f"looked:{one.id}:{one.tries}"
        if one.state == "unconfirmed" and confirm != looked:
            raise NeedsConfirmation(
                s("Avez-vous regardé sur le réseau ? Si la publication y est déjà, elle y serait deux fois."), looked
            )
        _move(session, one, "queued", by, s("Renvoi demandé."), due_at=clock.now(), **_FRESH)


def it_is_there(by: int, delivery_id: int, given: str, permalink: str = "") -> None:
    """Say that an unconfirmed delivery is visible: `given` is its id on the network, or its address as pasted.

    One remote id belongs to one delivery at most. Raises Refused for an address that names no post of the account.
    """
    with store.writing() as session:
        one = _held(session, by, delivery_id)
        if one.state != "unconfirmed":
            raise _too_late()
        found = _named(session, one, given.strip())
        _stop_if_taken(session, one, found)
        said, at = s("Retrouvée par une personne."), clock.now()
        address = given.strip() if given.strip().startswith("https://") else permalink
        _move(session, one, "published", by, said, remote_id=found, permalink=address, published_at=at)
        show(session, one.id, clock_of, TOO_LATE_TO_LEAVE, by)


def release(by: int, delivery_ids: Sequence[int], *, confirm: str | None = None) -> int:
    """Let the held deliveries named here leave, and no other; each is due at its time, or now. Returns how many.

    Raises NeedsConfirmation for those whose time passed longer ago than the rules let a delivery be late.
    """
    at = clock.now()
    with store.writing() as session:
        chosen = [_held(session, by, delivery_id) for delivery_id in sorted(set(delivery_ids))]
        for one in chosen:
            if one.state != "held":
                raise _too_late()
            if freezes.in_force(session, one.channel_id, session.get_one(Post, one.post_id).tags):
                raise refused(s("Une suspension est encore en vigueur ici : levez-la d'abord."))
            _stop_if_confirmed(session, one)
        late = [str(one.id) for one in chosen if is_stale(session, one, at)]
        if late and confirm != (token := f"late:{','.join(late)}"):
            n, of = len(late), len(chosen)
            said = s("L'heure est passée depuis longtemps ({n} sur {of}). Laisser partir quand même ?", n=n, of=of)
            raise NeedsConfirmation(said, token)
        for one in chosen:
            _move(session, one, "queued", by, s("Reprise décidée."), due_at=max(one.due_at, at))
        return len(chosen)


def cancel(by: int, delivery_id: int) -> None:
    """Cancel one delivery that has not left. Raises TooLate for one that has, perhaps."""
    with store.writing() as session:
        one = _held(session, by, delivery_id)
        if one.state not in ("queued", "held", "missed", "failed"):
            raise _too_late()
        _move(session, one, "cancelled", by, s("Envoi annulé."))


_FRESH: dict[str, Any] = {"not_before": None, "look_at": None, "lease_until": None, "looks": 0, "absences": 0}


def _held(session: Session, by: int, delivery_id: int) -> Delivery:
    """Return a delivery, locked, for somebody who may publish there (for a reply: answer)."""
    reply = session.scalar(
        select(Post.conversation_id).join(Delivery, Delivery.post_id == Post.id).where(Delivery.id == delivery_id)
    )
    return reach(session, by, "publish" if reply is None else "answer", Delivery, delivery_id)


def _move(session: Session, one: Delivery, after: str, by: int, because: Sentence, **values: Any) -> None:
    at = clock.now()
    if not lifecycle.move(session, Delivery, one.id, one.state, after, at=at, actor_id=by, because=because, **values):
        raise _too_late()


def _named(session: Session, one: Delivery, given: str) -> str:
    if not given:
        raise refused(s("Collez l'adresse de la publication sur le réseau, ou son numéro."))
    channel = session.get_one(Channel, one.channel_id)
    account = Account(channel.remote_id, channel.handle)
    found = connector_class(channel.network).remote_id_of(given, account)
    if found is None:
        raise refused(
            s("Ce n'est pas l'adresse d'une publication de {account}, ou elle n'a pas de numéro : collez son numéro.",
              account=channel.name or channel.handle)
        )  # fmt: skip
    return found


def _stop_if_taken(session: Session, one: Delivery, remote_id: str) -> None:
    ours = select(Delivery.id).where(Delivery.channel_id == one.channel_id, Delivery.remote_id == remote_id)
    theirs = select(Message.id).where(Message.channel_id == one.channel_id, Message.remote_id == remote_id)
    if session.scalars(ours).first() is not None or session.scalars(theirs).first() is not None:
        raise refused(s("Cet identifiant est déjà celui d'un autre message."))


def _stop_if_confirmed(session: Session, one: Delivery) -> None:
    if one.tries and confirmed(session, one.id) is not None:
        raise refused(s("Le réseau a confirmé cet envoi après coup : il ne part pas une seconde fois."))


def _too_late() -> TooLate:
    return TooLate(s("Cet envoi a changé d'état entre-temps : rechargez la liste."))
