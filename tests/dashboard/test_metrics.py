"""/metrics says how the installation fares, to those who may know; /health a few words to anybody. Neither says who."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette

import clock
import settings as ground
from dashboard.app import LOOPBACK, routes
from data import store
from data.models import Attempt, Channel, Freeze, Heartbeat, Message, Outcome, RateWindow
from tests import cast
from tests.dashboard.asking import Answer
from tests.dashboard.serving import Served
from tests.scheduler.world import World

TOKEN = "a-token-for-metrics"
LOCAL, FAR = ("127.0.0.1", 50000), ("203.0.113.7", 50000)


def _ask(
    client: tuple[str, int] = LOCAL, hosts: tuple[str, ...] = LOOPBACK, path: str = "/metrics", **headers: str
) -> Answer:
    return Answer(Starlette(routes=routes(hosts)), client, path, headers)


def _figures(text: str) -> dict[str, dict[tuple[str, ...], float]]:
    """Return values by name and labels, these in the order of their names."""
    return {
        family.name: {
            tuple(value for _, value in sorted(sample.labels.items())): sample.value for sample in family.samples
        }
        for family in text_string_to_metric_families(text)
    }


@pytest.fixture
def busy(database: str, noon: Any) -> cast.Cast:
    """A little of everything, named so that a leak would show."""
    people = cast.gather(noon)
    world = World(None, people, database, noon)  # type: ignore[arg-type]  # no network is asked
    world.queue("colmar/x", "Un texte secret", due_at=noon - timedelta(minutes=3))
    world.queue("colmar/facebook", "Pour demain", due_at=noon + timedelta(days=1))
    sent = world.queue("strasbourg/x", "Parti")
    unsure = world.queue("mulhouse/x", "Peut-être parti")
    cast.conversation(people, "colmar/x", "Un autre texte secret", noon - timedelta(hours=2))
    cast.conversation(people, "colmar/x", "D'avant-hier", noon - timedelta(hours=40))
    with store.writing() as session:
        for number, (delivery, hours, result) in enumerate([(sent, 1, "published"), (sent, 30, "Unreachable")]):
            tried = Attempt(delivery_id=delivery, number=number + 1, fingerprint="f", worker="w", started_at=noon)
            session.add(tried)
            session.flush()
            session.add(Outcome(attempt_id=tried.id, result=result, ended_at=noon - timedelta(hours=hours)))
        session.add(Heartbeat(worker="w1", started_at=noon, at=noon - timedelta(seconds=4)))
        session.add(Freeze(reason="Un secret", at=noon))
        for message in session.query(Message):  # the one of two hours ago waits for the deep judge
            message.deepen_at = noon if message.posted_at > noon - timedelta(hours=24) else None
        window = {"network": "x", "name": "n", "verb": "write", "most": 50, "seen_at": noon}
        session.add(RateWindow(owner="channel:1", left=10, resets_at=noon + timedelta(hours=1), **window))
        session.get_one(Channel, people.channel["colmar/facebook"]).synced_at = noon - timedelta(minutes=9)
    with store.writing() as session:
        session.connection().exec_driver_sql(f"UPDATE deliveries SET state = 'unconfirmed' WHERE id = {unsure}")
        session.connection().exec_driver_sql(f"UPDATE deliveries SET state = 'published' WHERE id = {sent}")
    return people


def test_the_figures_are_those_of_the_database(busy: cast.Cast) -> None:
    answer = _ask()
    assert answer.status_code == 200
    found = _figures(answer.text)
    assert found["parvis_up"] == {(): 1}
    assert found["parvis_deliveries"] == {
        ("x", "published"): 1, ("facebook", "queued"): 1, ("x", "queued"): 1, ("x", "unconfirmed"): 1,
    }  # fmt: skip
    assert found["parvis_deliveries_overdue"] == {(): 1}
    assert found["parvis_oldest_due_seconds"] == {(): 180}
    assert found["parvis_deliveries_for_a_person"] == {(): 1}
    assert found["parvis_attempts_24h"] == {("published",): 1}
    assert found["parvis_heartbeat_age_seconds"] == {("w1",): 4}
    assert found["parvis_collect_age_seconds"] == {("facebook",): 540, ("x",): 0}
    assert found["parvis_messages_24h"] == {(): 1}
    assert found["parvis_messages_unread"] == {(): 1}
    assert found["parvis_rate_window_left_ratio"] == {("x", "write"): 0.2}
    assert found["parvis_channels"] == {("facebook", "active"): 4, ("x", "active"): 4}
    assert found["parvis_freezes"] == {(): 1}
    assert found["parvis_database_bytes"][()] > 10_000
    ((revision, schema, version),) = found["parvis_build_info"]
    assert version
    assert revision != "unknown"
    assert schema == store.revision_in_force()[0]


def test_no_word_of_anybody_no_place_and_no_account_is_in_it(busy: cast.Cast) -> None:
    told = _ask().text.lower()
    for name in ("secret", "colmar", "strasbourg", "alsace", "alice", "example.org", "1006"):
        assert name not in told, name


def test_health_says_degraded_and_why_without_naming_a_place(busy: cast.Cast, noon: Any) -> None:
    assert _ask(path="/health").json() == {"status": "ok", "database": "ok", "heartbeat_age": 4.0, "degraded": []}
    with clock.stopped_at(noon + timedelta(minutes=3)):
        told = _ask(FAR, path="/health")
    assert (told.status_code, told.json()["status"]) == (200, "degraded")
    assert told.json()["degraded"] == ["scheduler", "queue"]


def test_a_database_that_is_away_is_told_not_thrown(busy: cast.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARVIS_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    ground.settings.cache_clear()
    assert _figures(_ask().text)["parvis_up"] == {(): 0}
    told = _ask(path="/health")
    assert (told.status_code, told.json()["status"]) == (503, "down")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "via", "x-real-ip", "x-forwarded-proto"])
def test_only_this_machine_or_the_token_may_read(busy: cast.Cast, monkeypatch: pytest.MonkeyPatch, header: str) -> None:
    assert _ask().status_code == 200
    assert _ask(("::1", 50000)).status_code == 200
    shut = [
        lambda **more: _ask(FAR, **more),  # another machine
        lambda **more: _ask(**{header: "203.0.113.7"}, **more),  # a proxy on this one, whoever it says it speaks for
        lambda **more: _ask(**{header: "127.0.0.1"}, **more),
        lambda **more: _ask(hosts=(*LOOPBACK, "desk.example.org"), **more),  # a proxy that says nothing
    ]
    assert {ask().status_code for ask in shut} == {404}
    assert {ask(authorization="Bearer ").status_code for ask in shut} == {404}  # no token is nobody's token
    monkeypatch.setenv("PARVIS_METRICS_TOKEN", TOKEN)
    ground.settings.cache_clear()
    assert {ask().status_code for ask in shut} == {401}
    assert {ask(authorization=f"Bearer {TOKEN}x").status_code for ask in shut} == {401}
    assert {ask(authorization=f"Basic {TOKEN}").status_code for ask in shut} == {401}
    assert {ask(authorization=f"Bearer {TOKEN}").status_code for ask in shut} == {200}


def test_the_figures_are_read_once_in_some_seconds(database: str, noon: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    people = cast.gather(noon)
    app = Starlette(routes=routes())
    assert _figures(Answer(app, LOCAL, "/metrics", {}).text)["parvis_freezes"] == {(): 0}
    with store.writing() as session:
        session.add(Freeze(territory_id=people.territory["colmar"], reason="x", at=noon))
    assert _figures(Answer(app, LOCAL, "/metrics", {}).text)["parvis_freezes"] == {(): 0}
    monkeypatch.setattr("dashboard.web.metrics.KEPT_FOR", 0.0)
    assert _figures(Answer(app, LOCAL, "/metrics", {}).text)["parvis_freezes"] == {(): 1}


def test_a_real_desk_answers_this_machine_and_asks_a_proxy_for_the_token(desk: Served) -> None:
    assert "parvis_up 1.0" in requests.get(f"{desk.url}/metrics", timeout=10).text
    through = requests.get(f"{desk.url}/metrics", headers={"X-Forwarded-For": "127.0.0.1"}, timeout=10)
    assert (through.status_code, through.text) == (404, "")
