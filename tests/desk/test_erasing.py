"""Whoever asks is erased from every table, index, file and later copy, and is not collected again."""

from __future__ import annotations

import threading
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

import clock
from connectors.contract import Author as Writer
from connectors.contract import Mention
from data import store
from data.copying.saving import save
from data.models import Author, Base, Channel, Conversation, Delivery, Message, Note, PersonRequest, Role, Suppression
from data.queries import brand, inbox
from desk import conversations, erasing, replies
from desk.refusal import NotHere, Refused, TooLate
from scheduler.accounts import line_of
from scheduler.storing import store_all
from scheduler.weighing import home_of, weighed
from settings import settings
from tests import cast

WORDS, NAME, HANDLE, NUMBER = (
    "Mon kouglopf interdit sentait la cannelle rance ?",
    "Zoé Rglubowski",
    "zorglub_67",
    "98765012345",
)
TRACES = ("kouglopf", "cannelle", "rglubowski", HANDLE, NUMBER, "8887776665")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def people(database: str, noon: datetime) -> cast.Cast:
    made = cast.gather(noon)
    with store.writing() as session:  # Émile protects the data of all Alsace
        session.add(Role(user_id=made.user["emile"], territory_id=made.territory["alsace"], role="dpo"))
    return made


def say(
    people: cast.Cast, account: str, words: str, at: datetime, *, who: Writer, number: str, to: str = ""
) -> list[int]:
    """Collect one message as the scheduler does."""
    mention = Mention(
        remote_id=number, thread_id=to or number, author=who, text=words, posted_at=at, kind="comment",
        parent_id=to or None, permalink=f"https://example.org/{who.handle}/{number}",
    )  # fmt: skip
    with store.writing() as session:
        channel = session.get_one(Channel, people.channel[account])
        items = weighed([mention], home_of(session, channel), channel.network, at)
        return store_all(session, line_of(channel), home_of(session, channel), items, at, may_answer=True)


ZOE, BOB = Writer(NUMBER, HANDLE, NAME), Writer("1", "bob", "Bob")


@pytest.fixture
def said(people: cast.Cast, noon: datetime) -> int:
    """Zoé writes, Bob answers her by name, we note, we reply by name; return her conversation."""
    say(people, "colmar/x", WORDS, noon - 9 * MINUTE, who=ZOE, number="8887776665")
    say(people, "colmar/x", f"@{HANDLE} pareil !", noon - 8 * MINUTE, who=BOB, number="77", to="8887776665")
    say(people, "colmar/x", f"Demandez à @{HANDLE}, elle sait", noon - 8 * MINUTE, who=BOB, number="78")
    with store.reading() as session:
        zoe = select(Author.id).where(Author.handle == HANDLE).scalar_subquery()
        case = session.scalars(select(Conversation.id).where(Conversation.author_id == zoe)).one()
    conversations.note(people.user["chloe"], case, f"{NAME} a déjà écrit hier")
    replies.send(people.user["chloe"], case, f"@{HANDLE} Madame Rglubowski, désolés.")
    return case


def rows() -> str:
    """Return everything that stands in every table, virtual ones too, as one text."""
    with store.reading() as session:
        found: list[Any] = []
        for table in Base.metadata.sorted_tables:
            found += session.execute(select(table)).all()
        if session.get_bind().dialect.name == "sqlite":
            found += session.execute(text("SELECT * FROM messages_search_data")).all()
        return repr(found).lower()


def files() -> bytes:
    """Return every byte of the database's files (SQLite) and of the log."""
    store.close()
    return b"".join(path.read_bytes() for path in settings().home.rglob("*") if path.is_file()).lower()


def copied(path: Path) -> bytes:
    """Return every byte inside a copy made now."""
    save(path)
    with zipfile.ZipFile(path) as inside:
        return b"".join(inside.read(name) for name in inside.namelist()).lower()


def test_nothing_of_the_person_is_left_but_the_key_that_keeps_them_away(
    people: cast.Cast, said: int, tmp_path: Path
) -> None:
    before, on_disk = rows(), files()
    assert all(trace in before for trace in TRACES if trace != NUMBER)
    if settings().database.startswith("sqlite"):  # the files are looked at in earnest
        assert b"kouglopf" in on_disk
    receipt = erasing.erase(people.user["emile"], "x", handle=f"@{HANDLE.upper()}")
    assert receipt.counts == {"messages": 1, "replies": 0, "conversations": 1, "notes": 1, "quoted": 2}
    assert receipt.everywhere
    after, copy = rows(), copied(tmp_path / "copy.parvis")
    for trace in TRACES:
        assert trace not in after, trace
        assert trace.encode() not in files(), trace
        assert trace.encode() not in copy, trace
    with store.reading() as session:
        assert session.scalars(select(Author).where(Author.handle == "bob")).one()
        assert "pareil" in rows()
        assert len(session.scalars(select(Suppression)).all()) == 4
        assert session.scalars(select(Delivery.state)).all() == ["cancelled"]


def test_counts_stay_and_the_person_is_not_collected_again(people: cast.Cast, said: int, noon: datetime) -> None:
    span = noon - timedelta(days=1), noon + timedelta(days=1)

    def volume() -> int:
        return {one.place.slug: one for one in brand.mood(people.user["alice"], *span)}["alsace"].whole.volume

    before = volume()
    erasing.erase(people.user["emile"], "x", handle=HANDLE)
    assert volume() == before
    assert say(people, "colmar/x", "Encore moi", noon, who=ZOE, number="999") == []
    assert say(people, "strasbourg/x", "Et ici", noon, who=ZOE, number="998") == []
    assert say(people, "colmar/x", "Bonjour", noon, who=BOB, number="997")
    assert all(HANDLE not in row.excerpt for row in inbox.queue(people.user["chloe"]).rows)


def test_by_the_address_of_a_message_or_by_number_and_of_somebody_we_never_met(people: cast.Cast, said: int) -> None:
    emile = people.user["emile"]
    assert erasing.erase(emile, "x", url=f"https://example.org/{HANDLE}/8887776665").counts["messages"] == 1
    assert erasing.erase(emile, "x", remote_id="424242").counts == {}
    with store.reading() as session:
        assert len(session.scalars(select(PersonRequest)).all()) == 2
    with pytest.raises(Refused, match="numéro"):
        erasing.erase(emile, "x", handle="personne")


def test_only_who_may_erases_and_only_where(people: cast.Cast, said: int, noon: datetime) -> None:
    for stranger in ("alice", "chloe", "dora"):
        with pytest.raises((Refused, NotHere)):
            erasing.erase(people.user[stranger], "x", handle=HANDLE)
    say(people, "strasbourg/x", "Un kouglopf ici aussi ?", noon, who=ZOE, number="55")
    with store.writing() as session:  # Dora protects Colmar's data alone
        session.add(Role(user_id=people.user["dora"], territory_id=people.territory["colmar"], role="dpo"))
    receipt = erasing.erase(people.user["dora"], "x", handle=HANDLE)
    assert (receipt.places, receipt.everywhere) == (("Colmar",), False)
    with store.reading() as session:
        kept = session.scalars(select(Message.text).where(Message.territory_id == people.territory["strasbourg"]))
        assert kept.all() == ["Un kouglopf ici aussi ?"]
    assert say(people, "strasbourg/x", "Encore", noon, who=ZOE, number="56")
    assert say(people, "colmar/x", "Encore", noon, who=ZOE, number="57") == []


def test_a_reply_on_its_way_is_waited_for(people: cast.Cast, said: int) -> None:
    with store.writing() as session:
        session.execute(text("UPDATE deliveries SET state = 'sending'"))
    with pytest.raises(TooLate):
        erasing.erase(people.user["emile"], "x", handle=HANDLE)
    with store.reading() as session:
        assert session.scalars(select(Author).where(Author.handle == HANDLE)).one()
        assert session.scalars(select(Note.text)).one().startswith(NAME)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # its journal keeps old pages while somebody reads
def test_a_reader_beside_it_is_waited_for_before_the_files_are_called_clean(people: cast.Cast, said: int) -> None:
    reading, free = threading.Event(), threading.Event()

    def read() -> None:
        with store.reading() as session:
            session.execute(text("SELECT count(*) FROM messages")).scalar()
            reading.set()
            free.wait(30)

    reader = threading.Thread(target=read)
    reader.start()
    reading.wait(10)
    threading.Timer(12, free.set).start()  # longer than SQLite waits by itself
    erasing.erase(people.user["emile"], "x", handle=HANDLE)
    assert free.is_set()
    reader.join()
    assert b"kouglopf" not in files()


def test_the_receipt_is_kept_without_the_name(people: cast.Cast, said: int, noon: datetime) -> None:
    erasing.erase(people.user["emile"], "x", handle=HANDLE, received_at=clock.now() - timedelta(hours=5))
    with store.reading() as session:
        kept = session.scalars(select(PersonRequest)).one()
    assert (kept.kind, kept.done_at - kept.received_at) == ("erasure", timedelta(hours=5))
    assert kept.territories == ["alsace", "colmar", "mulhouse", "strasbourg"]
    assert HANDLE not in repr(vars(kept))
