"""Which conversations stand folded under the first that said the same, while that one is still to be handled.

Only the marks are stored: what ends the reason ends the fold, and the conversation stands in the queue again. What
speaks of danger is never folded, nor what a person has taken, nor what presses more than its first: a hurried question
does not wait under a calm one. Spam presses nobody, whatever class it was given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, ScalarSelect, Select, Table, and_, func, or_, select
from sqlalchemy.orm import Session

from data.models import Conversation, Message

TO_DO = ("open", "assigned")
SAFETY = 1  # the class of what speaks of danger

Conditions = Sequence[ColumnElement[bool]]
_cases, _messages = cast(Table, Conversation.__table__), cast(Table, Message.__table__)  # built from at every look


@cache
def folded() -> ColumnElement[bool]:
    """Return the condition that a conversation is folded."""
    return folded_where(lambda first: ())


def folded_where(asked: Callable[[Any], Conditions]) -> ColumnElement[bool]:
    """Return the condition that a conversation is folded under one for which all that `asked` gives holds too."""
    copy, told, first = _messages.alias().c, _messages.alias().c, _cases.alias().c
    under = select(copy.id).where(copy.conversation_id == Conversation.id, copy.inward, told.id == copy.copy_of_id)
    here = under.where(first.id == told.conversation_id, *_covers(first, told, copy, Conversation), *asked(first))
    return and_(*_may_fold(Conversation), here.correlate(Conversation).exists())


@cache
def how_many() -> ScalarSelect[int]:
    """Return the count of conversations folded under the one of the outer query."""
    return _under(_cases.alias().c, func.count()).correlate(Conversation).scalar_subquery()


def hold(session: Session, conversation_id: int) -> Sequence[int]:
    """Return the conversations folded under one, held until the transaction ends.

    One in which somebody writes or answers at this moment is left out: it is no mere copy any longer.
    """
    case = _cases.alias().c
    ids = session.scalars(_under(case, case.id).where(Conversation.id == conversation_id)).all()
    here = select(Conversation.id).where(Conversation.id.in_(ids), *_may_fold(Conversation))
    return session.scalars(here.order_by(Conversation.id).with_for_update(skip_locked=True)).all()


def _under(case: Any, what: Any) -> Select[Any]:
    told, copy = _messages.alias().c, _messages.alias().c
    return (
        select(what)
        .where(told.conversation_id == Conversation.id, told.inward, copy.copy_of_id == told.id, copy.inward)
        .where(case.id == copy.conversation_id, *_may_fold(case), *_covers(Conversation, told, copy, case))
    )


def _may_fold(case: Any) -> Conditions:
    return case.repeats, case.state == "open", case.rank > SAFETY


def _covers(first: Any, told: Any, copy: Any, case: Any) -> Conditions:
    """The first stands in the same queue, still to be answered, at or before the place of `case`; its words stand."""
    sooner = or_(case.due_at.is_(None), first.due_at <= case.due_at)
    before = or_(first.rank < case.rank, and_(first.rank == case.rank, sooner))
    return (
        first.territory_id == case.territory_id,
        first.state.in_(TO_DO),
        first.asked_at.is_not(None),
        or_(before, copy.intent == "spam"),
        told.withdrawn_at.is_(None),
    )
