"""The last look before words leave, inside the claim's own transaction: a suspension, a change, lateness, quiet hours.

People judged the words when they submitted them; only what time may have changed is asked again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

import clock
from data import digests, freezes, in_crisis, overrides, recording, store
from data.credits import credit_of
from data.lifecycle import move, record
from data.models import Channel, Delivery, Post, Recurrence, Territory, User, Variant
from data.scope import lineage
from policies import facts
from policies.engine import decide
from policies.in_force import book, overlays, texts_of
from policies.logged import entry
from policies.verdict import Decision, Reason
from words import Sentence, s

IN_ORDER = ("changed", "frozen", "expired", "missed", "quiet")  # the first that is objected decides what becomes of it


def look(session: Session, delivery: Delivery, at: datetime) -> str | None:
    """Stop a delivery that may not leave now and return what became of it; None when it may leave."""
    post = session.get_one(Post, delivery.post_id)
    if post.state != "scheduled":
        sentence = s("La publication n'est plus programmée : rien n'est parti.")
        move(session, Delivery, delivery.id, "queued", "cancelled", at=at, because=sentence)
        return "cancelled"
    if post.recurrence_id is not None and session.get_one(Recurrence, post.recurrence_id).stopped_at is not None:
        # it was under way when the series was stopped, and came back: whoever stopped it was told it ends here
        move(session, Delivery, delivery.id, "queued", "cancelled", at=at, because=s("La série est arrêtée."))
        return "cancelled"
    decision = decide(_facts(session, delivery, post, at), book())
    objection = _objection(decision)
    if objection is not None:
        _log(session, delivery, decision, at)
    if objection is None and delivery.fingerprint != _words(session, delivery):
        objection = Reason(
            "block", s("Les mots ont changé depuis la programmation : rien n'est parti."), code="changed"
        )
    return _stop(session, delivery, objection, at) if objection else None


def would_leave(session: Session, post: Post, at: datetime) -> Iterator[facts.PostFacts]:
    """Give the facts of each variant of a post as if it left at its time, or now."""
    for variant in session.scalars(select(Variant).where(Variant.post_id == post.id).order_by(Variant.channel_id)):
        yield _told(session, variant, post, at, due_at=post.due_at or at, late_minutes=0)


def suspended(delivery_id: int, channel_id: int) -> bool:
    """Tell whether a suspension decided since the claim holds what is about to leave."""
    with store.reading() as session:
        if not freezes.in_force(session, channel_id):
            return False
        delivery = session.get_one(Delivery, delivery_id)
        post = session.get_one(Post, delivery.post_id)
        reasons = decide(_facts(session, delivery, post, clock.now()), book()).reasons
        return any(reason.code == "frozen" and reason.verb != "warn" for reason in reasons)


def _objection(decision: Decision) -> Reason | None:
    codes = {reason.code: reason for reason in reversed(decision.reasons) if reason.verb != "warn"}
    return next((codes[code] for code in IN_ORDER if code in codes), None)


def _stop(session: Session, delivery: Delivery, objection: Reason, at: datetime) -> str | None:
    because = objection.sentence
    if objection.code == "changed":
        move(session, Delivery, delivery.id, "queued", "failed", at=at, because=because)
        move(session, Post, delivery.post_id, "scheduled", "draft", at=at, because=because)
        return "sent_back"
    if objection.until is not None:
        return _put_off(session, delivery, objection.until, because, at)
    if objection.code == "frozen":
        tags = session.get_one(Post, delivery.post_id).tags
        first = next(iter(freezes.in_force(session, delivery.channel_id, tags)))
        move(session, Delivery, delivery.id, "queued", "held", at=at, because=because, held_by_id=first.id)
        return "held"
    move(session, Delivery, delivery.id, "queued", "missed", at=at, because=because)
    return "missed"


def _log(session: Session, delivery: Delivery, decision: Decision, at: datetime) -> None:
    """Log what was objected, in the unit of work that stops the delivery."""
    here, used = delivery.territory_id, texts_of(decision.versions)
    recording.decision(
        session, Delivery, delivery.id, entry(decision), used, at=at, actor_id=None, territory_id=here,
        channel_id=delivery.channel_id,
    )  # fmt: skip


def _put_off(session: Session, delivery: Delivery, until: datetime, because: Sentence, at: datetime) -> str:
    session.execute(update(Delivery).where(Delivery.id == delivery.id).values(not_before=until, because=because.kept()))
    detail = {"until": until.isoformat()}
    record(session, Delivery, delivery.id, "put off", at=at, territory_id=delivery.territory_id, detail=detail)
    return "put_off"


def _words(session: Session, delivery: Delivery) -> str:
    variant = session.get_one(Variant, delivery.variant_id)
    return digests.of_words(variant.text, variant.media, variant.reply_to)


def _facts(session: Session, delivery: Delivery, post: Post, at: datetime) -> facts.PostFacts:
    late: timedelta = at - max(delivery.due_at, delivery.not_before or delivery.due_at)
    variant = session.get_one(Variant, delivery.variant_id)
    return _told(session, variant, post, at, due_at=delivery.due_at, late_minutes=late.total_seconds() / 60)


def _told(
    session: Session, variant: Variant, post: Post, at: datetime, *, due_at: datetime, late_minutes: float
) -> facts.PostFacts:
    channel = session.get_one(Channel, variant.channel_id)
    home = session.get_one(Territory, channel.territory_id)
    level = in_crisis.level_in(session, home.id)
    return facts.PostFacts(
        event="reply.send" if post.conversation_id else "post.publish",
        at=at,
        territory=home.slug,
        lineage=tuple(lineage(session, home.id)),
        territory_zone=home.zone,
        overlays=overlays(level),
        incident_level=level,
        channel=facts.Channel(network=channel.network, territory=home.slug, handle=channel.handle, id=channel.id),
        author_id=post.author_id,
        text=variant.text,
        media=tuple(facts.Medium.of(one) for one in variant.media),
        credit=credit_of(session, post),
        tags=tuple(post.tags),
        due_at=due_at,
        late_minutes=late_minutes,
        digest=digests.of_post(session, post.id),
        approved_digest=post.digest,
        approved_by=post.approved_by_id,
        freezes=tuple(_frozen(session, channel)),
        is_safety="safety" in post.tags,
        verified="verified" in post.tags,
        overrides=tuple(
            facts.Override.model_validate(overrides.plain(one)) for one in overrides.standing(variant, post)
        ),
    )


def _frozen(session: Session, channel: Channel) -> Iterator[facts.Freeze]:
    for freeze in freezes.in_force(session, channel.id):
        by = session.get(User, freeze.by_id) if freeze.by_id else None
        common = {"reason": freeze.reason, "by": by.name if by else "Parvis", "at": freeze.at}
        common["incident"] = freezes.incident_name(session, freeze)
        if freeze.tag is not None:  # its territory was looked at: it reaches this channel
            yield facts.Freeze(scope="tag", of=freeze.tag, **common)
        elif freeze.channel_id is not None:
            yield facts.Freeze(scope="channel", of=str(freeze.channel_id), **common)
        elif freeze.territory_id is not None:
            slug = session.get_one(Territory, freeze.territory_id).slug
            yield facts.Freeze(scope="territory", of=slug, **common)
        else:
            yield facts.Freeze(scope="all", **common)
