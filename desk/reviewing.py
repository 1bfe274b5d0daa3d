"""Other eyes on a post: submitted, approved step by step, sent back, declined. An approval covers what was read.

Who has no account answers by a link (`outsiders`), through `settle` too.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

import clock
from data import digests, store
from data.models import Approval, Post
from desk import steps
from desk.judging import judge_post, log, stop_if_blocked, stop_unless_held
from desk.passing import Moved, back_to_draft, hand_in, held_post, move_post, plan, stop_if_past
from desk.queueing import changed
from desk.refusal import TooLate, given, refused
from desk.rights import Asker
from words import s


def submit(by: int, post_id: int, *, and_schedule: bool = False) -> Moved:
    """Hand a draft in: approved at once where the policies let it, else waiting for other eyes."""
    with store.writing() as session:
        post, who = held_post(session, by, post_id, "draft")
        stop_if_past(post)
        moved = hand_in(session, post, who, by)
        if and_schedule and moved.state == "approved":
            post, who = held_post(session, by, post_id, "publish")
            return plan(session, post, who, by)
        return moved


def approve(by: int, post_id: int, *, and_schedule: bool = False, seen: str | None = None) -> Moved:
    """Approve what is waiting, as it stands (`seen`: the digest of what was read). An approved reply leaves at once."""
    with store.writing() as session:
        post, who = held_post(session, by, post_id, "approve")
        return settle(session, post, who, by, and_schedule=and_schedule, seen=seen)


def settle(
    session: Session,
    post: Post,
    who: Asker,
    by: int,
    *,
    and_schedule: bool = False,
    seen: str | None = None,
    outsider: str | None = None,
) -> Moved:
    """Count a yes on a post that is held, by `who` or by an `outsider` `who` vouches for; approve it after the last."""
    if post.state != "in_review":
        raise TooLate(s("Cette publication n'attend plus de validation."))
    digest = digests.of_post(session, post.id)
    if seen is not None and seen != digest:
        raise changed()
    decisions = judge_post(session, "post.approve", who, post)
    stop_if_blocked(decisions.values())
    stop_unless_held(session, who, decisions)
    log(session, post, by, decisions)
    step, at = steps.now_open(session, post.id), clock.now()
    if not steps.answer(session, post, who, outsider=outsider, at=at):
        _stop_unless_moved(session, post.id, step)
        return Moved(post.id, "in_review", (), decisions)
    move_post(session, post, "approved", by, approved_at=at, approved_by_id=by, digest=digest)
    if post.conversation_id is None and not and_schedule:
        return Moved(post.id, "approved", (), decisions)
    stop_if_past(post)
    return plan(session, post, who, by)


def send_back(by: int, post_id: int, because: str) -> None:
    """Give a post back to its author, saying why; what was queued is taken back."""
    with store.writing() as session:
        post, _ = held_post(session, by, post_id, "approve")
        if post.state not in ("in_review", "approved", "scheduled"):
            raise TooLate(s("Cette publication n'attend plus de validation."))
        why = given(because)
        steps.close(session, post.id, "sent_back", by, why)
        back_to_draft(session, post, by, why)


def decline(by: int, post_id: int, because: str) -> None:
    """Say no to a post that waits for approval, and why."""
    with store.writing() as session:
        post, _ = held_post(session, by, post_id, "approve")
        move_post(session, post, "declined", by, because=given(because))


def _stop_unless_moved(session: Session, post_id: int, before: Approval | None) -> None:
    """Raise Refused when a yes answered no step at all: it is another role's turn."""
    now = steps.now_open(session, post_id)
    if now is not None and before is not None and now.id == before.id:
        raise refused(
            s(
                "Cette étape attend une autre fonction : {role}. Faites-la valider, ou envoyez un lien.",
                role=now.role,
            )
        )
