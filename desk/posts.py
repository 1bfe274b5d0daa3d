"""Posts: drafted with one text for each account, changed, judged. What follows is in `reviewing` and `scheduling`.

Any change after a submission makes a draft again, and takes back what was queued.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

import clock
from data import digests, lifecycle, store
from data.credits import credit_of
from data.models import Channel, Post, Territory
from data.overrides import chosen_time
from desk.drafting import (
    VariantText,
    When,
    set_time,
    spoken,
    stop_account_switch,
    stop_wrong_accounts,
    with_overrides,
    write,
)
from desk.judging import judge, judge_post
from desk.overriding import SetAside
from desk.passing import Moved, back_to_draft, held_post
from desk.refusal import refused
from desk.reviewing import approve, decline, send_back, submit
from desk.rights import Asker, require, require_all
from desk.scheduling import cancel, publish_now, reschedule, schedule
from desk.times import moment
from desk.wording import About, Spoken
from policies.verdict import Decision
from words import s

__all__ = [
    "Moved", "SetAside", "VariantText", "When",
    "approve", "cancel", "change", "check", "check_words", "decline", "digest", "draft", "publish_now", "reschedule",
    "schedule", "send_back", "submit",
]  # fmt: skip


def draft(
    by: int,
    territory_id: int,
    variants: Sequence[VariantText],
    *,
    when: When | None = None,
    title: str = "",
    beneficiary: str = "visitor",
    tags: Sequence[str] = (),
) -> int:
    """Keep a draft and return its id. Raises Refused for words declared for another city than the account's."""
    with store.writing() as session:
        who = require(session, by, "draft", territory_id)
        said = spoken(session, who, territory_id, variants)
        require_all(session, by, "draft", _territories(session, said))
        stop_wrong_accounts(session, who, said, About(author_id=by, tags=tags))
        due = _due(session, territory_id, when)
        said = with_overrides(session, who, said, variants, About(by, None, due, tags, siblings=said), due)
        post = _new(session, by, territory_id, title=title, beneficiary=beneficiary, tags=list(tags))
        set_time(session, post, when or When())
        write(session, post, said)
        return post.id


def change(
    by: int,
    post_id: int,
    *,
    variants: Sequence[VariantText] | None = None,
    when: When | None = None,
    title: str | None = None,
    beneficiary: str | None = None,
    tags: Sequence[str] | None = None,
    confirm: str | None = None,
) -> None:
    """Change a post, which is a draft again. Raises TooLate once a part has left, NeedsConfirmation for a new city."""
    with store.writing() as session:
        post, who = held_post(session, by, post_id, "draft")
        if post.conversation_id is not None:
            raise refused(s("Une réponse se change dans sa conversation."))
        if post.state in ("approved", "scheduled"):
            held_post(session, by, post_id, "publish")
        back_to_draft(session, post, by, s("Changée après coup : à soumettre à nouveau."))
        if variants is not None:
            said = spoken(session, who, post.territory_id, variants)
            require_all(session, by, "draft", _territories(session, said))
            stop_wrong_accounts(session, who, said, About(author_id=by))
            stop_account_switch(session, post, said, confirm)
            due = chosen_time(post) if when is None else _due(session, post.territory_id, when)
            about = About(by, post.id, due, post.tags if tags is None else tags, siblings=said)
            said = with_overrides(session, who, said, variants, about, due)
            write(session, post, said)
            post.author_id = by  # whose words they are now: nobody approves their own
        if when is not None:
            set_time(session, post, when)
        post.title = post.title if title is None else title
        post.beneficiary = post.beneficiary if beneficiary is None else beneficiary
        post.tags = post.tags if tags is None else list(tags)
        lifecycle.record(session, Post, post.id, "changed", at=clock.now(), actor_id=by, territory_id=post.territory_id)


def check(by: int, post_id: int) -> dict[int, Decision]:
    """Return what the policies say of each variant of a stored post, by channel. Changes nothing."""
    with store.reading() as session:
        post, who = held_post(session, by, post_id, "draft", held=False)
        return judge_post(session, "post.submit", who, post)


def check_words(
    by: int,
    territory_id: int,
    variants: Sequence[VariantText],
    *,
    when: When | None = None,
    tags: Sequence[str] = (),
    post_id: int | None = None,
) -> dict[int, Decision]:
    """Return what the policies say of words not kept yet, by channel. Changes nothing.

    `post_id` is the draft they would replace.
    """
    with store.reading() as session:
        who = require(session, by, "draft", territory_id)
        said = spoken(session, who, territory_id, variants)
        require_all(session, by, "draft", _territories(session, said))
        due, owed = _due(session, territory_id, when), _owed(session, who, post_id)
        about = About(by, post_id, due, tags, siblings=said, credit=owed)
        said = with_overrides(session, who, said, variants, about, due)
        return {one.channel_id: judge(session, "post.submit", who, one, about) for one in said}


def digest(by: int, post_id: int) -> str:
    """Return the digest of a post as it stands: what a reviewer saw, to approve that and nothing else."""
    with store.reading() as session:
        post, _ = held_post(session, by, post_id, "draft", held=False)
        return digests.of_post(session, post.id)


def _new(session: Session, by: int, territory_id: int, *, title: str, beneficiary: str, tags: list[str]) -> Post:
    at = clock.now()
    post = Post(territory_id=territory_id, author_id=by, title=title, beneficiary=beneficiary, tags=tags, created_at=at)
    session.add(post)
    session.flush()
    lifecycle.record(session, Post, post.id, "drafted", at=at, actor_id=by, territory_id=territory_id)
    return post


def _due(session: Session, territory_id: int, when: When | None) -> datetime | None:
    if when is None or not when.local:
        return None
    return moment(when.local, when.zone or session.get_one(Territory, territory_id).zone, when.fold)


def _owed(session: Session, who: Asker, post_id: int | None) -> str:
    """Return the credit that a draft owes; of a draft out of sight, nothing is told."""
    post = session.get(Post, post_id) if post_id is not None else None
    return credit_of(session, post) if post is not None and who.sees(post.territory_id) else ""


def _territories(session: Session, said: Sequence[Spoken]) -> set[int]:
    return {session.get_one(Channel, one.channel_id).territory_id for one in said}
