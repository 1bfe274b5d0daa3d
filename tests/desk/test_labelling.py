"""A person's word on a judgement wins everywhere, is kept with who, when, before and after, and stays in the city."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from data import store
from data.models import AuditEvent, Conversation, Correction, Message
from data.queries import brand, inbox
from data.queries.order import InboxFilter
from desk import labelling
from desk.refusal import NotHere, Refused
from tests import cast

WORDS = "Super arnaque ce parking"
DAY = timedelta(days=1)


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


@pytest.fixture
def message(crew: cast.Cast, noon: datetime) -> int:
    case = cast.conversation(crew, "colmar/x", WORDS, noon, label="positive", lang="fr")
    with store.writing() as session:
        kept = session.query(Message).filter_by(conversation_id=case).one()
        kept.label, kept.lang, kept.intent, kept.tier = "positive", "fr", "praise", "fast/fast-1"
        return kept.id


def rows(kind: type[Any]) -> Sequence[Any]:
    with store.reading() as session:
        return session.scalars(select(kind).order_by(kind.id)).all()


def test_a_correction_is_a_labelled_row_with_who_when_before_after_and_who_had_judged(
    crew: cast.Cast, message: int, noon: datetime
) -> None:
    kept = labelling.relabel(crew.user["chloe"], message, label="negative", intent="complaint")
    (row,) = rows(Correction)
    assert (row.id, row.message_id, row.by_id, row.at) == (kept, message, crew.user["chloe"], noon)
    assert row.before == {"label": "positive", "intent": "praise"}
    assert row.after == {"label": "negative", "intent": "complaint"}
    assert row.tier == "fast/fast-1"
    assert row.territory_id == crew.territory["colmar"]


def test_the_persons_word_wins_in_the_message_the_conversation_the_queue_and_the_figures(
    crew: cast.Cast, message: int, noon: datetime
) -> None:
    labelling.relabel(crew.user["chloe"], message, label="negative", lang="de")
    (said,), (case,) = rows(Message), rows(Conversation)
    assert (said.label, said.lang, said.intent) == ("negative", "de", "praise")
    assert said.overruled == {"label": "positive", "lang": "fr"}  # what the machine said
    assert (case.label, case.lang) == ("negative", "de")
    chloe = crew.user["chloe"]
    assert [row.label for row in inbox.queue(chloe, InboxFilter(labels=("negative",))).rows] == ["negative"]
    assert not inbox.queue(chloe, InboxFilter(labels=("positive",))).rows
    (mood,) = brand.mood(chloe, noon - DAY, noon + DAY)
    assert (mood.own.negative, mood.own.positive) == (1, 0)


def test_corrected_twice_the_last_word_stands_and_the_machines_first_one_is_still_known(
    crew: cast.Cast, message: int
) -> None:
    labelling.relabel(crew.user["chloe"], message, label="negative")
    labelling.relabel(crew.user["alice"], message, label="mixed")
    (said,) = rows(Message)
    assert (said.label, said.overruled) == ("mixed", {"label": "positive"})
    assert [row.before["label"] for row in rows(Correction)] == ["positive", "negative"]


def test_the_same_word_again_changes_and_keeps_nothing(crew: cast.Cast, message: int) -> None:
    assert labelling.relabel(crew.user["chloe"], message, label="positive", lang="fr") is None
    assert not rows(Correction)
    assert not rows(AuditEvent)


def test_the_audit_says_who_and_what_without_a_word_of_the_visitor(crew: cast.Cast, message: int) -> None:
    labelling.relabel(crew.user["chloe"], message, label="negative")
    (event,) = rows(AuditEvent)
    assert (event.verb, event.subject, event.subject_id) == ("corrected", "messages", message)
    assert (event.before, event.after, event.actor_id) == ("label=positive", "label=negative", crew.user["chloe"])
    assert "arnaque" not in json.dumps([event.detail, event.before, event.after])
    assert "arnaque" not in repr([vars(row) for row in rows(Correction)])


def test_a_person_of_another_city_is_refused_as_if_it_did_not_exist(crew: cast.Cast, message: int) -> None:
    for stranger in ("dora", "bruno"):
        with pytest.raises(NotHere) as told:
            labelling.relabel(crew.user[stranger], message, label="negative")
        with pytest.raises(NotHere) as unknown:
            labelling.relabel(crew.user[stranger], 4711, label="negative")
        assert str(told.value) == str(unknown.value)
    with pytest.raises((NotHere, Refused)):
        labelling.relabel(crew.user["emile"], message, label="negative")
    assert rows(Message)[0].label == "positive"
    assert not rows(Correction)


@pytest.mark.parametrize("wrong", [{"label": "sad"}, {"intent": "zorg"}, {"lang": "français"}, {"lang": ""}])
def test_only_words_of_the_list_are_taken(crew: cast.Cast, message: int, wrong: dict[str, str]) -> None:
    with pytest.raises(Refused):
        labelling.relabel(crew.user["chloe"], message, **wrong)
    assert not rows(Correction)


def test_our_own_words_are_nobodys_to_correct(crew: cast.Cast, message: int) -> None:
    with store.writing() as session:
        session.get_one(Message, message).inward = False
    with pytest.raises(Refused, match="visiteurs"):
        labelling.relabel(crew.user["chloe"], message, label="negative")


def test_what_a_person_says_is_no_spam_counts_again(crew: cast.Cast, message: int, noon: datetime) -> None:
    with store.writing() as session:
        kept = session.get_one(Message, message)
        kept.intent, kept.flags = "spam", [{"code": "spam", "because": {}}, {"code": "today", "because": {}}]
    chloe = crew.user["chloe"]
    assert brand.mood(chloe, noon - DAY, noon + DAY)[0].own.volume == 0
    labelling.relabel(chloe, message, intent="praise")
    assert brand.mood(chloe, noon - DAY, noon + DAY)[0].own.volume == 1
    assert [flag["code"] for flag in rows(Message)[0].flags] == ["today"]


def test_the_mood_along_the_thread_hears_the_person(crew: cast.Cast, message: int, noon: datetime) -> None:
    with store.writing() as session:
        first = session.get_one(Message, message)
        session.add(
            Message(
                conversation_id=first.conversation_id, channel_id=first.channel_id, territory_id=first.territory_id,
                author_id=first.author_id, remote_id="2", text="Bravo, encore plein", label="positive",
                probabilities={"positive": 0.9, "negative": 0.05}, posted_at=noon + DAY, stored_at=noon + DAY,
            )
        )  # fmt: skip
        first.label = "neutral"
    labelling.relabel(crew.user["chloe"], rows(Message)[1].id, label="negative")
    (case,) = rows(Conversation)
    assert (case.mood, case.label) == ("souring", "negative")
