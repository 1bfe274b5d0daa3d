"""A copy stands folded under its first while that one is to do; whatever happens, no conversation gets out of reach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

import clock
from data import store
from data.models import Conversation, Message
from data.queries import conversation as whole
from data.queries import copies, inbox, my_day, order, places
from data.queries.folding import folded
from data.queries.inbox import Cursor, InboxFilter
from desk import conversations
from scheduler import tending
from tests import cast
from tests.hearing import ASKS, DANGER, OFFER, OFFERS, cases, hear_texts

LATER = timedelta(minutes=5)
WORDS = [*OFFERS, ASKS, f"{ASKS} Merci", DANGER, f"{DANGER} !!", "Où est le musée ?", "merci beaucoup", ""]


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


@pytest.fixture
def group(crew: cast.Cast, noon: datetime) -> list[int]:
    """A first of Colmar and its three copies."""
    return hear_texts(crew, "colmar/x", OFFERS, noon)


def shown(crew: cast.Cast, name: str = "chloe", **wanted: Any) -> dict[int, int]:
    return {row.id: row.copies for row in inbox.queue(crew.user[name], InboxFilter(**wanted), size=200).rows}


def change(case: int, **values: Any) -> None:
    with store.writing() as session:
        kept = session.get_one(Conversation, case)
        for name, value in values.items():
            setattr(kept, name, value)


def judged(group: list[int], intent: str | None) -> None:
    with store.writing() as session:
        session.query(Message).filter(Message.conversation_id.in_(group)).update({"intent": intent})


def test_copies_fold_under_the_first_which_counts_them_and_lists_them(crew: cast.Cast, group: list[int]) -> None:
    assert shown(crew) == {group[0]: 3}
    first, copy = (whole.one(crew.user["chloe"], one) for one in group[:2])
    assert first is not None
    assert copy is not None
    assert (first.copies, first.folded, first.copy_of) == (3, 3, None)
    assert (copy.copies, copy.folded, copy.copy_of) == (0, 0, group[0])
    pages = [copies.listed(crew.user["chloe"], group[0], after=after, size=2) for after in (0, group[2])]
    assert [[one.id for one in page] for page in pages] == [group[1:3], group[3:]]


HANDLED: dict[str, Callable[[int, int], Any]] = {
    "closed": lambda by, case: conversations.close(by, case),
    "put off": lambda by, case: conversations.snooze(by, case, clock.now() + LATER),
    "waiting": lambda by, case: conversations.wait_for_service(by, case, "Voirie"),
}


@pytest.mark.parametrize("how", HANDLED)
def test_when_the_first_is_handled_its_copies_stand_in_the_queue_again_by_themselves(
    crew: cast.Cast, group: list[int], how: str
) -> None:
    conversations.take(crew.user["chloe"], group[0])
    assert shown(crew) == {group[0]: 3}
    HANDLED[how](crew.user["chloe"], group[0])
    assert shown(crew) == dict.fromkeys(group[1:], 0)


def test_answered_it_covers_them_no_longer_even_brought_back(crew: cast.Cast, group: list[int]) -> None:
    change(group[0], asked_at=None)
    assert shown(crew) == dict.fromkeys(group, 0)


def test_woken_it_covers_them_again(crew: cast.Cast, group: list[int], noon: datetime) -> None:
    conversations.snooze(crew.user["chloe"], group[0], noon + LATER)
    with clock.stopped_at(noon + LATER):
        assert tending.wake(noon + LATER) == 1
    assert shown(crew) == {group[0]: 3}


def test_danger_is_never_folded(crew: cast.Cast, noon: datetime) -> None:
    said_of_danger = hear_texts(crew, "colmar/x", [DANGER, f"{DANGER} !!"], noon)
    assert [case.rank for case in cases(said_of_danger)] == [1, 1]
    assert [case.repeats for case in cases(said_of_danger)] == [False, True]
    assert shown(crew) == dict.fromkeys(said_of_danger, 0)


def test_what_becomes_a_danger_or_presses_more_than_its_first_comes_out(
    crew: cast.Cast, group: list[int], noon: datetime
) -> None:
    judged(group, None)
    change(group[0], rank=4, due_at=noon + 2 * LATER)
    change(group[1], rank=1)
    change(group[2], rank=3)
    change(group[3], rank=4, due_at=noon + LATER)
    assert shown(crew) == dict.fromkeys(group, 0)
    change(group[3], due_at=noon + 2 * LATER)
    change(group[2], rank=5)
    assert shown(crew) == {group[0]: 2, group[1]: 0}


def test_spam_presses_nobody_unless_it_speaks_of_danger(crew: cast.Cast, group: list[int], noon: datetime) -> None:
    judged(group, "spam")
    change(group[1], rank=4, due_at=noon + LATER)
    change(group[2], rank=1)
    assert shown(crew) == {group[0]: 2, group[2]: 0}


def test_what_a_person_took_is_never_folded(crew: cast.Cast, group: list[int]) -> None:
    conversations.take(crew.user["chloe"], group[1])
    assert shown(crew) == {group[0]: 2, group[1]: 0}
    assert shown(crew, mine=True) == {group[1]: 0}
    conversations.take(crew.user["alice"], group[0])
    assert shown(crew, unassigned=True) == {}  # somebody has the first, and with it what says the same


def test_where_the_first_is_not_asked_for_its_copies_stand_alone(
    crew: cast.Cast, group: list[int], noon: datetime
) -> None:
    (elsewhere,) = hear_texts(crew, "colmar/facebook", [OFFER], noon + LATER)
    assert shown(crew) == {group[0]: 4}
    assert shown(crew, networks=("facebook",)) == {elsewhere: 0}
    change(group[0], lang="de")
    assert shown(crew, language="de") == {group[0]: 4}
    assert elsewhere in shown(crew, language=cases([elsewhere])[0].lang)
    assert set(shown(crew, search="chalet")) == {*group, elsewhere}


def test_a_mark_that_leads_to_another_city_folds_nothing_and_shows_nothing(
    crew: cast.Cast, group: list[int], noon: datetime
) -> None:
    (mulhouse,) = hear_texts(crew, "mulhouse/x", [OFFER], noon)
    with store.writing() as session:  # no code writes such a mark
        told = session.query(Message).filter_by(conversation_id=group[0]).one().id
        session.query(Message).filter_by(conversation_id=mulhouse).one().copy_of_id = told
        session.get_one(Conversation, mulhouse).repeats = True
    assert shown(crew, "dora") == {mulhouse: 0}
    assert shown(crew) == {group[0]: 3}
    assert mulhouse not in [one.id for one in copies.listed(crew.user["chloe"], group[0])]
    assert copies.listed(crew.user["dora"], group[0]) == []
    seen = whole.one(crew.user["dora"], mulhouse)
    assert seen is not None
    assert seen.copy_of is None


def test_every_count_agrees_with_the_queue(crew: cast.Cast, group: list[int], noon: datetime) -> None:
    for one in group:
        change(one, due_at=noon)
    at, chloe = noon + LATER, crew.user["chloe"]
    (count,) = inbox.counts(chloe, at)
    assert (count.state, count.n, count.late) == ("open", 1, 1)
    (place,) = my_day.unanswered(chloe, at)
    assert (place.n, place.late) == (1, 1)
    assert [row.id for row in my_day.summary(chloe, at).late] == [group[0]]
    assert max(account.waiting for account in places.channels(chloe)) == 1
    conversations.close(chloe, group[0])
    assert {(c.state, c.n, c.late) for c in inbox.counts(chloe, at)} == {("open", 3, 3), ("closed", 1, 0)}
    assert my_day.unanswered(chloe, at)[0].n == len(shown(crew)) == len(shown(crew, late_at=at)) == 3


@pytest.mark.parametrize("branches", [order.MOST_BRANCHES, 0])
def test_pages_pass_over_what_is_folded_and_skip_nothing_else(
    crew: cast.Cast, noon: datetime, branches: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order, "MOST_BRANCHES", branches)
    hear_texts(crew, "colmar/x", [*OFFERS, "Où est le musée ?", ASKS, *OFFERS, ASKS, "À quelle heure ?"], noon)
    every = list(shown(crew))
    assert len(every) == 4
    for size in (1, 2, 3):
        seen, page = [], inbox.queue(crew.user["chloe"], size=size)
        seen += [row.id for row in page.rows]
        while page.next:
            page = inbox.queue(crew.user["chloe"], after=page.next, size=size)
            seen += [row.id for row in page.rows]
        assert seen == every


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # the plan is read in its words
def test_on_sqlite_passing_over_copies_follows_the_same_index_and_sorts_nothing(crew: cast.Cast) -> None:
    inside = (Conversation.territory_id == crew.territory["colmar"]) & (Conversation.state == "open") & ~folded()
    after = Cursor(3, clock.now(), 7)
    with store.reading() as session:
        for walk, index in ((order._dated, "ix_conversations_queue"), (order._undated, "ix_conversations_undated")):
            query = walk(inside, after, 50).compile(session.get_bind(), compile_kwargs={"literal_binds": True})
            plan = [row.detail for row in session.execute(text(f"EXPLAIN QUERY PLAN {query}"))]
            assert index in plan[0]
            assert "TEMP B-TREE" not in " ".join(plan)
            assert not [step for step in plan if step.startswith("SCAN")]
