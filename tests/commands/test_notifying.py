"""The operator says where people are told what did not leave; no secret is ever printed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from data import store
from data.lifecycle import move
from data.models import Delivery
from desk import posting
from scheduler.noting import note
from scheduler.telling import tell
from tests import cast
from tests.commands.conftest import Parvis
from tests.conftest import NOON
from tests.receiving import Mailbox, free_port, mailbox, room
from words import s

HOOK = "3ccdd113474722377935511fc85d3dd4"


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as opened:
        yield opened


def test_an_address_is_added_from_standard_input_listed_tried_out_and_removed(
    parvis: Parvis, people: cast.Cast, box: Mailbox
) -> None:
    made = parvis("notify", "add", "mail", "Courriel", given=f"{box.url}\n")
    number = made.out.strip()
    assert number.isdigit()
    assert parvis("notify", "test", number).failed_saying("--to")
    assert parvis("notify", "test", number, "--to", "nobody").failed_saying("nobody")
    assert parvis("notify", "test", number, "--to", "chloe").code == 0
    assert "Essai" in box.texts("chloe@example.org")[0]
    assert "Courriel" in parvis("notify", "list").out
    assert parvis("notify", "remove", number).code == 0
    assert parvis("notify", "list").out == ""
    assert parvis("notify", "test", number).failed_saying("numéro")
    assert parvis("notify", "remove", number).failed_saying("Introuvable")


def test_no_secret_is_printed_whatever_happens(parvis: Parvis, people: cast.Cast) -> None:
    url = f"mmost://127.0.0.1:{free_port()}/{HOOK}"
    made = parvis("notify", "add", "team", "Équipe", "--territory", "colmar", given=url)
    number = made.out.strip()
    tried = parvis("notify", "test", number)
    assert tried.failed_saying("Mattermost ne répond pas")
    bad = parvis("notify", "add", "team", "Équipe", given=f"json://example.org/{HOOK}")
    assert bad.failed_saying("Mattermost")
    listed, as_json = parvis("notify", "list"), parvis("notify", "list", "--json")
    assert "Mattermost · 127.0.0.1" in listed.out
    assert as_json.data[0]["shown"] == "Mattermost · 127.0.0.1"
    for outcome in (made, tried, bad, listed, as_json):
        assert HOOK not in outcome.out + outcome.err


def test_an_address_that_cannot_be_is_one_sentence(parvis: Parvis, people: cast.Cast) -> None:
    assert parvis("notify", "add", "team", "Équipe", given="").failed_saying("Il manque l'adresse")
    assert parvis("notify", "add", "team", "Équipe", "--territory", "nulle", given="x").failed_saying("nulle")
    assert parvis("notify", "add", "mail", "Courriel", given="http://example.org").failed_saying("mailtos://")
    assert parvis("notify", "add", "sms", "Équipe", given="x").code == 2


def test_the_list_says_what_was_told_and_why_the_rest_was_not(parvis: Parvis, people: cast.Cast) -> None:
    with room() as there:
        made = int(parvis("notify", "add", "team", "Équipe", given=there.url).out)
        made_ids = [posting.post(people.user["alice"], ["colmar/x"], text).delivery_ids[0] for text in ("Un", "Deux")]
        for delivery in made_ids:
            with store.writing() as session:
                move(session, Delivery, delivery, "queued", "failed", at=NOON, because=s("Refusé."))
            note()
            there.answers = 503 if delivery == made_ids[1] else 200
            with store.writing() as session:
                session.connection().exec_driver_sql("UPDATE notice_targets SET next_at = NULL")
            tell(made)
    (one,) = parvis("notify", "list", "--json").data
    assert (one["told"], one["due"], one["given_up"]) == (1, 1, 0)
    assert "503" in one["because"]
    assert "503" in parvis("notify", "list").out
