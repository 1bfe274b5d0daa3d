"""An installation is prepared, migrated, examined: from nothing, without anybody at the keyboard."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

import clock
from connectors.sandbox.running import Sandbox
from data import sealed, store
from data.models import Channel, Heartbeat
from desk import signing
from tests import cast
from tests.commands.conftest import Outcome, Parvis
from tests.conftest import KEY

OTHER = "YW5vdGhlci1rZXktZm9yLXRlc3RzLW9ubHktMDEyMzQ="  # a key for tests, of no other use
PASSWORD = "un mot de passe assez long"


def _found(outcome: Outcome) -> dict[str, bool]:
    return {finding["subject"]: finding["fine"] for finding in outcome.data["findings"]}


def test_init_without_a_key_proposes_one_and_makes_nothing(
    parvis: Parvis, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PARVIS_SECRET_KEY")
    outcome = parvis("init")
    assert outcome.failed_saying("PARVIS_SECRET_KEY=")
    assert not list(home.iterdir())
    monkeypatch.setenv("PARVIS_SECRET_KEY", outcome.err.strip().rpartition("PARVIS_SECRET_KEY=")[2])
    assert parvis("init").code == 0  # the key it proposed is one it takes


def test_init_makes_the_database_a_territory_and_somebody_who_can_sign_in(parvis: Parvis, home: Path) -> None:
    words = ("init", "--territory", "alsace:Alsace", "--admin", "you@example.org")
    assert parvis(*words).failed_saying("mot de passe")
    assert parvis(*words, given="court\n").failed_saying("12")
    assert parvis(*words, given=PASSWORD + "\n").code == 0
    assert signing.sign_in("you@example.org", PASSWORD, "127.0.0.1").user_id
    assert "alsace:admin" in parvis("user", "list").out
    again = parvis(*words)  # nothing is asked for, nothing changes
    assert (again.code, again.err) == (0, "")
    assert parvis("user", "list").out.count("you@example.org") == 1
    store.close()


def test_an_administrator_needs_a_territory(parvis: Parvis) -> None:
    assert parvis("init", "--admin", "you@example.org", given=PASSWORD).failed_saying("--territory")


def test_migrate_says_where_the_database_stands_and_may_be_run_again(parvis: Parvis, database: str) -> None:
    _, expected = store.revision_in_force()
    for _ in range(2):
        outcome = parvis("migrate")
        assert outcome.code == 0
        assert str(expected) in outcome.out


def test_doctor_on_nothing_says_what_to_do_in_words_and_as_json(parvis: Parvis) -> None:
    told = parvis("doctor")
    assert told.failed_saying("attention")
    assert "parvis.py migrate" in told.out
    found = _found(parvis("doctor", "--json"))
    assert found["database"] is False
    assert found["key"] is found["policies"] is True


def test_doctor_asks_every_account_who_it_is(parvis: Parvis, town: tuple[Sandbox, cast.Cast]) -> None:
    sandbox, people = town
    with store.writing() as session:
        for name, channel_id in people.channel.items():
            if not name.startswith("colmar"):
                session.delete(session.get_one(Channel, channel_id))
        session.add(Heartbeat(worker="w", started_at=clock.now(), at=clock.now()))
    well = parvis("doctor", "--json")
    findings = {finding["subject"]: finding["says"] for finding in well.data["findings"] if not finding["fine"]}
    assert findings.keys() <= {"clock"}  # held at a noon that is not the database's
    assert _found(well)["colmar/x"] is _found(well)["scheduler"] is True
    sandbox.faults({"fault": "token_expired", "host": "api.twitter.com", "probability": 1})
    with clock.stopped_at(clock.now() + timedelta(minutes=5)):
        ill = _found(parvis("doctor", "--json"))
    assert ill["colmar/x"] is ill["scheduler"] is False
    assert ill["colmar/facebook"] is True


def test_doctor_sees_a_clock_that_went_back_and_a_key_that_opens_nothing(
    parvis: Parvis, people: cast.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert parvis("channel", "pause", "colmar/x", "essai").code == 0
    monkeypatch.setenv("PARVIS_SECRET_KEY", OTHER)
    with clock.stopped_at(clock.now() - timedelta(hours=1)):
        found = _found(parvis("doctor", "--json"))
    assert found["clock"] is found["colmar/x"] is False


def test_changing_the_key_keeps_what_it_sealed(
    parvis: Parvis, people: cast.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert parvis("channel", "reconnect", "colmar/x", given='{"token": "secret"}').code == 0
    monkeypatch.setenv("PARVIS_SECRET_KEY", OTHER)
    assert parvis("channel", "rotate-key").failed_saying("ancienne clé")
    monkeypatch.setenv("PARVIS_SECRET_KEY", f"{OTHER},{KEY}")
    assert parvis("channel", "rotate-key").code == 0
    monkeypatch.setenv("PARVIS_SECRET_KEY", OTHER)
    assert parvis("channel", "rotate-key").code == 0
    with store.reading() as session:
        kept = session.get_one(Channel, people.channel["colmar/x"])
        assert sealed.unseal(kept.credentials) == {"token": "secret"}
