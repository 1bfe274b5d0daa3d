"""Each mention is judged fast at the door, deep a moment later; collecting waits for nobody, people's words stay."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.contract import Author, Mention
from data import store
from data.lifecycle import move
from data.models import Channel, Conversation, Message
from desk import labelling
from scheduler import deepening, rejudging, weighing
from scheduler.accounts import line_of
from scheduler.agenda import due_now
from scheduler.collect import collect
from scheduler.deepening import TAKEN_FOR, deepen
from scheduler.storing import store_all
from scheduler.weighing import home_of, weighed
from sentiment import deep
from tests import judging
from tests.scheduler.world import World
from tests.sentiment import small_model

DUE = ("deepen", 0)
RAGES, ASKS, SAYS = "L'accueil fut déplorable.", "Où se garer ?", "Nous étions au musée."


@pytest.fixture
def in_place(tmp_path: Path) -> Iterator[None]:
    """A deep tier is there: a small one, drawn by chance."""
    small_model.put(tmp_path / "deep")
    with deep.reading(tmp_path / "deep"):
        yield


@pytest.fixture
def absent(tmp_path: Path) -> Iterator[None]:
    with deep.reading(tmp_path / "nowhere"):
        yield


@pytest.fixture
def heard(in_place: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Known judges: the deep one hears each text as what stands beside it here, else as the fast one does."""
    otherwise: dict[str, str] = {}

    def deeply(texts: Sequence[str], **named: Any) -> Iterator[Any]:
        return judging.weigh_many([otherwise.get(text, text) for text in texts], tier="deep", hints=named["hints"])

    monkeypatch.setattr(weighing, "weigh", judging.weigh)
    monkeypatch.setattr(rejudging, "weigh_many", deeply)
    return otherwise


def hear(
    there: World, *texts: str, at: datetime | None = None, came_at: datetime | None = None, under: str | None = None
) -> None:
    """Store visitors' words as a pass of collecting does."""
    posted = at or there.time
    with store.writing() as session:
        channel = session.get_one(Channel, there.people.channel["colmar/facebook"])
        home, first = home_of(session, channel), session.query(Message).count()
        said = [
            Mention(f"m{first + n}", f"m{first + n}", Author("v"), text, posted, parent_id=under)
            for n, text in enumerate(texts)
        ]
        items = weighed(said, home, channel.network, posted)
        assert len(store_all(session, line_of(channel), home, items, came_at or posted, may_answer=True)) == len(texts)


def test_history_that_comes_with_an_account_is_not_read_deeply_by_itself(world: World, heard: dict[str, str]) -> None:
    posted = world.time
    world.later(days=3)
    hear(world, RAGES, at=posted, came_at=world.time)
    with store.reading() as session:
        assert session.query(Message).one().deepen_at is None  # `rescore` has it read


def tiers(there: World) -> list[str]:
    return [(one.tier or "").partition("/")[0] for one in there.messages()]


def test_a_mention_is_judged_fast_at_the_door_and_deep_a_moment_later(
    world: World, in_place: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.sandbox.say("x", "colmar_demo", "Le parking est nul !")
    with monkeypatch.context() as patch:
        patch.setattr(deep, "passed", lambda *_, **__: pytest.fail("collecting asked the deep judge"))
        assert collect()["messages"] == 1
    (first,) = world.messages()
    assert (first.tier or "").startswith("fast/")
    assert first.label
    assert DUE in due_now(1, world.time)
    assert deepen() == {"judged": 1, "left": 0}
    (again,) = world.messages()
    assert (again.tier, again.deepen_at) == ("deep/deep-1", None)
    assert again.probabilities != first.probabilities
    assert DUE not in due_now(1, world.time)


def test_collecting_goes_on_while_the_deep_judge_thinks(
    world: World, in_place: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    thinking, go_on, judged = threading.Event(), threading.Event(), deepening.judged

    def slowly(*given: Any) -> Any:
        thinking.set()
        assert go_on.wait(60)
        return judged(*given)

    monkeypatch.setattr(deepening, "judged", slowly)
    world.sandbox.say("x", "colmar_demo", "Le parking est nul !")
    collect()
    beside = threading.Thread(target=deepen)
    beside.start()
    try:
        assert thinking.wait(60)
        world.later(minutes=1)
        world.sandbox.say("x", "colmar_demo", "Schön!", author="Anne")
        assert collect()["messages"] == 1
        assert tiers(world) == ["fast", "fast"]
    finally:
        go_on.set()
        beside.join(60)
    assert tiers(world) == ["deep", "deep"]  # what came meanwhile was next


def test_without_a_deep_tier_nothing_waits_for_it(there: World, absent: None) -> None:
    hear(there, SAYS)
    assert there.messages()[0].deepen_at is None
    assert DUE not in due_now(1, there.time)


def test_a_deep_tier_that_fails_or_went_away_leaves_the_fast_judgement_and_tells_no_text(
    there: World, heard: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hear(there, SAYS, RAGES)

    def gone(texts: Sequence[str], **_: Any) -> Any:
        raise LookupError(texts)

    monkeypatch.setattr(rejudging, "weigh_many", gone)
    assert deepen() == {"judged": 0, "left": 2}
    assert [(one.label, one.deepen_at) for one in there.messages()] == [("neutral", None), ("negative", None)]
    told = capsys.readouterr()
    assert "déplorable" not in told.out + told.err


def test_a_word_a_person_said_meanwhile_stays_and_so_does_the_place_in_the_queue(
    there: World, heard: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hear(there, SAYS)
    heard[SAYS] = RAGES
    (message,), (before,) = there.messages(), there.conversations()
    labelling.relabel(there.people.user["chloe"], message.id, label="positive")
    deepen()
    (message,), (case,) = there.messages(), there.conversations()
    assert (message.label, message.overruled, message.tier) == ("positive", {"label": "negative"}, "deep/known")
    assert (case.label, case.rank, case.due_at) == ("positive", before.rank, before.due_at)


def test_what_a_worker_took_and_never_judged_is_due_again(
    there: World, heard: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hear(there, SAYS)
    with monkeypatch.context() as patch:
        patch.setattr(deepening, "judged", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            deepen()
    assert deepen() == {"judged": 0, "left": 0}  # another may still be at it
    there.later(seconds=TAKEN_FOR.total_seconds())
    assert deepen() == {"judged": 1, "left": 0}


def test_a_backlog_never_makes_the_newest_wait_and_two_workers_share_it(
    there: World, heard: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hear(there, *(f"Ancien {n}" for n in range(35)), at=there.time - timedelta(days=1))
    hear(there, SAYS)
    newest = there.messages()[-1].id
    one, other = deepening._take(there.time), deepening._take(there.time)
    assert one[0] == newest
    assert (len(one), len(other), len({*one, *other})) == (32, 4, 36)


@pytest.mark.parametrize(
    ("fast", "deeper", "rank", "promised"), [(SAYS, RAGES, 4, True), (RAGES, SAYS, 6, False), (RAGES, ASKS, 5, True)]
)
def test_what_nobody_has_taken_up_takes_the_class_the_deep_judge_gives(
    there: World, heard: dict[str, str], fast: str, deeper: str, rank: int, promised: bool
) -> None:
    hear(there, fast)
    heard[fast] = deeper
    deepen()
    (case,) = there.conversations()
    assert case.rank == rank
    assert bool(case.due_at) == promised
    assert case.asked_at == there.time
    assert case.label == judging.weigh(deeper).label


def test_what_somebody_has_taken_up_keeps_the_stricter_class_and_time(there: World, heard: dict[str, str]) -> None:
    hear(there, RAGES)
    heard[RAGES] = SAYS
    (case,) = there.conversations()
    with store.writing() as session:
        move(session, Conversation, case.id, "open", "assigned", at=there.time, owner_id=there.people.user["chloe"])
    deepen()
    (after,) = there.conversations()
    assert (after.rank, after.due_at, after.label) == (4, case.due_at, "neutral")


def test_beside_another_question_the_stricter_class_holds(there: World, heard: dict[str, str]) -> None:
    hear(there, RAGES)
    hear(there, ASKS, under="m0")
    heard[RAGES] = SAYS
    assert deepen()["judged"] == 2
    assert there.conversations()[0].rank == 4


def test_what_was_answered_meanwhile_starts_no_clock_and_still_sours_the_mood(
    there: World, heard: dict[str, str]
) -> None:
    hear(there, ASKS)
    there.later(minutes=1)
    hear(there, SAYS, under="m0")
    with store.writing() as session:
        move(session, Conversation, 1, "open", "waiting_visitor", at=there.time, asked_at=None)
    heard[SAYS] = RAGES
    deepen()
    (case,) = there.conversations()
    assert (case.state, case.asked_at, case.label, case.mood) == ("waiting_visitor", None, "negative", "souring")
