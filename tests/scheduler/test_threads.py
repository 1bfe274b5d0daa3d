"""The mood of a visitor along a thread as it is collected: ours and bystanders' words never count; thanks close."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from connectors.contract import Author, Mention
from data import store
from data.lifecycle import move
from data.models import Channel, Conversation, Message
from data.queries import inbox
from data.queries.order import InboxFilter
from scheduler import weighing
from scheduler.accounts import line_of
from scheduler.storing import store_all
from scheduler.weighing import home_of, weighed
from tests import cast, judging

ASKS, RAGES = "Bonjour, à quelle heure ouvre le musée ?", "Personne ne répond, c'est déplorable."
MINUTE = timedelta(minutes=1)


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


@pytest.fixture(autouse=True)
def known_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried here is the thread, not the judge."""
    monkeypatch.setattr(weighing, "weigh", judging.weigh)


def say(crew: cast.Cast, texts: list[str], at: datetime, *, author: str = "v", start: int = 0) -> Conversation:
    """Collect a visitor's messages, a minute apart, each an answer to the thread's first; return the conversation."""
    for number, text in enumerate(texts, start=start):
        posted = at + number * MINUTE
        mention = Mention(
            remote_id=f"m{number}", thread_id="m0", author=Author(author, author, author), text=text, posted_at=posted,
            kind="comment", parent_id="m0" if number else None,
        )  # fmt: skip
        with store.writing() as session:
            channel = session.get_one(Channel, crew.channel["colmar/facebook"])
            home = home_of(session, channel)
            items = weighed([mention], home, channel.network, posted)
            assert store_all(session, line_of(channel), home, items, posted, may_answer=True)
    with store.reading() as session:
        return session.query(Conversation).one()


def test_a_thread_sours_is_found_in_the_queue_and_recovers_with_thanks(crew: cast.Cast, noon: datetime) -> None:
    assert say(crew, [ASKS], noon).mood is None
    case = say(crew, [RAGES], noon, start=1)
    assert case.mood == "souring"
    assert case.mood_because == {
        "text": "Le ton est devenu négatif depuis le message n° {n}.",
        "values": {"n": 1},
    }
    souring = InboxFilter(souring=True)
    (row,) = inbox.queue(crew.user["chloe"], souring).rows
    assert (row.id, row.mood) == (case.id, "souring")
    assert not inbox.queue(crew.user["dora"], souring).rows
    assert say(crew, ["Merci beaucoup !"], noon, start=2).mood == "recovered"
    assert not inbox.queue(crew.user["chloe"], souring).rows


def test_ac_52_thanks_close_a_thread_and_never_bring_it_back(crew: cast.Cast, noon: datetime) -> None:
    case = say(crew, [RAGES], noon)
    with store.writing() as session:
        move(session, Conversation, case.id, "open", "waiting_visitor", at=noon, asked_at=None)
    for number, text in enumerate(("Merci beaucoup !", "👍", "Danke schön"), start=1):
        after = say(crew, [text], noon, start=number)
        assert (after.state, after.asked_at, after.mood) == ("waiting_visitor", None, "recovered"), text
    assert say(crew, [RAGES], noon, start=4).state == "open"


def test_our_own_words_never_count_in_the_visitors_mood(crew: cast.Cast, noon: datetime) -> None:
    case = say(crew, [RAGES], noon)
    with store.writing() as session:
        session.add(
            Message(
                conversation_id=case.id, channel_id=case.channel_id, territory_id=case.territory_id, remote_id="ours",
                inward=False, text="Avec grand plaisir, merveilleuse journée !", label="positive",
                probabilities={"positive": 0.99}, posted_at=noon + MINUTE, stored_at=noon,
            )
        )  # fmt: skip
    after = say(crew, [RAGES], noon, start=2)
    assert after.mood == "steady"  # as angry as before: our good wishes are no earlier mood of theirs


def test_a_bystander_s_words_never_count_in_the_visitors_mood(crew: cast.Cast, noon: datetime) -> None:
    say(crew, [ASKS], noon)
    after = say(crew, [RAGES], noon, author="somebody else", start=1)
    assert after.mood is None
    assert after.label == "negative"  # the last word said, which the queue shows
