"""History is judged again beside everything else: people's words stay, a kill loses nothing, nobody waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from data import store
from data.models import Conversation, Heartbeat, Message, Rescoring
from data.scope import with_those_below
from desk import labelling
from scheduler import rejudging, rescoring
from scheduler.rescoring import Wanted, rescore
from tests import cast, judging

FAST = Wanted(tier="fast")
TEXTS = ["Accueil déplorable !", "Merveilleux séjour", "À quelle heure ouvre le musée ?"]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def known_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried here is the judging again, not the judge."""
    monkeypatch.setattr(rejudging, "weigh_many", judging.weigh_many)
    monkeypatch.setattr(rescoring, "weigh", judging.weigh)


def silent(done: int, all_: int) -> None:
    """Tell nothing."""


@pytest.fixture
def crew(database: str, noon: datetime) -> cast.Cast:
    return cast.gather(noon)


def history(crew: cast.Cast, at: datetime, n: int = 6, channel: str = "colmar/x") -> list[int]:
    """Store `n` messages that an older judge called neutral, each a conversation of its own; return their ids."""
    for number in range(n):
        cast.conversation(crew, channel, TEXTS[number % 3], at, thread_id=f"{channel}-{number}", label="neutral")
    with store.writing() as session:
        session.execute(update(Message).where(Message.tier.is_(None)).values(label="neutral", tier="fast/fast-0"))
    return [one.id for one in rows(Message)][-n:]


def rows(kind: type[Any]) -> Sequence[Any]:
    with store.reading() as session:
        return session.scalars(select(kind).order_by(kind.id)).all()


def labels() -> list[str]:
    return [one.label for one in rows(Message)]


def test_every_message_is_judged_again_and_the_summary_says_what_changed(crew: cast.Cast, noon: datetime) -> None:
    history(crew, noon)
    told: list[tuple[int, int]] = []
    found = rescore(FAST, lambda done, all_: told.append((done, all_)), batch=4)
    assert labels()[:2] == ["negative", "positive"]
    assert (found["judged"], found["kept"]) == (6, 0)
    assert found["labels"] == {"neutral→negative": 2, "neutral→positive": 2}
    assert found["changed"] == 4
    assert told == [(0, 6), (4, 6), (6, 6)]
    first = rows(Message)[0]
    assert first.tier == found["tier"] != "fast/fast-0"
    assert first.reasons
    assert first.probabilities["negative"] > first.probabilities["positive"]
    assert [case.label for case in rows(Conversation)] == labels()  # the queue shows the new word too


def test_what_this_judge_said_already_is_left_alone(crew: cast.Cast, noon: datetime) -> None:
    history(crew, noon)
    rescore(FAST, silent)
    again = rescore(FAST, silent)
    assert (again["judged"], again["changed"], again["labels"]) == (0, 0, {})


def test_a_persons_word_is_never_taken_back_and_the_machines_new_one_stands_beside_it(
    crew: cast.Cast, noon: datetime
) -> None:
    first, second, _ = history(crew, noon, 3)
    labelling.relabel(crew.user["chloe"], first, label="mixed", lang="gsw")
    labelling.relabel(crew.user["chloe"], second, intent="thanks")
    found = rescore(FAST, silent)
    one, other = rows(Message)[:2]
    assert (one.label, one.lang) == ("mixed", "gsw")
    assert one.overruled == {"label": "negative", "lang": "fr"}
    assert one.tier == found["tier"]
    assert (other.label, other.intent) == ("positive", "thanks")
    assert found["kept"] == 2
    assert rows(Conversation)[0].label == "mixed"


def test_a_word_said_while_the_machine_was_judging_is_kept_too(
    crew: cast.Cast, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = history(crew, noon, 1)
    judged = rejudging.judged

    def slowly(items: Any, tier: Any) -> Any:
        found = judged(items, tier)
        labelling.relabel(crew.user["chloe"], first, label="positive")
        return found

    monkeypatch.setattr(rescoring, "judged", slowly)
    rescore(FAST, silent)
    assert rows(Message)[0].label == "positive"
    assert rows(Message)[0].overruled == {"label": "negative"}


def test_only_what_was_asked_for(crew: cast.Cast, noon: datetime) -> None:
    history(crew, noon - 3 * DAY, 1)
    history(crew, noon, 1, "colmar/facebook")
    history(crew, noon, 1, "mulhouse/x")
    rescore(Wanted("fast", noon - DAY, with_those_below(crew.territory["colmar"])), silent)
    assert labels() == ["neutral", "negative", "neutral"]
    rescore(Wanted("fast", noon - DAY, with_those_below(crew.territory["alsace"])), silent)
    assert labels() == ["neutral", "negative", "negative"]


def test_our_own_words_are_never_judged(crew: cast.Cast, noon: datetime) -> None:
    history(crew, noon, 2)
    with store.writing() as session:
        session.query(Message).first().inward = False
    assert rescore(FAST, silent)["judged"] == 1
    assert labels() == ["neutral", "positive"]


@pytest.mark.parametrize("dies_in", ["judged", "bring_up_to_date"])
def test_a_kill_loses_nothing_and_counts_nothing_twice(
    crew: cast.Cast, noon: datetime, monkeypatch: pytest.MonkeyPatch, dies_in: str
) -> None:
    history(crew, noon, 6)
    real, calls = getattr(rescoring, dies_in), []

    def dying(*given: Any) -> Any:
        calls.append(given)
        if len(calls) == (2 if dies_in == "judged" else 3):  # in the second batch
            raise KeyboardInterrupt
        return real(*given)

    with monkeypatch.context() as patch:
        patch.setattr(rescoring, dies_in, dying)
        with pytest.raises(KeyboardInterrupt):
            rescore(FAST, silent, batch=2)
    (row,) = rows(Rescoring)
    assert row.ended_at is None
    assert row.counts["judged"] == (2 if dies_in == "judged" else 4)
    found = rescore(FAST, silent, batch=2)
    (row,) = rows(Rescoring)
    assert row.ended_at == noon
    assert found["judged"] == 6
    assert found["labels"]["neutral→negative"] == 2
    assert [case.label for case in rows(Conversation)] == labels()


def test_what_came_after_it_began_is_not_its_to_judge_and_the_next_begins_anew(
    crew: cast.Cast, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    history(crew, noon, 2)
    real = rescoring.texts_of

    def meanwhile(session: Any, ids: Any) -> Any:
        if len(rows(Message)) == 2:
            history(crew, noon, 1, "mulhouse/x")
        return real(session, ids)

    monkeypatch.setattr(rescoring, "texts_of", meanwhile)
    assert rescore(FAST, silent)["judged"] == 2
    assert labels()[2] == "neutral"
    assert rescore(FAST, silent)["judged"] == 1
    assert len(rows(Rescoring)) == 2


def test_a_writer_beside_it_never_waits_for_long(crew: cast.Cast, noon: datetime) -> None:
    history(crew, noon, 120)
    waits, stop = [], threading.Event()

    def write() -> None:
        while not stop.is_set():
            begun = time.monotonic()
            with store.writing() as session:
                session.execute(update(Heartbeat).values(at=noon))
                case = session.get_one(Conversation, 1, with_for_update=True)
                case.last_at = noon
            waits.append(time.monotonic() - begun)
            time.sleep(0.005)

    beside = threading.Thread(target=write)
    beside.start()
    try:
        found = rescore(FAST, silent, batch=40)
    finally:
        stop.set()
        beside.join(20)
    assert found["judged"] == 120
    assert len(waits) >= 5
    assert max(waits) < 5  # of the ten seconds a writer of SQLite waits before it gives up


def test_the_mood_along_a_thread_is_reckoned_anew(crew: cast.Cast, noon: datetime) -> None:
    history(crew, noon, 1)
    with store.writing() as session:
        first = session.query(Message).one()
        first.text = "À quelle heure ouvre le musée ?"
        session.add(
            Message(
                conversation_id=first.conversation_id, channel_id=first.channel_id, territory_id=first.territory_id,
                author_id=first.author_id, remote_id="2", text=TEXTS[0], label="neutral", tier="fast/fast-0",
                posted_at=noon + DAY, stored_at=noon,
            )
        )  # fmt: skip
    rescore(FAST, silent)
    (case,) = rows(Conversation)
    assert (case.label, case.mood) == ("negative", "souring")
