"""What is due leaves once, and only when it may."""

from __future__ import annotations

from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from sqlalchemy import select, update

import settings as settings_module
from data import digests, store
from data.models import Attempt, AuditEvent, Channel, Delivery, Freeze, Post, Variant
from scheduler.publish import publish
from scheduler.tending import tend
from tests.scheduler.world import World
from words import recall

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_queued_delivery_is_published_once_with_its_remote_id(world: World) -> None:
    x, facebook = world.queue("colmar/x", "Bonjour de Colmar"), world.queue("colmar/facebook", "Bienvenue à Colmar")
    assert publish("w") == {"published": 2}
    assert publish("w") == {}
    said = {o["id"]: o for o in world.said()}
    assert len(said) == 2
    for i, text in ((x, "Bonjour de Colmar"), (facebook, "Bienvenue à Colmar")):
        delivery = world.delivery(i)
        assert said[delivery.remote_id]["text"] == text
        assert delivery.permalink
        assert delivery.published_at
    assert world.results() == ["published", "published"]


def test_what_is_not_due_yet_waits(world: World) -> None:
    world.queue("colmar/x", "Plus tard", due_at=world.time + timedelta(minutes=2))
    assert publish("w") == {}
    world.later(minutes=2)
    assert publish("w") == {"published": 1}


def test_a_freeze_one_second_before_holds_twenty_due_and_nothing_leaves(world: World) -> None:
    due_at = world.time + timedelta(seconds=1)
    for n in range(20):
        world.queue(("colmar/x", "strasbourg/facebook")[n % 2], f"Agenda {n}", due_at=due_at)
    with store.writing() as session:
        session.add(Freeze(reason="Alerte météo", by_id=world.people.user["alice"], at=world.time))
    world.later(seconds=1)
    assert publish("w") == {"held": 20}
    assert world.said() == []
    assert set(world.states()) == {"held"}
    assert "Alerte météo" in recall(world.delivery(1).because)


def test_a_freeze_of_one_city_leaves_the_other_free(world: World) -> None:
    world.queue("colmar/x", "Colmar"), world.queue("mulhouse/x", "Mulhouse")
    with store.writing() as session:
        session.add(Freeze(territory_id=world.people.territory["colmar"], reason="Deuil", at=world.time))
    assert publish("w") == {"held": 1, "published": 1}
    assert [o["text"] for o in world.said()] == ["Mulhouse"]


def test_what_is_overdue_beyond_the_limit_is_missed_and_never_fired_late(world: World) -> None:
    late = world.queue("colmar/x", "C'était ce matin", due_at=world.time - timedelta(hours=3))
    assert publish("w") == {"missed": 1}
    assert world.said() == []
    assert recall(world.delivery(late).because)


def test_words_changed_after_approval_are_not_sent_and_go_back_to_draft(world: World) -> None:
    i = world.queue("colmar/x", "Approuvé")
    with store.writing() as session:
        session.execute(update(Variant).values(text="Tout autre chose"))
    assert publish("w") == {"sent_back": 1}
    assert world.said() == []
    assert world.delivery(i).state == "failed"
    with store.reading() as session:
        post = session.get_one(Post, world.delivery(i).post_id)
        assert (post.state, bool(recall(post.because))) == ("draft", True)


def test_a_post_taken_back_cancels_its_delivery(world: World) -> None:
    i = world.queue("colmar/x", "Annulé")
    with store.writing() as session:
        session.execute(update(Post).values(state="cancelled"))
    assert publish("w") == {"cancelled": 1}
    assert world.delivery(i).state == "cancelled"
    assert world.said() == []


def test_quiet_hours_put_a_post_off_to_the_opening_but_not_safety(world: World) -> None:
    world.later(hours=11)  # 23:00 UTC: midnight in Alsace
    quiet, safety = world.queue("colmar/x", "Bonne nuit"), world.queue("mulhouse/x", "Alerte", tags=["safety"])
    assert publish("w") == {"put_off": 1, "published": 1}
    opening = world.delivery(quiet).not_before
    assert opening is not None
    assert opening > world.time
    assert world.delivery(safety).state == "published"
    world.time = opening
    assert publish("w") == {"published": 1}


def test_a_paused_account_sends_nothing(world: World) -> None:
    world.queue("colmar/x", "En pause")
    with store.writing() as session:
        session.execute(update(Channel).values(state="paused"))
    assert publish("w") == {}
    assert world.states() == ["queued"]


def test_what_waited_too_long_for_a_paused_account_is_missed_and_not_kept_for_later(world: World) -> None:
    late, early = world.queue("colmar/x", "Ce matin"), world.queue("colmar/x", "À midi", due_at=world.time + HOUR * 3)
    with store.writing() as session:
        session.execute(update(Channel).values(state="paused"))
    assert tend()["lapsed"] == 0
    world.later(hours=3)
    assert tend()["lapsed"] == 1
    assert (world.delivery(late).state, world.delivery(early).state) == ("missed", "queued")


def test_the_claim_is_committed_before_the_socket_opens(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, int]] = []

    class Network(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            with store.reading() as session:  # another connection: it sees only what is committed
                seen.append((session.query(Delivery).one().state, session.query(Attempt).count()))
            self.send_error(500)

        def log_message(self, *_: object) -> None:
            pass

    i = world.queue("colmar/x", "Réclamé")
    with HTTPServer(("127.0.0.1", 0), Network) as server:
        Thread(target=server.handle_request).start()
        monkeypatch.setenv("PARVIS_SANDBOX_URL", f"http://127.0.0.1:{server.server_port}")
        settings_module.settings.cache_clear()
        assert publish("w") == {"unconfirmed": 1}
    assert seen == [("sending", 1)]
    assert world.delivery(i).state == "unconfirmed"


def test_the_attempt_is_written_before_and_tells_who(world: World) -> None:
    i = world.queue("colmar/x", "Qui ?")
    publish("worker-1")
    with store.reading() as session:
        attempt = session.scalars(select(Attempt)).one()
        assert (attempt.delivery_id, attempt.number, attempt.worker) == (i, 1, "worker-1")
        verbs = session.scalars(select(AuditEvent.verb).where(AuditEvent.subject == "deliveries")).all()
    assert verbs == ["queued→sending", "sending→published"]


@pytest.mark.parametrize("workers", [2])
def test_two_schedulers_at_once_publish_fifty_deliveries_once_each(world: World, workers: int) -> None:
    world.sandbox.switch(rate_limits=False)
    for n in range(50):
        world.queue(("colmar/x", "strasbourg/x", "colmar/facebook", "mulhouse/x")[n % 4], f"Nouvelle {n}")

    def work(name: str) -> None:
        while "queued" in world.states():
            publish(name)

    threads = [Thread(target=work, args=(f"w{n}",)) for n in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(o["text"] for o in world.said()) == sorted(f"Nouvelle {n}" for n in range(50))
    assert set(world.states()) == {"published"}


def test_a_permission_that_ended_since_it_was_scheduled_keeps_the_picture_here(world: World) -> None:
    i = world.queue("colmar/x", "Au marché ce matin")
    release = {
        "person": "Jeanne Muller",
        "uses": ["x"],
        "until": f"{world.time - 2 * DAY:%Y-%m-%d}",
        "evidence": "dossier 41",
    }
    picture = {"file": "a.jpg", "mime": "image/jpeg", "bytes": 3, "alt": "Une sculptrice dans son chalet du marché"}
    with store.writing() as session:
        variant = session.get_one(Variant, world.delivery(i).variant_id)
        variant.media = [{**picture, "people": "identifiable", "releases": [release]}]
        session.get_one(Delivery, i).fingerprint = digests.of_words(variant.text, variant.media, None)
        session.flush()
        session.get_one(Post, world.delivery(i).post_id).digest = digests.of_post(session, variant.post_id)
    assert publish("w") == {"missed": 1}
    assert world.said() == []
    assert "Jeanne Muller" in recall(world.delivery(i).because)
