"""Whatever a person types is searched for, safely, the same way on both databases."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from data import store
from data.queries import inbox, search
from data.queries.inbox import InboxFilter
from tests import cast
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("database")
NASTY = st.lists(
    st.sampled_from(
        ['"', "'", "*", "\x00", "🎄", "AND", "NOT", "(", "-", ":", "^", "\\", "&", "|", "!", "<->", "½", "ŉ"]
    )
).map(" ".join)


@pytest.fixture
def people(noon: datetime) -> Cast:
    """The cast, with two conversations."""
    gathered = cast.gather(noon)
    cast.conversation(gathered, "strasbourg/x", "Von Zürich nach Strasbourg: wo ist der Weihnachtsmarkt?", noon)
    cast.conversation(gathered, "colmar/x", "L'été à Strasbourg, c'est l'œuvre 2026", noon)
    return gathered


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("zurich", 1),
        ("ZÜRICH", 1),
        ("Zu\u0308rich", 1),
        ("strasb", 2),
        ("strasb weihn", 1),
        ("strasb nothing", 0),
        ("ete", 1),
        ("l'été", 1),
        ('"été" OR *', 0),
        ("2026", 1),
        ("tras", 0),
    ],
)
def test_words_match_by_their_beginning_without_accents_nor_case(people: Cast, words: str, found: int) -> None:
    assert len(search.newest(people.user["alice"], words)) == found
    assert len(inbox.queue(people.user["alice"], InboxFilter(search=words)).rows) == found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.one_of(st.text(), NASTY))
@example(words="\ud800 NEAR(a b) {x} col:y")
@example(words="a" * 5000)
@example(words="ʼ ŉ ŉa '")
def test_any_string_is_safe(people: Cast, words: str) -> None:
    assert len(search.newest(people.user["alice"], words)) <= 2
    assert len(inbox.queue(people.user["alice"], InboxFilter(search=words)).rows) <= 2


def test_the_newest_come_first_and_pages_go_on_from_the_last(people: Cast, noon: datetime) -> None:
    for n in range(5):
        cast.conversation(people, "colmar/x", f"Petite Venise {n}", noon, thread_id=f"venise-{n}")
    alice = people.user["alice"]
    first = search.newest(alice, "venise", size=2)
    rest = search.newest(alice, "venise", before=first[-1].id)
    assert [hit.excerpt[-1] for hit in first + rest] == list("43210")
    assert search.newest(people.user["dora"], "venise") == []


def test_the_database_answers_from_its_text_index(database: str, people: Cast) -> None:
    with store.reading() as session:
        dialect = session.get_bind().dialect
        query = str(search.messages(session, "strasb").compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
        if database == "sqlite":
            plan = session.execute(text(f"EXPLAIN QUERY PLAN {query}"))
            assert "VIRTUAL TABLE INDEX" in " ".join(row.detail for row in plan)
        else:
            session.execute(text("SET enable_seqscan = off"))
            raw = session.connection().exec_driver_sql(f"EXPLAIN {query}")
            assert "ix_messages_search" in " ".join(str(row) for row in raw)
