"""AC-80: what is overheard and not about us is kept with its reason, asked of nobody; what is said to us never is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import clock
from connectors.contract import Author, Mention
from data import store
from data.models import AuditEvent, Channel, Conversation, Message
from data.queries import brand, inbox
from data.queries.order import InboxFilter
from desk import labelling
from scheduler import rejudging
from scheduler.accounts import line_of
from scheduler.deepening import deepen
from scheduler.rejudging import bring_up_to_date, judged, texts_of, write
from scheduler.storing import store_all
from scheduler.weighing import home_of, weighed
from sentiment import deep
from tests import cast, judging
from tests.sentiment import small_model

RESORT = "Colmar Tropicale hotel room with breakfast, worth it?"
ASKS = "On arrive à Colmar samedi, où se garer près du marché ?"
DANGER = "Racing, tribunal, Colmar Tropicale : coups de feu en ce moment, des blessés, aidez-nous"
RAGES = "L'accueil à Colmar est nul, déplorable et honteux !"
MOMENT = timedelta(minutes=5)
_NUMBERS = count()


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


@pytest.fixture
def deep_tier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A deep tier that says of the visitors' words what is known: noise is furious, what raged is calm."""

    def known(texts: Sequence[str], **named: Any) -> Iterator[Any]:
        said = [{RESORT: "C'est déplorable", RAGES: "Bien"}.get(text, text) for text in texts]
        return judging.weigh_many(said, tier=deep.NAME)

    monkeypatch.setattr(rejudging, "weigh_many", known)
    small_model.put(tmp_path / "deep")
    with deep.reading(tmp_path / "deep"):
        yield


def hear(
    crew: cast.Cast, at: datetime, text: str, *, addressed: bool, parent: str | None = None, author: str = ""
) -> Mention:
    """Collect one message; return it as it came."""
    name = f"n{next(_NUMBERS)}"
    mention = Mention(
        remote_id=name, thread_id=name, author=Author(author or name), text=text, posted_at=at,
        kind="comment" if parent else "main", parent_id=parent, addressed=addressed,
    )  # fmt: skip
    with store.writing() as session:
        channel = session.get_one(Channel, crew.channel["colmar/facebook"])
        home = home_of(session, channel)
        items = weighed([mention], home, channel.network, at)
        assert len(store_all(session, line_of(channel), home, items, at, may_answer=True)) == 1
    return mention


def case_of(mention: Mention) -> Conversation:
    with store.reading() as session:
        return session.query(Conversation).filter_by(thread_id=mention.thread_id).one()


def shown(crew: cast.Cast, states: Sequence[str] = ()) -> list[int]:
    return [row.id for row in inbox.queue(crew.user["alice"], InboxFilter(states=tuple(states))).rows]


def test_ac_80_noise_is_kept_with_its_reason_and_stands_in_no_queue_and_no_figure(
    crew: cast.Cast, noon: datetime
) -> None:
    case = case_of(hear(crew, noon, RESORT, addressed=False))
    assert (case.state, case.due_at, case.asked_at) == ("ignored", None, None)
    assert "Tropicale" in str((case.because or {})["values"])
    assert case.id not in shown(crew)
    assert case.id in shown(crew, ["ignored"])
    with store.reading() as session:
        flags = session.query(Message).one().flags
        event = session.query(AuditEvent).filter_by(after="ignored").one()
    assert [flag["because"] for flag in flags if flag["code"] == "noise"] == [case.because]
    assert event.actor_id is None
    hear(crew, noon, ASKS, addressed=False)
    days = brand.daily(crew.user["alice"], noon - timedelta(hours=1), noon + timedelta(hours=1))
    assert sum(day.tally.volume for day in days) == 1


@pytest.mark.parametrize(
    ("text", "addressed"),
    [(RESORT, True), (ASKS, False), (DANGER, False)],
    ids=["said to us", "a visitor overheard", "danger overheard"],
)
def test_ac_80_what_is_said_to_us_or_by_visitors_or_of_danger_is_asked_of_people(
    crew: cast.Cast, noon: datetime, text: str, addressed: bool
) -> None:
    case = case_of(hear(crew, noon, text, addressed=addressed))
    assert case.state == "open"
    assert case.asked_at is not None
    assert case.id in shown(crew)


def standing(mention: Mention) -> tuple[Any, ...]:
    one = case_of(mention)
    return one.rank, one.due_at, one.asked_at, one.label, one.lang, one.mood, one.flags


@pytest.mark.parametrize("by", ["visitor", "somebody else"])
def test_noise_under_a_visitors_words_changes_nothing_of_their_conversation(
    crew: cast.Cast, noon: datetime, deep_tier: None, by: str
) -> None:
    asked = hear(crew, noon, ASKS, addressed=True, author="visitor")
    before = standing(asked)
    hear(crew, noon + MOMENT, RESORT, addressed=False, parent=asked.remote_id, author=by)
    assert standing(asked) == before
    with clock.stopped_at(noon + MOMENT):
        assert deepen()["judged"] == 2  # a tick later, the deep judge
    assert standing(asked) == before
    bring_up_to_date([case_of(asked).id])  # and history judged again
    assert standing(asked) == before


def test_noise_beside_a_question_does_not_keep_it_in_the_class_the_deep_judge_took_it_out_of(
    crew: cast.Cast, noon: datetime, deep_tier: None
) -> None:
    asked = hear(crew, noon, RAGES, addressed=True)
    strict = case_of(asked).rank
    hear(crew, noon + MOMENT, RESORT, addressed=False, parent=asked.remote_id)
    with clock.stopped_at(noon + MOMENT):
        assert deepen()["judged"] == 2
    assert case_of(asked).rank > strict


def test_where_all_is_noise_the_conversation_says_what_is_said_of_it(crew: cast.Cast, noon: datetime) -> None:
    overheard = hear(crew, noon, RESORT, addressed=False)
    with store.reading() as session:
        (message,) = session.query(Message).all()
    labelling.relabel(crew.user["chloe"], message.id, label="mixed")
    assert case_of(overheard).label == "mixed"


def test_words_taken_back_are_neither_the_last_one_nor_in_the_mood(crew: cast.Cast, noon: datetime) -> None:
    asked = hear(crew, noon, ASKS, addressed=True, author="visitor")
    before = standing(asked)
    hear(crew, noon + MOMENT, RAGES, addressed=True, parent=asked.remote_id, author="visitor")
    assert case_of(asked).label != before[3]
    with store.writing() as session:
        session.query(Message).filter_by(text=RAGES).one().withdrawn_at = noon
    bring_up_to_date([case_of(asked).id])
    after = case_of(asked)
    assert (after.label, after.lang, after.mood) == (before[3], before[4], before[5])


def test_a_visitor_who_writes_under_noise_brings_it_to_the_queue(crew: cast.Cast, noon: datetime) -> None:
    overheard = hear(crew, noon, RESORT, addressed=False)
    hear(crew, noon + timedelta(minutes=5), ASKS, addressed=True, parent=overheard.remote_id)
    case = case_of(overheard)
    assert (case.state, case.because) == ("open", None)
    assert case.asked_at == noon + timedelta(minutes=5)


def test_judging_again_takes_nothing_of_what_was_sifted_at_the_door(crew: cast.Cast, noon: datetime) -> None:
    hear(crew, noon, RESORT, addressed=False)
    with store.writing() as session:
        kept = session.query(Message).one()
        write(session, judged(texts_of(session, [kept.id]), "fast"))
    with store.reading() as session:
        assert "noise" in [flag["code"] for flag in session.query(Message).one().flags]
