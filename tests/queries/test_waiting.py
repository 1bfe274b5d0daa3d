"""Every delivery that is late says why and what is safe to do, from the rows as they stand at that very moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from data import store
from data.models import Attempt, Channel, Delivery, Freeze, Heartbeat, Outcome, Post
from data.queries import waiting
from data.queries.standing import Standing, length
from tests import cast
from tests.cast import Cast
from tests.queries import stock
from words import recall, s

pytestmark = pytest.mark.usefixtures("database")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def people(noon: datetime) -> Cast:
    """The cast, and an engine that is alive."""
    gathered = cast.gather(noon)
    with store.writing() as session:
        session.add(Heartbeat(worker="w", started_at=noon, at=noon + MINUTE))
    return gathered


def parcel(people: Cast, at: datetime, state: str = "queued", **values: Any) -> int:
    """Store a delivery of Colmar's account on X, due at `at`."""
    _, delivery = stock.post(people, "colmar", at, state="scheduled", due_at=at, delivery=state)
    if values:
        put(Delivery, delivery, **values)
    return delivery


def put(kind: type, row_id: int, **values: Any) -> None:
    """Set columns of a row, a state too: how it came to be so is tested elsewhere."""
    with store.writing() as session:
        session.query(kind).filter_by(id=row_id).update(values)


def told(delivery: int, at: datetime) -> tuple[str, str, str, str]:
    """Return group, act, and both sentences of a delivery."""
    with store.reading() as session:
        one = waiting.standings(session, Delivery.id == delivery, at=at)[delivery]
    return one.group, one.act, recall(one.why), recall(one.next)


def colmar(people: Cast) -> int:
    return people.channel["colmar/x"]


AFTER = datetime.fromisoformat("2026-12-05T12:45:00+00:00")  # 13:45 in Colmar


@pytest.mark.parametrize(
    ("account", "act", "why"),
    [
        ({"state": "disconnected"}, "reconnect", "@colmar_demo est déconnecté"),
        ({"state": "paused"}, "resume", "@colmar_demo est en pause"),
        ({"quiet_until": AFTER}, "", "attendre jusqu'à 13:45"),
        ({"write_after": AFTER}, "", "plus écrire ce compte jusqu'à 13:45"),
        ({"renewing_until": AFTER}, "", "en train d'être renouvelé"),
    ],
)
def test_an_account_that_cannot_send_is_the_reason(
    people: Cast, noon: datetime, account: dict[str, Any], act: str, why: str
) -> None:
    late = parcel(people, noon)
    put(Channel, colmar(people), **account)
    group, found, said, _ = told(late, noon + MINUTE)
    assert (group, found) == ("late", act)
    assert why in said


def test_below_twenty_seconds_nothing_is_late_and_then_it_should_leave_at_once(people: Cast, noon: datetime) -> None:
    one = parcel(people, noon)
    assert told(one, noon + timedelta(seconds=19))[0] == "rest"
    assert told(one, noon + timedelta(seconds=20)) == (
        "late", "", "C'est son tour.", "Partira dans quelques secondes.",
    )  # fmt: skip


def test_a_suspension_comes_before_every_other_reason_but_not_for_a_reply(people: Cast, noon: datetime) -> None:
    post, reply = parcel(people, noon), parcel(people, noon)
    talk = cast.conversation(people, "colmar/x", "Bonjour", noon)
    with store.writing() as session:
        session.add(Freeze(territory_id=people.territory["alsace"], reason="Orage", at=noon))
        session.get_one(Post, session.get_one(Delivery, reply).post_id).conversation_id = talk
    put(Channel, colmar(people), state="disconnected")
    assert "« Orage »" in told(post, noon + MINUTE)[2]
    assert told(reply, noon + MINUTE)[1] == "reconnect"


def test_what_was_put_off_says_until_when_with_its_reason(people: Cast, noon: datetime) -> None:
    late = parcel(people, noon, not_before=AFTER, because=s("Le réseau est injoignable.").kept())
    assert told(late, noon + MINUTE)[2:] == ("Le réseau est injoignable.", "Partira de lui-même à 13:45.")
    tomorrow = parcel(people, noon, not_before=AFTER + timedelta(days=1))
    assert "06/12 13:45" in told(tomorrow, noon + MINUTE)[3]


def test_one_account_sends_one_at_a_time_and_each_knows_how_many_go_before(people: Cast, noon: datetime) -> None:
    second, first = parcel(people, noon), parcel(people, noon - MINUTE)
    parcel(people, noon - MINUTE, not_before=AFTER)  # put off: before nobody
    assert "Avant celui-ci : 1" in told(second, noon + MINUTE)[2]
    busy = parcel(people, noon, "sending", lease_until=noon + 2 * MINUTE)
    assert "Avant celui-ci : 1" in told(first, noon + MINUTE)[2]
    assert "Avant celui-ci : 2" in told(second, noon + MINUTE)[2]
    assert told(busy, noon + MINUTE)[0] == "rest"


def test_a_dead_engine_is_named_before_the_line_that_does_not_move(people: Cast, noon: datetime) -> None:
    parcel(people, noon - MINUTE)
    late = parcel(people, noon)
    group, act, why, then = told(late, noon + 5 * MINUTE)
    assert (group, act) == ("late", "restart")
    assert "arrêté depuis 13:01" in why
    assert "la personne qui tient la machine" in then
    with store.writing() as session:
        session.query(Heartbeat).delete()
    assert "jamais" in told(late, noon + MINUTE)[2]


def test_a_claim_whose_worker_died_is_said_to_be_looked_for(people: Cast, noon: datetime) -> None:
    one = parcel(people, noon, "sending", lease_until=noon + timedelta(seconds=30))
    group, act, why, then = told(one, noon + MINUTE)
    assert (group, act, why) == ("late", "", "L'envoi a été interrompu.")
    assert "chercher sur le réseau" in then
    put(Channel, colmar(people), state="disconnected")
    assert told(one, noon + MINUTE)[1] == "reconnect"


def test_an_unknown_one_says_when_it_is_looked_for_then_asks_a_person(people: Cast, noon: datetime) -> None:
    one = parcel(people, noon, "unconfirmed", look_at=AFTER, looks=2)
    group, act, _, then = told(one, noon + MINUTE)
    assert (group, act) == ("late", "")
    assert "13:45" in then
    assert "Recherches faites : 2" in then
    put(Channel, colmar(people), read_after=AFTER + MINUTE)
    assert "13:46" in told(one, noon + MINUTE)[3]
    put(Channel, colmar(people), state="disconnected")
    assert told(one, noon + MINUTE)[1] == "reconnect"
    assert "Peut-être en ligne" in told(one, noon + MINUTE)[3]
    put(Delivery, one, look_at=None)
    group, act, why, then = told(one, noon + MINUTE)
    assert (group, act) == ("yours", "look")
    assert "Peut-être en ligne, peut-être pas" in why
    assert "donnez son adresse" in then
    assert "renvoyez-le" in then


def test_a_missed_one_says_how_late_and_what_the_limit_is(people: Cast, noon: datetime) -> None:
    because = s("En retard de {late} minutes (limite : {limit})", late=95, limit=30).kept()
    one = parcel(people, noon, "missed", because=because)
    group, act, why, _ = told(one, noon + MINUTE)
    assert (group, act) == ("yours", "again")
    assert "1 h 35 de retard" in why
    assert "30 min" in why


@pytest.mark.parametrize(
    ("results", "act"),
    [(["Unreachable", "Rejected"], "correct"), (["Rejected", "Unreachable"], "again"), ([], "correct")],
)
def test_a_failed_one_is_corrected_unless_the_network_was_only_out_of_reach(
    people: Cast, noon: datetime, results: list[str], act: str
) -> None:
    one = parcel(people, noon, "failed", because=s("Refusé.").kept())
    with store.writing() as session:
        for number, result in enumerate(results, 1):
            attempt = Attempt(delivery_id=one, number=number, fingerprint="f", worker="w", started_at=noon)
            session.add(attempt)
            session.flush()
            session.add(Outcome(attempt_id=attempt.id, result=result, ended_at=noon))
    assert told(one, noon + MINUTE)[:3] == ("yours", act, "Refusé.")
    with store.reading() as session:
        post = session.get_one(Delivery, one).post_id
    put(Post, post, state="draft")
    assert told(one, noon + MINUTE)[1] == "correct"


def test_a_held_one_names_its_suspension_and_waits_for_it_to_be_lifted(people: Cast, noon: datetime) -> None:
    because = s("Suspendu par {by} le {day} à {hour} : « {reason} ». Rien ne part.", by="Alice", day="05/12",
                hour="13:00", reason="Orage").kept()  # fmt: skip
    one = parcel(people, noon, "held", because=because)
    with store.writing() as session:
        freeze = Freeze(territory_id=people.territory["colmar"], reason="Orage", at=noon)
        session.add(freeze)
    assert told(one, noon + MINUTE)[:2] == ("held", "")
    assert waiting.counts(people.user["chloe"]) == {}
    put(Freeze, freeze.id, lifted_at=noon)
    group, act, why, _ = told(one, noon + MINUTE)
    assert (group, act, why) == ("yours", "release", "Suspendu par Alice le 05/12 à 13:00 : « Orage ».")
    assert waiting.counts(people.user["chloe"]) == {"colmar": 1}
    assert waiting.counts(people.user["dora"]) == {}


def test_the_list_brings_what_presses_first_and_nothing_of_another_city(people: Cast, noon: datetime) -> None:
    soon = stock.post(people, "colmar", noon + MINUTE * 30, state="scheduled", delivery="queued")[1]
    late, asked = parcel(people, noon), parcel(people, noon, "unconfirmed")
    stock.post(people, "colmar", noon + timedelta(days=3), state="scheduled", delivery="queued")
    stock.post(people, "mulhouse", noon, state="scheduled", delivery="failed")
    found = waiting.listed(people.user["chloe"], noon + MINUTE)
    assert [(one.parcel.id, one.standing.group) for one in found] == [(late, "late"), (asked, "yours"), (soon, "rest")]
    assert {one.place.slug for one in found} == {"colmar"}


def test_what_a_long_list_leaves_out_is_counted(people: Cast, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "AT_ONCE", 2)
    for n in range(5):
        parcel(people, noon - MINUTE * n, "failed")
    for n in range(3):
        stock.post(people, "colmar", noon + MINUTE * (30 + n), state="scheduled", delivery="queued")
    stock.post(people, "mulhouse", noon, state="scheduled", delivery="failed")
    assert len(waiting.listed(people.user["chloe"], noon)) == 4
    assert waiting.left_out(people.user["chloe"], noon) == 3 + 1
    assert waiting.left_out(people.user["dora"], noon) == 0


def test_what_is_over_has_no_standing(people: Cast, noon: datetime) -> None:
    done = parcel(people, noon, "published", published_at=noon, remote_id="1")
    parcel(people, noon, "cancelled")
    with store.reading() as session:
        assert waiting.standings(session, at=noon) == {}
    (found,) = waiting.listed(people.user["alice"], noon + MINUTE)
    assert (found.parcel.id, found.standing) == (done, Standing("rest"))


def test_a_length_of_time_is_said_in_the_largest_units_that_are_exact() -> None:
    assert [length(minutes) for minutes in (0.4, 45, 60, 185)] == ["0 min", "45 min", "1 h", "3 h 05"]
