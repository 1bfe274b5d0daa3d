"""A post's deliveries: put in the queue with the post's own move, taken back when the post changes. Never sends."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from data import digests, lifecycle, outbox
from data.models import Delivery, Post, Variant
from desk.refusal import TooLate, refused
from policies.verdict import Decision
from words import Sentence, s

OUT = ("sending", "published", "unconfirmed")  # perhaps visible: no longer in our hands
BACK = ("queued", "held", "missed", "failed")


def queue(session: Session, post: Post, by: int, decisions: Mapping[int, Decision]) -> tuple[int, ...]:
    """Schedule an approved post: a delivery for each variant that has none alive, due at its time, else now.

    Raises Refused when the post is no longer what was approved. A quiet hour becomes `not_before`.
    """
    if post.digest != digests.of_post(session, post.id):
        raise refused(s("La publication a changé depuis la validation : soumettez-la à nouveau."))
    at = clock.now()
    outbox.set_now(session, post, at)
    wanted = _without_delivery(session, post.id)
    moved = lifecycle.move(session, Post, post.id, "approved", "scheduled", at=at, actor_id=by)
    if not moved:
        raise changed()
    untils = {channel_id: decision.until for channel_id, decision in decisions.items()}
    return tuple(outbox.lay(session, post, one, by, untils.get(one.channel_id), at) for one in wanted)


def take_back(session: Session, post: Post, by: int, because: Sentence) -> int:
    """Cancel the deliveries of a post that have not left; return how many. Raises TooLate when one has left."""
    deliveries = session.scalars(
        select(Delivery).where(Delivery.post_id == post.id, Delivery.state != "cancelled").with_for_update()
    ).all()
    if any(one.state in OUT for one in deliveries):
        raise TooLate(s("C'est déjà parti, en tout ou partie : copiez la publication plutôt que de la changer."))
    return clear(session, post, by, because)


def clear(session: Session, post: Post, by: int, because: Sentence) -> int:
    """Cancel what has not left of a post, whatever has; return how many."""
    waiting = select(Delivery).where(Delivery.post_id == post.id, Delivery.state.in_(BACK)).with_for_update()
    deliveries, at = session.scalars(waiting).all(), clock.now()
    for one in deliveries:
        if not lifecycle.move(session, Delivery, one.id, one.state, "cancelled", at=at, actor_id=by, because=because):
            raise changed()
    return len(deliveries)


def changed() -> TooLate:
    """Return the refusal of who comes second."""
    return TooLate(s("Quelqu'un a changé cette publication entre-temps : rechargez-la."))


def _without_delivery(session: Session, post_id: int) -> list[Variant]:
    """Return what is to be sent: neither what is alive, nor what was taken up in another post and leaves from there."""
    wanted, taken = outbox.to_send(session, post_id)
    if taken:
        raise refused(s("Tout a été repris dans un autre brouillon : rien ne partirait d'ici."))
    return wanted
