"""What becomes of an approval nobody gave in time: its declared default, logged (AC-22). Words still leave by a person.

Silence lets low-risk words out, signed by who submitted them, unless a rule stops them now; all else goes up.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from data import digests, in_crisis, outbox, scope, store
from data.lifecycle import move
from data.models import Approval, Post, Territory
from data.rows import AT, stands
from policies.engine import decide
from policies.in_force import book, overlays
from scheduler.last_look import would_leave
from words import Sentence, s

SILENCE = s("Personne n'a répondu à temps : publiée par défaut, comme le prévoient les règles d'ici.")
UP = s("Personne n'a répondu à temps : la validation est montée d'un cran.")
DUE = select(Approval.id.label("key"), Approval.due_at.label("since")).where(
    stands(Approval, "open"), Approval.due_at <= AT
)


def lapse(approval_id: int) -> str | None:
    """Let the default of one step happen, if its deadline has come; return which, or None when it was answered."""
    at = clock.now()
    with store.writing() as session:
        post_id = session.scalar(select(Approval.post_id).where(Approval.id == approval_id))
        if post_id is None:
            return None
        post = session.get_one(Post, post_id, with_for_update=True, populate_existing=True)
        step = session.get_one(Approval, approval_id, populate_existing=True)
        if step.state != "open" or post.state != "in_review" or step.due_at is None or step.due_at > at:
            return None
        if step.by_default == "leaves" and _may_leave(session, post, step, at):
            _goes_out(session, post, step, at)
            return "defaulted"
        _goes_up(session, post, step, at)
        return "escalated"


def _may_leave(session: Session, post: Post, step: Approval, at: datetime) -> bool:
    if digests.of_post(session, post.id) != step.digest or "crisis" in _overlays(session, post):
        return False
    judged = [decide(facts, book()) for facts in would_leave(session, post, at)]
    return not any(decision.blocked for decision in judged)


def _goes_out(session: Session, post: Post, step: Approval, at: datetime) -> None:
    sender, detail = post.submitted_by_id or post.author_id, {"defaulted": step.id}
    wanted, taken = outbox.to_send(session, post.id)
    move(session, Approval, step.id, "open", "defaulted", at=at, because=SILENCE, answered_at=at)
    move(
        session, Post, post.id, "in_review", "approved", at=at, because=SILENCE, detail=detail, approved_at=at,
        digest=step.digest,
    )  # fmt: skip
    if taken:
        return
    session.refresh(post)
    outbox.set_now(session, post, at)
    move(session, Post, post.id, "approved", "scheduled", at=at, actor_id=sender, detail=detail)
    for variant in wanted:
        outbox.lay(session, post, variant, sender, None, at)


def _goes_up(session: Session, post: Post, step: Approval, at: datetime) -> None:
    """Ask the role above, from now on without a deadline: it waits for a person, and the page says since when."""
    home = session.get_one(Territory, post.territory_id)
    here = book().for_(home.slug, overlays=_overlays(session, post), within=scope.lineage(session, home.id)[:-1])
    up: Sentence = UP
    move(session, Approval, step.id, "open", "escalated", at=at, because=up, answered_at=at)
    session.add(
        Approval(
            post_id=post.id,
            territory_id=post.territory_id,
            step=step.step,
            role=here.values["approval"]["escalates_to"],
            digest=step.digest,
            state="open",
            by_default="escalates",
            asked_at=at,
        )
    )


def _overlays(session: Session, post: Post) -> tuple[str, ...]:
    return overlays(in_crisis.level_in(session, post.territory_id))
