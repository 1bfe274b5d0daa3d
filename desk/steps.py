"""The steps of an approval inside a unit of work: asked one after the other, answered, closed. Opens none itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from data import digests, in_crisis, lifecycle, scope
from data.models import Approval, Channel, Post, Territory, Variant
from desk.rights import Asker
from policies import approving
from policies.in_force import book, overlays
from policies.verdict import Decision
from words import Sentence

OPEN = ("waiting", "open")
SAID_NO = ("sent_back", "declined")


def ask(session: Session, post: Post, decisions: Iterable[Decision]) -> None:
    """Lay the steps that these decisions ask for, and open the first."""
    approvers = tuple(dict.fromkeys(role for one in decisions for role in one.approvers))
    home = session.get_one(Territory, post.territory_id)
    line = scope.lineage(session, home.id)
    modes = overlays(in_crisis.level_in(session, home.id))
    here = book().for_(home.slug, overlays=modes, within=line[:-1])
    settings = here.values["approval"]
    digest = digests.of_post(session, post.id)
    for number, step in enumerate(approving.steps(approvers, post.tags, modes, settings), start=1):
        session.add(
            Approval(
                post_id=post.id,
                territory_id=post.territory_id,
                step=number,
                role=step.role,
                digest=digest,
                by_default=step.by_default,
            )
        )
    session.flush()
    open_next(session, post)


def open_next(session: Session, post: Post, by: int | None = None) -> bool:
    """Open the next step of a post, with its deadline; False when none is left."""
    waiting = _steps(session, post.id, ("waiting",))
    if not waiting:
        return False
    home, at = session.get_one(Territory, post.territory_id), clock.now()
    modes = overlays(in_crisis.level_in(session, home.id))
    here = book().for_(home.slug, overlays=modes, within=scope.lineage(session, home.id)[:-1])
    due = approving.due_at(at, here.values["approval"], here.hours(home.zone))
    if post.due_at is not None:  # what is planned sooner is decided by then
        due = post.due_at if due is None else min(due, post.due_at)
    lifecycle.move(session, Approval, waiting[0].id, "waiting", "open", at=at, actor_id=by, asked_at=at, due_at=due)
    return True


def now_open(session: Session, post_id: int) -> Approval | None:
    """Return the step that is to be answered; None for a post that asks for none."""
    return next(iter(_steps(session, post_id, ("open",))), None)


def answer(session: Session, post: Post, who: Asker, *, outsider: str | None = None, at: datetime) -> bool:
    """Count a yes: for the step that is open, and for those after it that this person may answer too.

    Returns whether none is left. A step by link (`outsider`) is answered alone.
    """
    held = roles_everywhere(session, post, who)
    while (step := now_open(session, post.id)) is not None:
        if outsider is None and not approving.answers(step.role, held):
            return False
        lifecycle.move(
            session, Approval, step.id, "open", "approved", at=at, actor_id=who.id, answered_at=at,
            answered_by_id=who.id, outsider=outsider, detail={"outsider": True} if outsider else None,
        )  # fmt: skip
        more = open_next(session, post, who.id)
        if outsider is not None:
            return not more
    return True


def close(session: Session, post_id: int, after: str, by: int | None, because: Sentence | None = None) -> None:
    """End what is still asked of a post that leaves review: the open step as `after`, later ones as superseded."""
    at = clock.now()
    for step in _steps(session, post_id, OPEN):
        ended = after if step.state == "open" else "superseded"
        values: dict[str, Any] = {"answered_at": at, "answered_by_id": by} if ended in SAID_NO else {}
        lifecycle.move(session, Approval, step.id, step.state, ended, at=at, actor_id=by, because=because, **values)


def roles_everywhere(session: Session, post: Post, who: Asker) -> frozenset[str]:
    """Return the roles a person holds in every city a post speaks for."""
    if who.id is None:
        return frozenset({"director", "cm"})
    spoken_for = select(Channel.territory_id).join(Variant, Variant.channel_id == Channel.id)
    places = {post.territory_id, *session.scalars(spoken_for.where(Variant.post_id == post.id))}
    return frozenset.intersection(*(who.roles.get(place, frozenset()) for place in places))


def _steps(session: Session, post_id: int, states: Collection[str]) -> Sequence[Approval]:
    asked = select(Approval).where(Approval.post_id == post_id, Approval.state.in_(states)).order_by(Approval.step)
    return session.scalars(asked.execution_options(populate_existing=True)).all()
