"""The whole road of a delivery, where two things meet: never twice, never taken for another, never lost silently."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from connectors.contract import Outgoing, Receipt
from connectors.x import X
from data import store
from data.models import Attempt, AuditEvent, Delivery, Outcome
from data.queries.deliveries import one
from desk import deliveries
from desk.refusal import NeedsConfirmation
from scheduler.claiming import Claim, claim
from scheduler.publish import publish
from scheduler.reconcile import reconcile
from scheduler.settling import settle
from tests.scheduler.world import World
from words import recall

X_AND_FACEBOOK = pytest.mark.parametrize("channel", ["colmar/x", "colmar/facebook"])


def look(world: World, *seconds: float) -> list[dict[str, int]]:
    """Let time pass and look, so many times."""
    became = []
    for span in seconds:
        world.later(seconds=span)
        became.append(reconcile("w"))
    return became


@X_AND_FACEBOOK
def test_two_identical_posts_both_unknown_end_as_two_whichever_of_them_arrived(world: World, channel: str) -> None:
    world.sandbox.switch(duplicates=False)
    world.sandbox.faults(
        {"fault": "commit_then_5xx", "method": "POST", "times": 1},
        {"fault": "error_5xx_before", "method": "POST", "times": 1},
    )
    for _ in range(2):
        world.queue(channel, "Ouvert ce soir")
    assert publish("w") == {"unconfirmed": 2}
    assert look(world, 5)[0]["published"] == 1
    look(world, 30, 120, 120)
    publish("w")
    ids = {world.delivery(n).remote_id for n in (1, 2)}
    assert (world.states(), ids) == (["published", "published"], {o["id"] for o in world.said()})
    assert len(ids) == 2


@X_AND_FACEBOOK
def test_the_same_answer_to_two_visitors_is_told_apart_by_what_it_answers(world: World, channel: str) -> None:
    world.sandbox.switch(duplicates=False)
    network = channel.partition("/")[2]
    asked = [world.sandbox.say(network, "colmar_demo", f"Question {n} ?", author=f"Anne{n}") for n in range(2)]
    world.sandbox.faults({"fault": "commit_then_drop", "method": "POST", "times": 2})
    for n in range(2):
        world.queue(channel, "Au parking Rapp.", reply_to=asked[n])
    assert publish("w") == {"unconfirmed": 2}
    assert look(world, 5) == [{"interrupted": 0, "published": 2}]
    under = {o["parent"]: o["id"] for o in world.said()}
    assert [world.delivery(n + 1).remote_id for n in range(2)] == [under[parent] for parent in asked]


@X_AND_FACEBOOK
def test_a_reply_that_never_arrived_is_looked_for_twice_and_sent_once(world: World, channel: str) -> None:
    asked = world.sandbox.say(channel.partition("/")[2], "colmar_demo", "Où se garer ?")
    world.sandbox.faults({"fault": "drop_before", "method": "POST", "times": 1})
    world.queue(channel, "Au parking Rapp.", reply_to=asked)
    publish("w")
    look(world, 5, 30, 120)
    assert world.states() == ["queued"]
    assert publish("w") == {"published": 1}
    assert [o["parent"] for o in world.said()] == [asked]


def test_an_absence_is_dated_by_when_it_was_asked_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that was read before the lag was over proves nothing, however long its answer took."""
    world.sandbox.faults({"fault": "error_5xx_before", "method": "POST", "times": 1})
    i, find = world.queue("colmar/x", "Où es-tu ?"), X.find

    def slow(self: X, outgoing: Outgoing, since: object) -> Receipt | None:
        found = find(self, outgoing, since)  # type: ignore[arg-type]  # passed on as it came
        world.later(seconds=60)
        return found

    publish("w")
    monkeypatch.setattr(X, "find", slow)
    assert look(world, 5) == [{"interrupted": 0, "not_yet": 1}]
    assert world.delivery(i).absences == 0


def test_words_that_stand_there_already_and_that_nobody_finds_are_a_person_s_matter(world: World) -> None:
    world.sandbox.faults({"fault": "error_5xx_before", "method": "POST", "times": 1})
    i, alice = world.queue("colmar/x", "Déjà là ?"), world.people.user["alice"]
    publish("w")
    look(world, 5, 30, 120)
    world.sandbox.faults({"fault": "duplicate_403", "method": "POST"})
    assert publish("w") == {"unconfirmed": 1}
    assert look(world, 5, 30, 120)[-1] == {"interrupted": 0, "asked": 1}
    assert "ne les trouve pas" in recall(world.delivery(i).because)
    assert look(world, 3600) == [{"interrupted": 0}]
    assert (publish("w"), world.said(), world.delivery(i).tries) == ({}, [], 2)
    with pytest.raises(NeedsConfirmation) as asked:  # the first safe answer: look, then send again
        deliveries.send_again(alice, i)
    world.sandbox.faults()
    deliveries.send_again(alice, i, confirm=asked.value.token)
    assert publish("w") == {"published": 1}


def test_the_second_safe_answer_it_is_there_ends_the_matter(world: World) -> None:
    world.sandbox.faults({"fault": "error_5xx_before", "method": "POST"})
    i = world.queue("colmar/x", "Trois fois")
    for _ in range(3):
        publish("w")
        look(world, 5, 30, 120)
    assert world.delivery(i).look_at is None
    deliveries.it_is_there(world.people.user["alice"], i, "1850")
    assert (world.delivery(i).state, publish("w"), reconcile("w")) == ("published", {}, {"interrupted": 0})


def test_a_confirmation_that_comes_after_it_was_queued_again_takes_it_out_of_the_queue(world: World) -> None:
    i = world.queue("colmar/x", "Très lent")
    claimed = claim(world.people.channel["colmar/x"], "slow")
    assert isinstance(claimed, Claim)
    world.later(minutes=2)
    reconcile("w")
    look(world, 120)
    assert world.delivery(i).state == "queued"
    assert settle(claimed, Receipt("4242"), world.time) == "published"
    assert (world.delivery(i).remote_id, publish("w"), world.said()) == ("4242", {}, [])


def test_a_failure_that_comes_after_another_try_began_changes_nothing_and_is_on_record(world: World) -> None:
    i = world.queue("colmar/x", "Très lent")
    claimed = claim(world.people.channel["colmar/x"], "slow")
    assert isinstance(claimed, Claim)
    world.later(minutes=2)
    reconcile("w")
    look(world, 120)
    assert publish("w") == {"published": 1}
    assert settle(claimed, Receipt("4242"), world.time) == "late"
    assert world.delivery(i).remote_id == world.said()[0]["id"]
    with store.reading() as session:
        assert "answered too late" in session.scalars(select(AuditEvent.verb)).all()
        assert "4242" in session.scalars(select(Outcome.remote_id)).all()


def test_the_ledger_says_of_each_try_how_far_the_words_came_and_whether_they_may_go_again(world: World) -> None:
    world.sandbox.faults({"fault": "error_5xx_before", "method": "POST", "times": 1})
    i = world.queue("colmar/x", "Bonjour")
    publish("w")
    look(world, 5, 30, 120)
    world.sandbox.faults({"fault": "rate_limited", "method": "POST", "times": 1})
    publish("w")
    world.later(minutes=20)
    publish("w")
    parcel = one(None, i)
    assert parcel is not None
    told = [(a.number, a.submission, a.retry) for a in parcel.attempts]
    assert told == [(1, "unknown", "after a look"), (2, "refused", "safe"), (3, "visible", "needless")]
    with store.reading() as session:
        assert set(session.scalars(select(Attempt.fingerprint))) == {world.delivery(i).fingerprint}


@pytest.mark.parametrize("change", ["UPDATE attempts SET worker = 'x'", "UPDATE outcomes SET result = 'x'"])
def test_a_try_and_its_outcome_never_change(world: World, change: str) -> None:
    world.queue("colmar/x", "Bonjour")
    publish("w")
    with pytest.raises(DatabaseError, match="never change"), store.writing() as session:
        session.execute(text(change))


def test_every_unknown_of_a_bad_day_ends_published_once_or_with_a_person(world: World) -> None:
    world.sandbox.switch(rate_limits=False)
    kinds = ("commit_then_drop", "commit_then_garbage", "error_5xx_before", "drop_before", "duplicate_403")
    world.sandbox.faults(*({"fault": kind, "method": "POST", "probability": 0.2} for kind in kinds), seed=7)
    count = 40
    world.queue_all([(("colmar/x", "mulhouse/facebook")[n % 2], f"Annonce {n}") for n in range(count)], tags=["safety"])
    for _ in range(40):
        publish("w")
        look(world, 40)
    said = Counter(o["text"] for o in world.said())
    with store.reading() as session:
        rows = session.scalars(select(Delivery)).all()
    assert max(said.values()) == 1
    assert {d.remote_id for d in rows if d.state == "published"} <= {o["id"] for o in world.said()}
    for row in rows:
        assert row.state == "published" or recall(row.because), row.id
        assert row.state in ("published", "failed") or (row.state, row.look_at) == ("unconfirmed", None), row.id
