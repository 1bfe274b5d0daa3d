"""From the command line to the network and back: collected, answered, posted, listed, looked for, on both databases."""

from __future__ import annotations

from datetime import timedelta

import clock
from connectors.sandbox.running import Sandbox
from data import store
from data.models import Post
from desk import channels
from tests import cast
from tests.commands.conftest import Parvis

POST = ("post", "--as", "alice@example.org", "--channel", "colmar/x")


def _posts() -> int:
    with store.reading() as session:
        return session.query(Post).count()


def test_a_visitor_is_read_answered_and_listed_under_the_id_the_network_gave(
    parvis: Parvis, town: tuple[Sandbox, cast.Cast]
) -> None:
    sandbox, _ = town
    asked = sandbox.say("x", "colmar", "Bonjour, le musée est-il ouvert demain ?")
    read = parvis("collect", "--once")
    assert (read.code, read.data["messages"]) == (0, 1)
    answered = parvis(*POST, "--reply-to", asked, "--text", "Oui, de 9 h à 18 h.").data
    assert answered["status"] == "scheduled"
    sent = parvis("publish", "--once")
    assert (sent.code, sent.data | {"published": 1}) == (0, sent.data)
    (line,) = parvis("deliveries", "--json").data
    (visible,) = [one for one in sandbox.ledger() if one["by_hub"]]
    assert (line["id"], line["status"], line["attempts"]) == (answered["delivery_ids"][0], "published", 1)
    assert (line["remote_id"], visible["parent"]) == (visible["id"], asked)
    assert line["channel"] == "colmar/x"
    assert visible["id"] in parvis("deliveries").out
    late = parvis(*POST, "--reply-to", asked, "--text", "Oui.")
    assert late.failed_saying("a déjà répondu")


def test_a_post_for_two_accounts_waits_for_its_time(parvis: Parvis, town: tuple[Sandbox, cast.Cast]) -> None:
    sandbox, _ = town
    at = clock.now() + timedelta(hours=1)
    words = (*POST, "--channel", "colmar/facebook", "--text", "Le marché ouvre.", "--at", at.isoformat())
    assert len(parvis(*words).data["delivery_ids"]) == 2
    assert not any(parvis("publish").data.values())
    assert [line["status"] for line in parvis("deliveries", "--json").data] == ["queued", "queued"]
    with clock.stopped_at(at):
        assert parvis("publish").data.items() >= {"published": 2}.items()
        assert len([one for one in sandbox.ledger() if one["by_hub"]]) == 2


def test_a_lost_answer_is_named_and_looked_for(parvis: Parvis, town: tuple[Sandbox, cast.Cast]) -> None:
    sandbox, _ = town
    sandbox.faults({"fault": "commit_then_drop", "method": "POST", "probability": 1, "times": 1})
    assert parvis(*POST, "--text", "Une fois, pas deux.").code == 0
    assert parvis("publish").data.items() >= {"unconfirmed": 1}.items()
    with clock.stopped_at(clock.now() + timedelta(minutes=1)):
        looked = parvis("reconcile", "--once")
    assert (looked.code, looked.data | {"interrupted": 0, "published": 1}) == (0, looked.data)
    assert len([one for one in sandbox.ledger() if one["by_hub"]]) == 1


def test_what_has_not_left_says_why_and_what_is_safe_to_do(parvis: Parvis, town: tuple[Sandbox, cast.Cast]) -> None:
    sandbox, people = town
    sandbox.faults({"fault": "duplicate_403", "method": "POST", "times": 1})
    parvis(*POST, "--text", "Le marché ouvre.")
    assert parvis("publish").data.items() >= {"failed": 1}.items()
    parvis("post", "--as", "alice@example.org", "--channel", "colmar/facebook", "--text", "Bonjour.")
    channels.pause(None, people.channel["colmar/facebook"], "essai")
    with clock.stopped_at(clock.now() + timedelta(minutes=1)):
        failed, late = parvis("deliveries", "--json").data
        assert failed["why"] in parvis("deliveries").out
    assert (failed["act"], late["act"]) == ("correct", "resume")
    assert "mêmes mots" in failed["why"]
    assert "en pause" in late["why"]
    assert "Remettez le compte en service" in late["next"]


def test_what_a_rule_refuses_is_told_and_leaves_nothing_behind(parvis: Parvis, people: cast.Cast) -> None:
    assert parvis(*POST, "--text", "x" * 400).failed_saying("280")
    past = (clock.now() - timedelta(minutes=1)).isoformat()
    assert parvis(*POST, "--text", "Trop tard.", "--at", past).failed_saying("passé")
    assert _posts() == 0


def test_what_does_not_exist_here_is_one_sentence(parvis: Parvis, people: cast.Cast) -> None:
    text = ("--text", "Bonjour")
    assert parvis(*POST, *text, "--reply-to", "999").failed_saying("Introuvable")
    assert parvis(*POST, *text, "--at", "demain").failed_saying("demain")
    assert parvis(*POST, *text, "--at", "2027-01-01T10:00").failed_saying("fuseau")
    for who, where, says in [
        ("nobody", "colmar/x", "nobody"),
        ("a%", "colmar/x", "a%"),
        ("alice", "nulle/x", "nulle"),
        ("alice", "colmar/tiktok", "colmar/tiktok"),
        ("dora", "colmar/x", "Introuvable"),  # Mulhouse's
        ("emile", "colmar/x", "Introuvable"),
    ]:
        assert parvis("post", "--as", who, "--channel", where, *text).failed_saying(says), (who, where)
    assert _posts() == 0


def test_what_needs_other_eyes_waits_for_them(parvis: Parvis, people: cast.Cast) -> None:
    waiting = parvis("post", "--as", "dora", "--channel", "mulhouse/x", "--text", "Bonjour de Mulhouse.")
    assert waiting.data["status"] == "in_review"
    assert waiting.data["delivery_ids"] == []
    assert parvis("deliveries", "--json").data == []
