"""Whatever is said and done, every message a visitor wrote stays within reach: in the queue, or under its first."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import store
from data.lifecycle import move
from data.models import Assignment, AuditEvent, Conversation, Message, PlaceNamed
from data.queries import copies, inbox
from data.queries.inbox import TO_DO
from desk import conversations
from tests import cast
from tests.hearing import ASKS, DANGER, OFFERS, cases, hear, said
from tests.queries.test_folding import change, shown

LATER = timedelta(minutes=5)
WORDS = [*OFFERS, ASKS, f"{ASKS} Merci", DANGER, f"{DANGER} !!", "Où est le musée ?", "merci beaucoup", ""]


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


ACTS = ("close", "ignore", "take", "reopen", "snooze", "more", "withdraw", "danger")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    heard=st.lists(st.tuples(st.sampled_from(["colmar/x", "colmar/facebook"]), st.sampled_from(WORDS)), max_size=12),
    acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 11)), max_size=6),
)
def test_whatever_is_said_and_done_each_message_is_in_the_queue_or_listed_under_its_first(
    crew: cast.Cast, noon: datetime, heard: list[tuple[str, str]], acts: list[tuple[str, int]]
) -> None:
    with store.writing() as session:  # each example begins with nothing said
        for kind in (AuditEvent, Assignment, PlaceNamed, Message, Conversation):
            session.query(kind).delete()
    told = [(channel, said(words, noon + timedelta(seconds=n))) for n, (channel, words) in enumerate(heard)]
    ids = [one for channel, mention in told for one in hear(crew, channel, [mention], noon)]
    with store.reading() as session:
        kept = [session.get_one(Message, one).conversation_id for one in ids]
    for act, which in acts:
        if which < len(kept):
            _do(crew, act, kept[which], told[which], noon)
    rows = shown(crew)
    to_do = [case.id for case in cases(kept) if case.state in TO_DO]
    reached = {one.id for row in rows for one in copies.listed(crew.user["chloe"], row)} | set(rows)
    assert set(to_do) <= reached
    hidden = [case for case in cases(to_do) if case.id not in rows]
    assert all(case.rank > 1 and case.owner_id is None for case in hidden)
    assert sum(rows.values()) == len(hidden)
    assert sum(one.n for one in inbox.counts(crew.user["chloe"], noon) if one.state in TO_DO) >= len(rows)


def _do(crew: cast.Cast, act: str, case: int, told: tuple[str, Any], at: datetime) -> None:
    chloe, state = crew.user["chloe"], cases([case])[0].state
    channel, mention = told
    if act == "more":
        hear(crew, channel, [said("Personne ne répond donc ?", at + LATER, mention.remote_id)], at)
    elif act == "danger":
        change(case, rank=1)
    elif act == "withdraw":
        with store.writing() as session:
            session.query(Message).filter_by(remote_id=mention.remote_id).one().withdrawn_at = at
    elif act == "reopen" and state in ("closed", "ignored", "snoozed"):
        conversations.reopen(chloe, case)
    elif act == "take" and state == "open":
        conversations.take(chloe, case)
    elif act == "ignore" and state in TO_DO:
        conversations.ignore(chloe, case, "Publicité")
    elif act in ("close", "snooze") and state in TO_DO:
        with store.writing() as session:
            after = {"close": "closed", "snooze": "snoozed"}[act]
            assert move(session, Conversation, case, state, after, at=at, owner_id=None)
