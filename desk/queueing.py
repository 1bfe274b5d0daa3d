"""A post's deliveries: put in the queue with the post's own move, taken back when the post changes. Never sends."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from data import digests, lifecycle
from data.models import Channel, Delivery, Post, Variant
from desk.refusal import TooLate, refused
from policies.verdict import Decision
from words import Sentence, s

OUT = ("sending", "published", "unconfirmed")  # perhaps visible: no longer in our hands
ELSEWHERE = s("Repris dans un autre brouillon, d'où ces mots partiront.")
BACK = ("queued", "held", "missed", "failed")


def queue(session: Session, post: Post, by: int, decisions: Mapping[int, Decision]) -> tuple[int, ...]:
    """Schedule an approved post: a delivery for each variant that has none alive, due at its time, else now.

    Raises Refused when the post is no longer what was approved. A quiet hour becomes `not_before`.
    """
    if post.digest != digests.of_post(session, post.id):
        raise refused(s("La publication a changé depuis la validation : soumettez-la à nouveau."))
    at = clock.now()
    if post.due_at is None:  # « as soon as approved » becomes a time, and the approval keeps covering it
        post.due_at = at
        session.flush()
        post.digest = digests.of_post(session, post.id)
    wanted = _without_delivery(session, post.id)
    moved = lifecycle.move(session, Post, post.id, "approved", "scheduled", at=at, actor_id=by)
    if not moved:
        raise changed()
    return tuple(_deliver(session, post, v, by, decisions) for v in wanted)


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
    here = select(Delivery).where(Delivery.post_id == post_id).execution_options(populate_existing=True)
    known = session.scalars(here).all()
    alive = {one.variant_id for one in known if one.state != "cancelled"}
    gone = {one.variant_id for one in known if one.state == "cancelled" and one.because == ELSEWHERE.kept()}
    said = session.scalars(select(Variant).where(Variant.post_id == post_id).order_by(Variant.channel_id)).all()
    if said and not alive and all(one.id in gone for one in said):
        raise refused(s("Tout a été repris dans un autre brouillon : rien ne partirait d'ici."))
    return [one for one in said if one.id not in alive | gone]


def _deliver(session: Session, post: Post, variant: Variant, by: int, decisions: Mapping[int, Decision]) -> int:
    decision = decisions.get(variant.channel_id)
    delivery = Delivery(
        post_id=post.id,
        variant_id=variant.id,
        channel_id=variant.channel_id,
        territory_id=session.get_one(Channel, variant.channel_id).territory_id,
        by_id=by,
        due_at=post.due_at,
        not_before=decision.until if decision else None,
        key=uuid4().hex,
        fingerprint=digests.of_words(variant.text, variant.media, variant.reply_to),
        created_at=clock.now(),
    )
    session.add(delivery)
    session.flush()
    lifecycle.record(
        session, Delivery, delivery.id, "queued", at=clock.now(), actor_id=by, territory_id=delivery.territory_id,
        after="queued", detail={"post": post.id, "channel": variant.channel_id},
    )  # fmt: skip
    return delivery.id
