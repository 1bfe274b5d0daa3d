"""A visitor's further message in a conversation we know: it comes back to the queue, the strictest promise holds.

One that was over and silent for three days is not brought back: what is said then begins a new one, linked to it.

Thanks alone change nothing but the mood: they never reopen a conversation nor restart its clock (AC-52). The mood is
the visitor's along the thread; what we said never counts in it. Listening noise (AC-80) changes nothing at all.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from data.lifecycle import move
from data.models import Assignment, Conversation, Message
from data.threads import keep_mood, standing, visitor_turns
from data.timing import resumed
from policies.in_force import clock_of
from scheduler.weighing import Weighed
from sentiment.thread import Turn, mood

SILENCE = timedelta(hours=72)
OVER = ("closed", "waiting_visitor")
SLEEPING = ("closed", "waiting_visitor", "waiting_service", "snoozed", "ignored")


def begins_anew(case: Conversation, item: Weighed) -> bool:
    """Tell whether a message, said where `case` ended or was answered long ago, begins another conversation."""
    if item.aside is not None or item.only_thanks or case.state not in OVER:
        return False
    return item.mention.posted_at - case.last_at > SILENCE


def join(session: Session, case: Conversation, item: Weighed, at: datetime) -> None:
    """Add what a new message changes to its conversation, `held`; one that slept comes back to the queue."""
    if item.aside is not None:
        return
    case.repeats = False  # whoever writes more says something of their own
    if not item.only_thanks and case.state in SLEEPING:
        _wake(session, case, at)
    case.last_at = max(case.last_at, item.mention.posted_at)
    case.lang, case.label = item.judgement.lang, item.judgement.label
    case.places = list(dict.fromkeys([*case.places, *item.places]))
    feel(session, case)
    if not item.only_thanks:
        _ask(case, item)


def sort_again(session: Session, case: Conversation, item: Weighed) -> None:
    """Give a conversation, `held`, what another judge says of a message in it that nobody has answered yet.

    Alone and in nobody's hands, the message takes that judge's class and time; else the stricter hold.
    """
    asked = case.asked_at
    if item.only_thanks or asked is None or item.mention.posted_at < asked:
        return
    theirs = standing(case.id), Message.intent.is_distinct_from("thanks")
    since = session.scalar(select(func.count()).select_from(Message).where(*theirs, Message.posted_at >= asked))
    if since == 1 and case.state == "open":
        case.asked_at = None
    _ask(case, item)


def feel(session: Session, case: Conversation) -> None:
    """Reckon anew the visitor's mood along a conversation, `held`."""
    found = mood([Turn(*one) for one in visitor_turns(session, case)])
    keep_mood(case, found.course if found else None, found.because if found else None)


def _wake(session: Session, case: Conversation, at: datetime) -> None:
    again = resumed(session, case, clock_of, at)
    running = Assignment.conversation_id == case.id, Assignment.ended_at.is_(None)
    session.execute(update(Assignment).where(*running).values(ended_at=at, ended_because="reopened"))
    move(
        session, Conversation, case.id, case.state, "open", at=at, detail={"visitor": True},
        owner_id=None, returns_at=None, snoozed_until=None, **again,
    )  # fmt: skip
    case.because = None


def _ask(case: Conversation, item: Weighed) -> None:
    """Put the new question on the conversation; beside one still unanswered, the stricter class and time hold."""
    sorted_, mention = item.triage, item.mention
    still, rank = case.asked_at is not None, case.rank
    if not still or sorted_.rank <= case.rank:
        case.rank, case.chip = sorted_.rank, sorted_.chip.kept()
        case.reasons = [reason.kept() for reason in item.judgement.reasons]
    if not still or case.due_at is None or (item.due_at is not None and item.due_at < case.due_at):
        case.due_at, case.by_clock = item.due_at, sorted_.by_clock
        case.late_because = item.late_because.kept() if item.late_because else None
    if case.replied_at is None and (not still or sorted_.rank <= rank):
        case.promise = sorted_.promise or case.promise
    case.flags = list(dict.fromkeys([*(case.flags if still else []), *sorted_.flags]))
    case.asked_at = min(case.asked_at, mention.posted_at) if case.asked_at else mention.posted_at
