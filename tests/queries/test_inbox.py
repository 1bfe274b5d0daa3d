"""The inbox keeps its order, its pages and its walls, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from data import store
from data.lifecycle import move
from data.models import Conversation, Message
from data.queries import inbox, order
from data.queries.inbox import Cursor, InboxFilter
from tests import cast
from words import s

pytestmark = pytest.mark.usefixtures("database")


def test_ac_21_class_first_then_time_left_then_no_deadline(noon: datetime) -> None:
    people = cast.gather(noon)
    soon, later = noon + timedelta(minutes=5), noon + timedelta(hours=4)
    wanted = [
        ("mulhouse/x", "Fumée au marché", 1, later),
        ("colmar/facebook", "Demande de la presse", 2, later),
        ("strasbourg/x", "Le tram ce soir ?", 3, soon),
        ("colmar/x", "Ouvert maintenant ?", 3, later),
        ("alsace/x", "Accueil déplorable", 4, soon),
        ("colmar/x", "Un élu membre demande les horaires", 5, soon),
        ("colmar/x", "Un visiteur demande les horaires", 5, None),
        ("mulhouse/facebook", "Merci !", 6, soon),
    ]
    for channel, words, rank, due_at in reversed(wanted):
        cast.conversation(people, channel, words, noon, rank=rank, due_at=due_at)
    rows = inbox.queue(people.user["alice"]).rows
    assert [row.excerpt for row in rows] == [words for _, words, _, _ in wanted]


@pytest.mark.parametrize("branches", [order.MOST_BRANCHES, 0])
def test_pages_never_repeat_nor_skip_under_equal_ranks(
    noon: datetime, branches: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order, "MOST_BRANCHES", branches)
    people = cast.gather(noon)
    dues = [None, noon, noon, noon + timedelta(hours=1)]
    kept = [
        cast.conversation(people, channel, f"Question {n}", noon, rank=4 + n % 2, due_at=dues[n % 4], thread_id=f"{n}")
        for n, channel in enumerate(["colmar/x", "mulhouse/x", "strasbourg/facebook"] * 7)
    ]
    alice = people.user["alice"]
    whole = [row.id for row in inbox.queue(alice, size=100).rows]
    assert sorted(whole) == sorted(kept)
    for size in (1, 2, 5, 21):
        assert _walk(alice, size) == whole


def test_the_last_page_says_that_it_is_the_last(noon: datetime) -> None:
    people = cast.gather(noon)
    for n in range(2):
        cast.conversation(people, "colmar/x", f"Question {n}", noon)
    page = inbox.queue(people.user["chloe"], size=2)
    assert (len(page.rows), page.next) == (2, None)


def test_a_row_says_where_who_and_what(noon: datetime) -> None:
    people = cast.gather(noon)
    case = cast.conversation(
        people, "colmar/x", "Où se garer ?", noon, label="neutral", chip=s("ce soir").kept(), flags=["time"]
    )
    with store.writing() as session:
        first = session.query(Message).one()
        shared = {"conversation_id": case, "channel_id": first.channel_id, "territory_id": first.territory_id}
        session.add(
            Message(**shared, remote_id="2", text="Alors ?", posted_at=noon + timedelta(minutes=1), stored_at=noon)
        )
        session.add(
            Message(
                **shared,
                remote_id="3",
                inward=False,
                text="Bonjour",
                posted_at=noon + timedelta(minutes=2),
                stored_at=noon,
            )
        )
        move(session, Conversation, case, "open", "assigned", at=noon, actor_id=None, owner_id=people.user["chloe"])
    (row,) = inbox.queue(people.user["chloe"]).rows
    assert (row.place.slug, row.network, row.handle, row.author) == ("colmar", "x", "colmar_demo", "visitor")
    assert (row.excerpt, row.label, row.flags, row.state) == ("Alors ?", "neutral", ("time",), "assigned")
    assert (row.chip, row.owner, row.asked_at, row.replied_at) == (s("ce soir").kept(), "Chloe", noon, None)


def test_each_filter_keeps_what_it_names(noon: datetime) -> None:
    people = cast.gather(noon)
    alice = people.user["alice"]
    one = cast.conversation(
        people,
        "colmar/x",
        "Zürich ist weit",
        noon,
        lang="de",
        label="negative",
        flags=["safety"],
        owner_id=alice,
    )
    two = cast.conversation(people, "mulhouse/facebook", "Merci", noon, lang="fr", label="positive", state="closed")
    only = [
        InboxFilter(territories=(people.territory["colmar"],)),
        InboxFilter(networks=("x",)),
        InboxFilter(mine=True),
        InboxFilter(labels=("negative",)),
        InboxFilter(flags=("safety", "press")),
        InboxFilter(language="de"),
        InboxFilter(search="zurich"),
        InboxFilter(),
    ]
    for wanted in only:
        assert [row.id for row in inbox.queue(alice, wanted).rows] == [one], wanted
    assert [row.id for row in inbox.queue(alice, InboxFilter(states=("closed",), unassigned=True)).rows] == [two]
    assert [row.id for row in inbox.queue(alice, InboxFilter(search="merci")).rows] == [two]
    for none in (
        InboxFilter(flags=("safe",)),
        InboxFilter(flags=("%",)),
        InboxFilter(search="…"),
        InboxFilter(territories=(99,)),
    ):
        assert inbox.queue(alice, none).rows == ()


def test_counts_by_place_and_state_know_what_is_late(noon: datetime) -> None:
    people = cast.gather(noon)
    cast.conversation(people, "colmar/x", "Un", noon, due_at=noon - timedelta(minutes=1))
    cast.conversation(people, "colmar/x", "Deux", noon)
    cast.conversation(people, "mulhouse/x", "Trois", noon, state="closed", due_at=noon - timedelta(minutes=1))
    found = [(c.place.slug, c.state, c.n, c.late) for c in inbox.counts(people.user["alice"], noon)]
    assert sorted(found) == [("colmar", "open", 2, 1), ("mulhouse", "closed", 1, 0)]
    assert [c.place.slug for c in inbox.counts(people.user["dora"], noon)] == ["mulhouse"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # the plan is read in its words
def test_on_sqlite_each_walk_follows_an_index_and_sorts_nothing(noon: datetime) -> None:
    people = cast.gather(noon)
    inside = (Conversation.territory_id == people.territory["colmar"]) & (Conversation.state == "open")
    after = Cursor(3, noon, 7)
    with store.reading() as session:
        for walk, index in ((order._dated, "ix_conversations_queue"), (order._undated, "ix_conversations_undated")):
            query = walk(inside, after, 50).compile(session.get_bind(), compile_kwargs={"literal_binds": True})
            plan = " ".join(row.detail for row in session.execute(text(f"EXPLAIN QUERY PLAN {query}")))
            assert index in plan
            assert "TEMP B-TREE" not in plan


def _walk(user_id: int, size: int) -> list[int]:
    seen: list[int] = []
    page = inbox.queue(user_id, size=size)
    seen += [row.id for row in page.rows]
    while page.next:
        page = inbox.queue(user_id, after=page.next, size=size)
        seen += [row.id for row in page.rows]
    return seen
