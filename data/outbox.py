"""The deliveries of an approved post, laid as rows with the post's own move. Sends nothing, judges nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import digests, lifecycle
from data.models import Channel, Delivery, Post, Variant
from words import s

ELSEWHERE = s("Repris dans un autre brouillon, d'où ces mots partiront.")


def to_send(session: Session, post_id: int) -> tuple[list[Variant], bool]:
    """Return the variants without a living delivery, and whether all of the post leaves from another draft."""
    here = select(Delivery).where(Delivery.post_id == post_id).execution_options(populate_existing=True)
    known = session.scalars(here).all()
    alive = {one.variant_id for one in known if one.state != "cancelled"}
    gone = {one.variant_id for one in known if one.state == "cancelled" and one.because == ELSEWHERE.kept()}
    said: Sequence[Variant] = session.scalars(
        select(Variant).where(Variant.post_id == post_id).order_by(Variant.channel_id)
    ).all()
    taken = bool(said) and not alive and all(one.id in gone for one in said)
    return [one for one in said if one.id not in alive | gone], taken


def set_now(session: Session, post: Post, at: datetime) -> None:
    """Give « as soon as approved » a time; the approval keeps covering it."""
    if post.due_at is None:
        post.due_at = at
        session.flush()
        post.digest = digests.of_post(session, post.id)


def lay(session: Session, post: Post, variant: Variant, by: int, not_before: datetime | None, at: datetime) -> int:
    """Put one variant in the queue, due at the post's time, sent by a person; return the delivery's id."""
    assert post.due_at is not None
    delivery = Delivery(
        post_id=post.id,
        variant_id=variant.id,
        channel_id=variant.channel_id,
        territory_id=session.get_one(Channel, variant.channel_id).territory_id,
        by_id=by,
        due_at=post.due_at,
        not_before=not_before,
        key=uuid4().hex,
        fingerprint=digests.of_words(variant.text, variant.media, variant.reply_to),
        created_at=at,
    )
    session.add(delivery)
    session.flush()
    lifecycle.record(
        session, Delivery, delivery.id, "queued", at=at, actor_id=by, territory_id=delivery.territory_id,
        after="queued", detail={"post": post.id, "channel": variant.channel_id},
    )  # fmt: skip
    return delivery.id
