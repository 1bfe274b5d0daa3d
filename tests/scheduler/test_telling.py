"""What did not leave is told outside the product: once, gathered, by one worker, and later when the way was shut."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import update

import settings as settings_module
from data import store
from data.lifecycle import move
from data.models import Delivery, Notice
from scheduler import telling
from scheduler.noting import note
from scheduler.publish import publish
from scheduler.telling import TRIES, tell, try_out
from tests import cast as crew
from tests.conftest import NOON
from tests.receiving import Mailbox, Room, free_port, mailbox
from tests.scheduler.telling import address, all_wrong, goes_wrong, states, strike, wrong
from tests.scheduler.world import World
from words import recall, s

ALICE = "alice@example.org"


def test_a_delivery_that_failed_or_was_missed_reaches_its_owners_mail_without_its_words(
    world: World, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARVIS_PUBLIC_URL", "https://parvis.example.org")
    settings_module.settings.cache_clear()
    address(world, box.url)
    case = crew.conversation(world.people, "colmar/x", "VISITORS-WORDS", NOON, thread_id="VISITOR")
    refused = world.queue("colmar/x", "OUR-WORDS", conversation_id=case, reply_to="VISITOR")
    missed = world.queue("mulhouse/facebook", "OUR-WORDS", due_at=world.time - timedelta(hours=3))
    assert publish("w") == {"failed": 1, "missed": 1}
    strike()
    text = " ".join("".join(box.texts(ALICE)).split())
    for said in (
        "2 envois n'ont pas pu partir",
        "Colmar, X colmar_demo : l'envoi prévu le 5 décembre 2026 à 13:00 a échoué",
        recall(world.delivery(refused).because),
        "Mulhouse, Facebook mulhouse_demo : l'envoi prévu le 5 décembre 2026 à 10:00 a manqué son heure",
        recall(world.delivery(missed).because),
        "renvoyez maintenant",
        "Dans Parvis, page « Envois » : https://parvis.example.org/deliveries",
    ):
        assert said in text, said
    for kept in ("OUR-WORDS", "VISITOR"):
        assert kept not in str(box.letters[0])
    strike(), world.later(hours=1), strike()
    assert len(box.letters) == 1


def test_a_server_that_was_down_hears_it_once_when_it_is_back(there: World) -> None:
    port = free_port()
    target = address(there, f"mailto://127.0.0.1:{port}?from=parvis@example.org")
    goes_wrong(there, "colmar/x")
    strike()
    with store.reading() as session:
        notice = session.query(Notice).one()
        assert (notice.state, notice.sent) == ("due", 1)
        assert "répond pas" in recall(notice.because)
    with mailbox(port) as box:
        strike()
        assert box.letters == []  # its time has not come
        there.later(minutes=1), strike()
        assert len(box.texts(ALICE)) == 1
        there.later(hours=5), strike()
        assert len(box.letters) == 1
    assert states() == ["told"]
    assert tell(target) == {}


def test_workers_side_by_side_tell_it_once(there: World, team: Room) -> None:
    target = address(there, team.url, "alsace", "team")
    for _ in range(6):
        goes_wrong(there, "colmar/x")
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: note(), range(4)))
        done = list(pool.map(lambda _: tell(target), range(4)))
    assert sum(made) == 6
    assert sorted(map(str, done)) == ["{'told': 6}", "{}", "{}", "{}"]
    assert len(team.heard) == 1


def test_a_notice_that_two_rounds_hold_is_told_by_the_first(there: World, team: Room) -> None:
    target = address(there, team.url, "alsace", "team")
    goes_wrong(there, "colmar/x")
    note()
    (letter,) = telling.letters(target, there.time)
    assert len(telling._hold(letter, there.time)) == 1
    assert telling._hold(letter, there.time) == set()


def test_two_hundred_at_once_are_one_message_and_what_follows_waits_a_minute(there: World, team: Room) -> None:
    target = address(there, team.url, "alsace", "team")
    for n in range(2):
        due_at = there.time - timedelta(minutes=20 * n)
        there.queue_all([("colmar/x", "Bonjour"), ("strasbourg/facebook", "Bonjour")] * 50, due_at=due_at)
    all_wrong()
    strike()
    (text,) = team.texts()
    assert "200 envois n'ont pas pu partir" in text
    assert "Colmar, X colmar_demo : 100 envois ont échoué, le premier était prévu le 5 décembre 2026 à 12:40" in text
    assert len(text) < 1500
    goes_wrong(there, "colmar/x"), strike()
    assert tell(target) == {}  # asked all the same, it keeps the pause
    assert len(team.heard) == 1
    there.later(minutes=1), strike()
    assert len(team.heard) == 2
    assert states() == ["told"] * 201


def test_a_worker_that_died_while_telling_is_followed_after_ten_minutes_not_before(there: World, team: Room) -> None:
    target = address(there, team.url, "alsace", "team")
    goes_wrong(there, "colmar/x")
    note()
    (letter,) = telling.letters(target, there.time)
    telling._hold(letter, there.time)  # and there it ends: nobody knows whether it was said
    there.later(minutes=9), strike()
    assert team.heard == []
    there.later(minutes=1), strike()
    assert len(team.heard) == 1


def test_what_cannot_be_told_is_given_up_at_last_named_and_without_its_secret(
    there: World, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    address(there, f"mailto://parvis:PASSWORD@127.0.0.1:{free_port()}?from=parvis@example.org")
    goes_wrong(there, "colmar/x")
    with caplog.at_level(logging.DEBUG):
        for _ in range(TRIES + 12):  # over a night, in which nothing is tried
            strike(), there.later(hours=1)
    with store.reading() as session:
        notice = session.query(Notice).one()
    assert (notice.state, notice.sent) == ("given_up", TRIES)
    assert recall(notice.because)
    told = capsys.readouterr().out
    assert "given up" in told
    assert "PASSWORD" not in told + caplog.text


def test_one_who_cannot_be_written_to_does_not_keep_the_others_from_their_mail(there: World, box: Mailbox) -> None:
    address(there, box.url)
    box.refuses = {ALICE}
    goes_wrong(there, "colmar/x")
    with store.writing() as session:
        bruno = there.people.user["bruno"]
        session.execute(update(Delivery).where(Delivery.id == goes_wrong(there, "strasbourg/x")).values(by_id=bruno))
    strike()
    with store.reading() as session:
        tried = [one.sent for one in session.query(Notice).order_by(Notice.sent)]
    assert tried == [0, 1]  # a server that is away is asked once in a round, not once for each person
    there.later(minutes=1), strike(), there.later(minutes=1), strike()
    assert len(box.texts("bruno@example.org")) == 1
    assert sorted(states()) == ["due", "told"]


def test_what_was_settled_before_it_could_be_told_is_not_told(there: World, team: Room) -> None:
    address(there, team.url, "alsace", "team")
    one, two = goes_wrong(there, "colmar/x"), goes_wrong(there, "mulhouse/x")
    note()
    with store.writing() as session:
        move(session, Delivery, one, "failed", "queued", at=there.time)
    strike()
    assert "Mulhouse" in team.texts()[0]
    assert "Colmar" not in team.texts()[0]
    wrong(one)  # it fails once more: that is news
    there.later(minutes=1), strike()
    assert "Colmar" in team.texts()[1]
    with store.writing() as session:
        move(session, Delivery, two, "failed", "cancelled", at=there.time, because=s("Renvoi demandé."))
    assert states() == ["settled", "told", "told"]


def test_a_worker_told_to_stop_leaves_the_rest_to_the_next(there: World, box: Mailbox) -> None:
    target, stop = address(there, box.url), Event()
    goes_wrong(there, "colmar/x"), note(), stop.set()
    assert tell(target, stop) == {}
    there.later(minutes=1), strike()
    assert len(box.letters) == 1


def test_without_the_key_that_sealed_it_an_address_waits_and_says_why(
    there: World, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    address(there, box.url)
    goes_wrong(there, "colmar/x")
    monkeypatch.setenv("PARVIS_SECRET_KEY", "b3RoZXIta2V5LWZvci10ZXN0cy1vbmx5LTAxMjM0NTY=")
    settings_module.settings.cache_clear()
    strike()
    with store.reading() as session:
        assert "PARVIS_SECRET_KEY" in recall(session.query(Notice).one().because)
    assert box.letters == []


def test_an_address_set_by_a_person_never_reaches_into_the_house(there: World, team: Room) -> None:
    address(there, team.url, "alsace", "team", by_id=there.people.user["alice"])
    looked_up = f"mmosts://localhost.localdomain:{team.port}/3ccdd113474722377935511fc85d3dd4"
    address(there, looked_up, "alsace", "team", by_id=there.people.user["alice"])
    goes_wrong(there, "colmar/x")
    strike()
    assert team.heard == []
    assert states() == ["due", "due"]


def test_an_address_is_tried_out_at_once(there: World, box: Mailbox, team: Room) -> None:
    try_out(address(there, team.url, "colmar", "team"))
    try_out(address(there, box.url), there.people.user["chloe"])
    assert "Essai de Parvis" in team.texts()[0]
    assert "fonctionne" in box.texts("chloe@example.org")[0]
