"""Asks the policies about words on their way out, live and at submission alike; turns a no into a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from data import recording
from data.credits import credit_of
from data.models import Channel, Post, Variant
from data.overrides import standing
from desk.refusal import Refused
from desk.rights import Asker
from desk.wording import About, Event, Spoken, facts_of
from policies.engine import decide
from policies.in_force import book, texts_of
from policies.logged import entry
from policies.verdict import Decision, strictness


def judge(session: Session, event: Event, who: Asker, spoken: Spoken, about: About) -> Decision:
    """Return the decision on one variant."""
    return decide(facts_of(session, event, who, spoken, about), book())


def judge_post(
    session: Session, event: Event, who: Asker, post: Post, digest: str | None = None
) -> dict[int, Decision]:
    """Return the decision on each variant of a stored post, by channel."""
    said = spoken_by(session, post)
    about = About(
        author_id=post.author_id,
        post_id=post.id,
        due_at=post.due_at,
        tags=post.tags,
        digest=digest,
        approved_digest=post.digest if digest else None,
        approved_by=post.approved_by_id,
        siblings=said,
        conversation_id=post.conversation_id,
        credit=credit_of(session, post),
    )
    return {one.channel_id: judge(session, event, who, one, about) for one in said}


def spoken_by(session: Session, post: Post) -> list[Spoken]:
    """Return the variants of a stored post as they are judged; their accounts were declared when they were written."""
    rows = session.execute(
        select(Variant, Channel.territory_id)
        .join(Channel, Channel.id == Variant.channel_id)
        .where(Variant.post_id == post.id)
        .order_by(Variant.channel_id)
    )
    return [
        Spoken(v.channel_id, v.text, v.media, v.reply_to is not None, territory_id, standing(v, post))
        for v, territory_id in rows
    ]


def stop_if_blocked(decisions: Iterable[Decision]) -> None:
    """Raise Refused with every reason that blocks, each once."""
    reasons = [r for d in decisions for r in d.reasons if d.blocked and strictness(r.verb) >= strictness("block")]
    if reasons:
        raise Refused(list({(r.sentence.text, repr(r.sentence.values)): r.sentence for r in reasons}.values()))


def stop_unless_held(session: Session, who: Asker, decisions: Mapping[int, Decision]) -> None:
    """Raise Refused when a decision asks for an approval by a role this person does not hold there."""
    for channel_id, decision in decisions.items():
        here = session.get_one(Channel, channel_id).territory_id
        if decision.approvers and not set(decision.approvers) & who.roles.get(here, frozenset()):
            raise Refused([r.sentence for r in decision.reasons if r.approver])


def asks_approval(decisions: Iterable[Decision]) -> bool:
    """Tell whether any of the decisions asks for somebody's approval."""
    return any(decision.approvers for decision in decisions)


def log(session: Session, post: Post, by: int, decisions: Mapping[int, Decision]) -> None:
    """Log what was decided of a post, account by account, in the unit of work of what is done with it."""
    for channel_id, one in decisions.items():
        here, said = session.get_one(Channel, channel_id).territory_id, entry(one)
        used = texts_of(one.versions)
        recording.decision(
            session, Post, post.id, said, used, at=clock.now(), actor_id=by, territory_id=here, channel_id=channel_id
        )
