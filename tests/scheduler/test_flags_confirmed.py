"""A person who names the intent has spoken of its flag too: judging again takes back no flag that they confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from data import store
from data.models import Message
from desk import labelling
from scheduler import deepening, rejudging
from sentiment.judgement import Flag
from tests import cast, judging
from words import s


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


@pytest.fixture
def message(crew: cast.Cast, noon: datetime) -> int:
    """A visitor's message that the machine called a question, and flagged as press, abuse and spam."""
    cast.conversation(crew, "colmar/x", "Je suis journaliste au Monde, à qui parler ?", noon)
    with store.writing() as session:
        kept = session.query(Message).one()
        kept.label, kept.lang, kept.intent, kept.tier = "neutral", "fr", "question", "fast/fast-1"
        kept.flags = [{"code": code, "because": {}} for code in ("press", "abuse", "spam", "today")]
        return kept.id


def flags_after(message: int, judge: str, *raised: str) -> list[str]:
    """Judge again, by a judge that raises these flags; return the codes that the message carries then, sorted."""
    with store.writing() as session:
        kept = session.get_one(Message, message)
        flags = tuple(Flag(code, s("Le ton est négatif.")) for code in raised)
        said = {message: replace(judging.weigh(kept.text), flags=flags)}
        if judge == "rescore":
            rejudging.write(session, said)
        else:
            deepening._write(session, kept.conversation_id, said)
    with store.reading() as session:
        return sorted(flag["code"] for flag in session.get_one(Message, message).flags)


@pytest.mark.parametrize("judge", ["rescore", "deepen"])
@pytest.mark.parametrize("intent", ["press", "abuse", "spam"])
def test_the_flag_a_person_confirmed_stays_whether_the_judge_raises_it_again_or_not(
    crew: cast.Cast, message: int, judge: str, intent: str
) -> None:
    labelling.relabel(crew.user["chloe"], message, intent=intent)
    assert flags_after(message, judge, "press", "abuse", "spam") == [intent]
    assert flags_after(message, judge) == [intent]


@pytest.mark.parametrize("judge", ["rescore", "deepen"])
def test_the_flag_a_person_spoke_against_stays_away(crew: cast.Cast, message: int, judge: str) -> None:
    labelling.relabel(crew.user["chloe"], message, intent="praise")
    assert flags_after(message, judge, "press", "today") == ["today"]


@pytest.mark.parametrize("judge", ["rescore", "deepen"])
def test_where_nobody_named_the_intent_the_judge_alone_raises_flags(crew: cast.Cast, message: int, judge: str) -> None:
    labelling.relabel(crew.user["chloe"], message, label="negative")
    assert flags_after(message, judge, "press") == ["press"]
    assert flags_after(message, judge) == []
