"""Deliveries that wait for a person: unconfirmed, missed, failed or held. Acts on those named, never on all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from data import freezes, lifecycle, store
from data.answering import show
from data.models import Delivery, Message, Post
from desk.listing import Line, listing
from desk.refusal import NeedsConfirmation, TooLate, refused
from desk.rights import reach
from words import Sentence, s

__all__ = ["Line", "cancel", "it_is_there", "listing", "release", "send_again"]


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
        looked = f"looked:{one.id}:{one.tries}"
        if one.state == "unconfirmed" and confirm != looked:
            raise NeedsConfirmation(
                s("Regardez d'abord sur le réseau : si la publication y est déjà, elle y serait deux fois."), looked
            )
        _move(session, one, "queued", by, s("Renvoi demandé."), due_at=clock.now(), **_FRESH)


def it_is_there(by: int, delivery_id: int, remote_id: str, permalink: str = "") -> None:
    """Say that an unconfirmed delivery is visible under `remote_id`; one remote id belongs to one delivery at most."""
    with store.writing() as session:
        one = _held(session, by, delivery_id)
        if one.state != "unconfirmed":
            raise _too_late()
        if not remote_id.strip():
            raise refused(s("Donnez l'identifiant de la publication sur le réseau."))
        _stop_if_taken(session, one, remote_id.strip())
        said = s("Retrouvée par une personne.")
        at, found = clock.now(), remote_id.strip()
        _move(session, one, "published", by, said, remote_id=found, permalink=permalink, published_at=at)
        show(session, one.id, by)


def release(by: int, delivery_ids: Sequence[int]) -> int:
    """Let the held deliveries named here leave, and no other; each is due at its time, or now. Returns how many."""
    with store.writing() as session:
        for delivery_id in sorted(set(delivery_ids)):
            one = _held(session, by, delivery_id)
            if one.state != "held":
                raise _too_late()
            if freezes.in_force(session, one.channel_id):
                raise refused(s("Une suspension est encore en vigueur ici : levez-la d'abord."))
            _move(session, one, "queued", by, s("Reprise décidée."), due_at=max(one.due_at, clock.now()))
        return len(set(delivery_ids))


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


def _stop_if_taken(session: Session, one: Delivery, remote_id: str) -> None:
    ours = select(Delivery.id).where(Delivery.channel_id == one.channel_id, Delivery.remote_id == remote_id)
    theirs = select(Message.id).where(Message.channel_id == one.channel_id, Message.remote_id == remote_id)
    if session.scalars(ours).first() is not None or session.scalars(theirs).first() is not None:
        raise refused(s("Cet identifiant est déjà celui d'un autre message."))


def _too_late() -> TooLate:
    return TooLate(s("Cet envoi a changé d'état entre-temps : rechargez la liste."))
