"""Near-identical words of one day in one territory are marked where they are stored; nobody else's ever are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import clock
from commands.demo import season, stories
from data import store
from data.models import Conversation, Message, PlaceNamed
from data.queries import brand, inbox
from desk import conversations
from scheduler import rejudging
from scheduler.deepening import deepen
from scheduler.rejudging import bring_up_to_date, judged, texts_of, write
from sentiment import deep
from tests import cast, judging
from tests.hearing import ASKS, OFFER, OFFERS, cases, hear, hear_texts, messages, said
from tests.sentiment import small_model

LATER = timedelta(minutes=5)
RESORT = "Colmar Tropicale hotel room with breakfast, worth it?"
EVER = timedelta(days=400)


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


def marks(ids: Sequence[int]) -> list[int | None]:
    return [message.copy_of_id for message in messages(ids)]


def test_copies_point_to_the_first_of_the_day_in_one_batch_and_over_batches_and_accounts(
    crew: cast.Cast, noon: datetime
) -> None:
    first, *rest = hear(crew, "colmar/x", [said(text, noon) for text in (OFFERS[0], ASKS, OFFERS[1])], noon)
    assert marks([first, *rest]) == [None, None, first]
    later = hear(crew, "colmar/facebook", [said(text, noon + LATER) for text in (OFFERS[2], OFFERS[3])], noon + LATER)
    assert marks(later) == [first, first]
    folds = [case.repeats for case in cases([message.conversation_id for message in messages([first, *rest, *later])])]
    assert folds == [False, False, True, True, True]


def test_the_same_words_to_another_city_copy_nothing(crew: cast.Cast, noon: datetime) -> None:
    everywhere = [*(f"{city}/x" for city in cast.CITIES), "alsace/x"]
    assert [marks(hear(crew, one, [said(OFFER, noon)], noon)) for one in everywhere] == [[None]] * 4
    for name, city in (("chloe", "colmar"), ("dora", "mulhouse"), ("bruno", "strasbourg")):
        assert [row.place.slug for row in inbox.queue(crew.user[name]).rows] == [city]


def test_the_day_is_the_territorys_own(crew: cast.Cast) -> None:
    midnight = datetime(2026, 12, 5, 23, 0, tzinfo=UTC)  # in Colmar
    moments = [midnight - timedelta(hours=20), midnight - LATER, midnight, midnight + LATER]
    first, second, third, fourth = hear(crew, "colmar/x", [said(OFFER, at) for at in moments], midnight + LATER)
    assert marks([first, second, third, fourth]) == [None, first, None, third]


def test_few_words_are_nobodys_copy(crew: cast.Cast, noon: datetime) -> None:
    assert marks(hear(crew, "colmar/x", [said("merci beaucoup", noon) for _ in range(2)], noon)) == [
        None, None,
    ]  # fmt: skip


def test_what_we_say_is_neither_a_copy_nor_copied(crew: cast.Cast, noon: datetime) -> None:
    (asked,) = hear(crew, "colmar/x", [said(ASKS, noon)], noon)
    shared = {name: getattr(messages([asked])[0], name) for name in ("conversation_id", "channel_id", "territory_id")}
    with store.writing() as session:
        session.add(Message(remote_id="ours", inward=False, text=OFFER, posted_at=noon, stored_at=noon, **shared))
    assert marks(hear(crew, "colmar/x", [said(OFFER, noon + LATER)], noon + LATER)) == [None]


def test_noise_is_neither_a_copy_nor_copied(crew: cast.Cast, noon: datetime) -> None:
    overheard = [said(RESORT, noon, addressed=False), said(RESORT, noon), said(RESORT, noon, addressed=False)]
    assert marks(hear(crew, "colmar/facebook", overheard, noon)) == [None, None, None]
    days = brand.daily(crew.user["alice"], noon - EVER, noon + EVER)
    assert sum(day.tally.volume for day in days) == 1


def test_noise_in_an_open_conversation_is_not_copied_either(crew: cast.Cast, noon: datetime) -> None:
    start = said(ASKS, noon)
    hear(crew, "colmar/facebook", [start, said(RESORT, noon, start.remote_id, addressed=False)], noon)
    assert marks(hear(crew, "colmar/facebook", [said(RESORT, noon + LATER)], noon + LATER)) == [None]


def test_words_pasted_twice_into_one_thread_count_once_and_fold_nothing(crew: cast.Cast, noon: datetime) -> None:
    start = said(ASKS, noon)
    first, again = hear(crew, "colmar/x", [start, said(ASKS, noon + LATER, start.remote_id)], noon + LATER)
    assert marks([first, again]) == [None, first]
    (case,) = cases([messages([first])[0].conversation_id])
    assert not case.repeats
    assert sum(day.tally.volume for day in brand.daily(crew.user["alice"], noon - EVER, noon + EVER)) == 1


def test_who_writes_more_under_a_copy_says_something_of_their_own(crew: cast.Cast, noon: datetime) -> None:
    copy = said(ASKS, noon)
    _, second = hear(crew, "colmar/x", [said(ASKS, noon), copy], noon)
    hear(crew, "colmar/x", [said("Personne ne répond donc ?", noon + LATER, copy.remote_id)], noon + LATER)
    (case,) = cases([messages([second])[0].conversation_id])
    assert not case.repeats
    assert len(inbox.queue(crew.user["chloe"]).rows) == 2


def test_what_comes_after_the_first_was_set_aside_stands_in_the_queue_once(crew: cast.Cast, noon: datetime) -> None:
    case, _ = hear_texts(crew, "colmar/x", OFFERS[:2], noon)
    conversations.ignore(crew.user["chloe"], case, "Publicité")
    late = hear(crew, "colmar/x", [said(text, noon + LATER) for text in OFFERS], noon + LATER)
    assert marks(late) == [None, *[late[0]] * 3]
    (row,) = inbox.queue(crew.user["chloe"]).rows
    assert (row.id, row.copies) == (messages(late)[0].conversation_id, 3)


def test_a_first_that_is_deleted_or_taken_back_lets_its_copies_stand_alone(crew: cast.Cast, noon: datetime) -> None:
    chloe = crew.user["chloe"]
    first, *copies = hear(crew, "colmar/x", [said(text, noon) for text in OFFERS], noon)
    case = messages([first])[0].conversation_id
    with store.writing() as session:
        session.get_one(Message, first).withdrawn_at = noon
    assert len(inbox.queue(chloe).rows) == 4
    assert marks(hear(crew, "colmar/facebook", [said(OFFER, noon)], noon)) == [None]  # nor is it copied any more
    with store.writing() as session:
        session.query(PlaceNamed).filter_by(message_id=first).delete()
        session.delete(session.get_one(Message, first))
        session.flush()
        session.delete(session.get_one(Conversation, case))
    assert marks(copies) == [None] * 3
    assert len(inbox.queue(chloe).rows) == 4


@pytest.fixture
def deep_tier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(rejudging, "weigh_many", judging.weigh_many)
    small_model.put(tmp_path / "deep")
    with deep.reading(tmp_path / "deep"):
        yield


def test_judging_again_leaves_the_marks_alone(crew: cast.Cast, noon: datetime, deep_tier: None) -> None:
    ids = hear(crew, "colmar/x", [said(text, noon) for text in OFFERS], noon)
    before = (marks(ids), [case.repeats for case in cases([message.conversation_id for message in messages(ids)])])
    with clock.stopped_at(noon + LATER):
        assert deepen()["judged"] == 4
    with store.writing() as session:
        assert write(session, judged(texts_of(session, ids), "fast"))["judged"] == 4
    bring_up_to_date([message.conversation_id for message in messages(ids)])
    assert before == (marks(ids), [case.repeats for case in cases([one.conversation_id for one in messages(ids)])])
    assert before[0] == [None, *[ids[0]] * 3]


def swindle() -> dict[str, list[season.Said]]:
    found: dict[str, list[season.Said]] = {}
    for one in stories.between(season.START, season.END):
        if one.story == "S6":
            found.setdefault(one.territory, []).append(one)
    return found


def test_s6_of_the_demo_is_a_handful_of_rows_and_nothing_on_marque(crew: cast.Cast) -> None:
    seen: dict[str, Any] = {}
    told = swindle()
    for place, ones in told.items():
        for number, name in enumerate(("x", "facebook")):
            some = ones[number::2]
            for start in range(0, len(some), 5):  # as they come, a few at a time
                batch = [said(one.text, one.at) for one in some[start : start + 5]]
                hear(crew, f"{place}/{name}", batch, batch[-1].posted_at)
        seen[place] = len(ones)
    rows = inbox.queue(crew.user["alice"], size=200).rows
    assert sum(seen.values()) == 120
    assert len(rows) <= 4 * 2  # in French and in English
    assert len(rows) + sum(row.copies for row in rows) == 120
    at = told["colmar"][0].at
    days = brand.daily(crew.user["alice"], at - timedelta(days=2), at + timedelta(days=2))
    assert sum(day.tally.volume for day in days) == 0
