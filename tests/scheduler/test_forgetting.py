"""What was kept long enough is forgotten by itself, as the rules of its place say; what is open never is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

import clock
from data import store
from data.lifecycle import move, record
from data.models import AuditEvent, Author, Conversation, Message, Note
from data.queries import brand
from desk import conversations
from scheduler import forgetting
from scheduler.forgetting import forget
from tests import cast

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def people(noon: datetime) -> cast.Cast:
    return cast.gather(noon)


def said(people: cast.Cast, text: str, at: datetime, *, state: str = "closed", kind: str = "comment") -> int:
    """Return a conversation of Colmar, silent since `at`."""
    case = cast.conversation(people, "colmar/x", text, at)
    conversations.note(people.user["chloe"], case, f"Sur {text}")
    with store.writing() as session:
        session.query(Message).filter_by(conversation_id=case).one().kind = kind
        session.get_one(Conversation, case).last_at = at
        if state != "open":
            move(session, Conversation, case, "open", state, at=at)
    return case


def words(case: int) -> tuple[str, str, bool]:
    """Return what is left of a conversation: the visitor's words, our note, whether somebody wrote it."""
    with store.reading() as session:
        message = session.scalars(select(Message).where(Message.conversation_id == case)).one()
        note = session.scalars(select(Note.text).where(Note.conversation_id == case)).one()
        return message.text, note, message.author_id is not None


def later(noon: datetime, days: float) -> dict[str, int]:
    with clock.stopped_at(noon + timedelta(days=days)):
        return forget()


def test_thirteen_months_after_its_last_word_a_closed_conversation_is_empty_and_still_counts(
    people: cast.Cast, noon: datetime
) -> None:
    case = said(people, "Où dormir ?", noon)
    assert "conversations" not in later(noon, 394)
    assert words(case) == ("Où dormir ?", "Sur Où dormir ?", True)
    assert later(noon, 395)["conversations"] == 1
    assert words(case) == ("", "[effacé]", False)
    span = noon - timedelta(days=1), noon + timedelta(days=1)
    volume = {one.place.slug: one.whole.volume for one in brand.mood(people.user["alice"], *span)}
    assert volume["colmar"] == 1
    assert "conversations" not in later(noon, 396)


def test_private_words_go_after_twelve_months_and_what_is_open_stays(people: cast.Cast, noon: datetime) -> None:
    private = said(people, "Ma réservation", noon, kind="dm")
    waiting = said(people, "Toujours sans réponse", noon, state="open")
    assert "conversations" not in later(noon, 364)
    assert later(noon, 365)["conversations"] == 1
    assert words(private)[0] == ""
    later(noon, 3_000)
    assert words(waiting)[0] == "Toujours sans réponse"


def test_of_what_was_set_aside_the_author_is_nameless_after_ninety_days(people: cast.Cast, noon: datetime) -> None:
    case = said(people, "Le club a gagné", noon, state="ignored")
    assert "nameless" not in later(noon, 89)
    assert later(noon, 90)["nameless"] == 1
    with store.reading() as session:
        author = session.get_one(Author, session.get_one(Conversation, case).author_id)
        assert (author.handle, author.name) == (None, None)
    assert words(case)[0] == "Le club a gagné"
    later(noon, 395)
    assert words(case)[0] == ""


def test_a_log_is_kept_twelve_months_and_forgetting_writes_no_word(people: cast.Cast, noon: datetime) -> None:
    case = said(people, "Kouglopf", noon)
    with store.writing() as session:
        record(session, Conversation, case, "read", at=noon)
    later(noon, 395)
    with store.reading() as session:
        left = session.scalars(select(AuditEvent)).all()
        assert {event.verb for event in left} == {"forgotten"}
        assert "Kouglopf" not in repr([event.detail for event in left])


def test_an_author_of_whom_nothing_is_left_is_deleted(people: cast.Cast, noon: datetime) -> None:
    said(people, "Bonjour", noon)
    with store.writing() as session:
        session.query(Author).one().keep_until = noon + timedelta(days=395)
    later(noon, 394)
    with store.reading() as session:
        assert session.query(Author).count() == 1
    later(noon, 396)
    with store.reading() as session:
        assert session.query(Author).count() == 0


def test_what_stays_never_hides_what_is_to_be_forgotten_behind_it(
    people: cast.Cast, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    for n in range(5):  # closed, older than what follows, and kept for long yet
        said(people, f"Question {n}", noon - timedelta(days=10 - n))
    case = said(people, "Le club a gagné", noon, state="ignored")
    assert later(noon, 90)["nameless"] == 1
    assert later(noon, 400)["conversations"] == 6
    assert words(case)[0] == ""
