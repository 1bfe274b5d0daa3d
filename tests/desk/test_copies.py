"""Setting the first aside sets aside what says the same and is folded under it, each on record; one can come back."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from data import store
from data.models import AuditEvent, Conversation
from data.queries import copies, inbox
from desk import conversations
from desk.refusal import NotHere, Refused
from tests import cast
from tests.hearing import ASKS, OFFER, OFFERS, cases, hear_texts

WHY = "Publicité"


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


@pytest.fixture
def group(crew: cast.Cast, noon: datetime) -> list[int]:
    return hear_texts(crew, "colmar/x", [*OFFERS, ASKS], noon)


def states(ids: list[int]) -> list[str]:
    return [case.state for case in cases(ids)]


def shown(crew: cast.Cast) -> list[int]:
    return [row.id for row in inbox.queue(crew.user["chloe"]).rows]


def test_the_folded_copies_are_ignored_with_the_first_and_each_says_who_and_why(
    crew: cast.Cast, group: list[int]
) -> None:
    conversations.ignore(crew.user["chloe"], group[0], WHY)
    assert states(group) == ["ignored"] * 4 + ["open"]
    assert len({str(case.because) for case in cases(group[:4])}) == 1
    with store.reading() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.after == "ignored")).all()
    assert sorted(event.subject_id for event in events) == group[:4]
    assert {event.actor_id for event in events} == {crew.user["chloe"]}
    taken_along = [event for event in events if event.subject_id != group[0]]
    assert {(event.detail or {})["with"] for event in taken_along} == {group[0]}
    assert all((event.detail or {})["because"] for event in events)
    assert shown(crew) == group[4:]


def test_one_that_was_taken_speaks_of_danger_or_stands_elsewhere_stays(
    crew: cast.Cast, group: list[int], noon: datetime
) -> None:
    (mulhouse,) = hear_texts(crew, "mulhouse/x", [OFFER], noon)
    conversations.take(crew.user["alice"], group[1])
    with store.writing() as session:
        session.get_one(Conversation, group[2]).rank = 1
    conversations.ignore(crew.user["chloe"], group[0], WHY)
    assert states([*group, mulhouse]) == ["ignored", "assigned", "open", "ignored", "open", "open"]


def test_one_can_be_brought_back_and_is_found_under_its_first(crew: cast.Cast, group: list[int]) -> None:
    conversations.ignore(crew.user["chloe"], group[0], WHY)
    listed = copies.listed(crew.user["chloe"], group[0])
    assert [(one.id, one.state) for one in listed] == [(one, "ignored") for one in group[1:4]]
    conversations.reopen(crew.user["chloe"], group[2])
    assert set(shown(crew)) == {group[2], group[4]}


def test_a_copy_ignored_by_itself_takes_nothing_along(crew: cast.Cast, group: list[int]) -> None:
    conversations.ignore(crew.user["chloe"], group[1], WHY)
    assert states(group) == ["open", "ignored", "open", "open", "open"]


def test_nothing_goes_along_when_it_is_refused(crew: cast.Cast, group: list[int]) -> None:
    with pytest.raises(NotHere):
        conversations.ignore(crew.user["dora"], group[0], WHY)
    with pytest.raises(Refused):
        conversations.ignore(crew.user["chloe"], group[0], " ")
    assert states(group) == ["open"] * 5
