"""Somebody without an account approves one step of a post, by a link that works once (design: no password, three taps).

The link is a secret: only its digest is kept. It shows the words it was made for; when they change it opens nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from data import digests, lifecycle, sealed, store
from data.models import Approval, ApprovalLink, Channel, Post, Territory, User, Variant
from data.retention import LOG_FOR
from desk import steps
from desk.passing import Moved, back_to_draft, held_post
from desk.refusal import NotHere, TooLate, given, refused
from desk.reviewing import settle
from desk.rights import asker
from words import s

OPENS_FOR = timedelta(hours=48)


@dataclass(frozen=True)
class Shown:
    """What an outsider reads: whose words, for which accounts, when they would leave; `media` as {"file", "alt"}."""

    name: str
    place: str
    zone: str
    asked_by: str
    due_at: datetime | None
    expires_at: datetime
    texts: Sequence[tuple[str, str, list[dict[str, Any]]]]  # network, words, pictures


def invite(by: int, post_id: int, name: str) -> str:
    """Make a link by which `name` answers the step that is open; return its secret, shown this once.

    Whoever makes it vouches for the answer, so not the words' own author, and only somebody who may approve there.
    """
    if not name.strip():
        raise refused(s("Dites à qui ce lien est destiné."))
    with store.writing() as session:
        post, _ = held_post(session, by, post_id, "approve")
        step = steps.now_open(session, post_id)
        if post.state != "in_review" or step is None:
            raise TooLate(s("Cette publication n'attend plus de validation."))
        if post.author_id == by:
            raise refused(s("Personne ne valide ses propres mots, même par un lien : demandez à un collègue."))
        secret, at = sealed.token(), clock.now()
        kept = ApprovalLink(
            approval_id=step.id, territory_id=post.territory_id, name=name.strip(), link_digest=sealed.digest(secret),
            made_by_id=by, made_at=at, expires_at=at + OPENS_FOR, keep_until=at + LOG_FOR,
        )  # fmt: skip
        session.add(kept)
        session.flush()
        lifecycle.record(
            session, ApprovalLink, kept.id, "made", at=at, actor_id=by, territory_id=post.territory_id,
            detail={"post": post_id},
        )  # fmt: skip
        return secret


def shown(secret: str) -> Shown:
    """Return what a link shows. Raises NotHere for one that is unknown, used, too old, or of words that changed."""
    with store.reading() as session:
        link, _, post = _opened(session, secret)
        home = session.get_one(Territory, post.territory_id)
        said = select(Variant, Channel.network).join(Channel, Channel.id == Variant.channel_id)
        rows = session.execute(said.where(Variant.post_id == post.id).order_by(Variant.channel_id))
        texts = [(network, variant.text, variant.media) for variant, network in rows]
        by = session.get_one(User, link.made_by_id).name
        return Shown(link.name, home.name, home.zone, by, post.due_at, link.expires_at, texts)


def approve(secret: str) -> Moved:
    """Say yes: the step is answered, and the post approved (and scheduled, when it has a time) after the last."""
    with store.writing() as session:
        link, step, post = _opened(session, secret, held=True)
        link.used_at = clock.now()
        who = asker(session, link.made_by_id)
        timed = post.due_at is not None
        return settle(session, post, who, link.made_by_id, and_schedule=timed, seen=step.digest, outsider=link.name)


def send_back(secret: str, because: str) -> None:
    """Say no, and why: the post is a draft again."""
    with store.writing() as session:
        link, _, post = _opened(session, secret, held=True)
        why = given(because)
        link.used_at = clock.now()
        steps.close(session, post.id, "sent_back", link.made_by_id, why)
        back_to_draft(session, post, link.made_by_id, why)


def _opened(session: Session, secret: str, *, held: bool = False) -> tuple[ApprovalLink, Approval, Post]:
    found = select(ApprovalLink).where(ApprovalLink.link_digest == sealed.digest(secret))
    link = session.scalars(found.with_for_update() if held else found).one_or_none()
    if link is None or link.used_at is not None or link.expires_at <= clock.now():
        raise NotHere
    step = session.get_one(Approval, link.approval_id)
    post, _ = held_post(session, link.made_by_id, session.get_one(Post, step.post_id).id, "approve", held=held)
    if step.state != "open" or post.state != "in_review" or digests.of_post(session, post.id) != step.digest:
        raise NotHere
    return link, step, post
