"""doctor names each thing that is not well, says what to do, and ends with 1 only when somebody must act."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import clock
from commands.doctoring import accounts
from connectors.sandbox.running import Sandbox
from data import sealed, store
from data.models import Channel, Delivery, Freeze, Heartbeat, Message, Notice, NoticeTarget, Post, RateWindow, Variant
from sentiment import tiers
from tests import cast
from tests.commands.conftest import Parvis
from tests.commands.test_operating import OTHER
from words import s

KEYS = {"subject", "fine", "level", "says", "do", "figures"}


def _found(parvis: Parvis) -> dict[str, dict[str, Any]]:
    told = parvis("doctor", "--json").data
    assert all(finding.keys() == KEYS for finding in told["findings"])
    assert all(finding["fine"] == (finding["level"] != "wrong") for finding in told["findings"])
    return {finding["subject"]: finding for finding in told["findings"]}


def _delivery(people: cast.Cast, **values: Any) -> int:
    channel, by, at = people.channel["colmar/x"], people.user["alice"], clock.now()
    with store.writing() as session:
        post = Post(territory_id=people.territory["colmar"], author_id=by, state="scheduled", created_at=at)
        session.add(post)
        session.flush()
        variant = Variant(post_id=post.id, channel_id=channel, text="Bonjour")
        session.add(variant)
        session.flush()
        kept = Delivery(
            post_id=post.id, variant_id=variant.id, channel_id=channel, territory_id=post.territory_id, by_id=by,
            key=f"k{post.id}", fingerprint="f", created_at=at, **({"due_at": at} | values),
        )  # fmt: skip
        session.add(kept)
        session.flush()
        return kept.id


def test_an_installation_that_is_well_says_so_of_each_thing(parvis: Parvis, people: cast.Cast) -> None:
    found = _found(parvis)
    for subject in (
        "database",
        "disk",
        "key",
        "secrets",
        "policies",
        "queue",
        "unknown",
        "notices",
        "freezes",
        "pairs",
    ):
        assert found[subject]["level"] == "fine", found[subject]
    kind = "integrity" if "integrity" in found else "connections"
    assert found[kind]["level"] == "fine"
    assert found["disk"]["figures"]["free_bytes"] > 0


def test_what_waits_is_counted_and_the_person_is_told_where_to_act(parvis: Parvis, people: cast.Cast) -> None:
    _delivery(people, due_at=clock.now() - timedelta(minutes=7))
    put_off = clock.now() + timedelta(hours=8)
    _delivery(people, due_at=clock.now() - timedelta(minutes=9), not_before=put_off)  # quiet hours: not late
    unsure = _delivery(people, state="unconfirmed")
    at = clock.now()
    with store.writing() as session:
        session.add(Heartbeat(worker="alive", started_at=at, at=at))
        session.add(Heartbeat(worker="gone", started_at=at, at=at - timedelta(hours=2)))
        session.add(Freeze(reason="Un incident", at=at))
        target = NoticeTarget(kind="team", name="salon", shown="…", url=sealed.seal({"url": "x"}), created_at=at)
        session.add(target)
        session.flush()
        session.add(
            Notice(
                delivery_id=unsure, target_id=target.id, event_id=1, what="failed", state="given_up", not_before=at,
                created_at=at,
            )
        )  # fmt: skip
        common = {"network": "x", "most": 100, "seen_at": at}
        session.add(RateWindow(owner="channel:1", name="a", verb="write", left=3, resets_at=at + DAY, **common))
        session.add(RateWindow(owner="channel:2", name="a", verb="write", left=90, resets_at=at + DAY, **common))
        session.add(RateWindow(owner="channel:2", name="b", verb="read", left=0, resets_at=at - DAY, **common))
        session.get_one(Channel, people.channel["colmar/x"]).renew_at = at - timedelta(hours=1)
    found = _found(parvis)
    assert found["queue"]["figures"] == {"overdue": 1, "oldest_due_s": 420.0}
    assert found["unknown"]["figures"] == {"for_a_person": 1}
    assert (found["scheduler"]["level"], found["scheduler"]["figures"]["alive"]) == ("fine", 1)
    assert (found["worker:alive"]["level"], found["worker:gone"]["level"]) == ("fine", "watch")
    assert (found["freezes"]["level"], found["notices"]["level"]) == ("watch", "watch")
    assert (found["quota:x/write"]["level"], found["quota:x/write"]["figures"]["left"]) == ("watch", 0.03)
    assert "quota:x/read" not in found  # it began anew since
    assert found["pairs"]["level"] == "wrong"
    assert "colmar/x" in found["pairs"]["says"]
    for subject in ("queue", "unknown", "worker:gone", "freezes", "notices", "pairs"):
        assert found[subject]["do"], subject


DAY = timedelta(days=1)


def test_only_what_somebody_must_mend_ends_with_one(
    parvis: Parvis, people: cast.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.writing() as session:
        for channel_id in people.channel.values():
            session.delete(session.get_one(Channel, channel_id))
        session.add(Heartbeat(worker="w", started_at=clock.now(), at=clock.now()))
        session.add(Freeze(reason="Un incident", at=clock.now()))
    monkeypatch.setattr("commands.doctoring.machine.OFF", timedelta(days=36500))  # held at a noon long ahead
    watched = parvis("doctor")
    assert watched.code == 0, watched.out
    assert "! 1 suspension" in watched.out
    _delivery_late(people)
    assert parvis("doctor").failed_saying("attention")


def _delivery_late(people: cast.Cast) -> None:
    with store.writing() as session:
        channel = Channel(
            territory_id=people.territory["colmar"], network="x", remote_id="9", handle="h", created_at=clock.now(),
            state="paused",
        )  # fmt: skip
        session.add(channel)
        session.flush()
        channel_id = channel.id
    again = cast.Cast(people.territory, people.user, {"colmar/x": channel_id})
    _delivery(again, due_at=clock.now() - timedelta(hours=1))


def test_every_sealed_secret_is_tried(parvis: Parvis, people: cast.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARVIS_SECRET_KEY", OTHER)
    found = _found(parvis)
    assert found["secrets"]["figures"] == {"unopened": len(people.channel)}
    assert found["key"]["fine"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_damaged_file_is_seen(parvis: Parvis, people: cast.Cast, home: Path) -> None:
    with store.writing() as session:
        rows = [Heartbeat(worker=f"w{n}", started_at=clock.now(), at=clock.now()) for n in range(2000)]
        session.add_all(rows)
        session.flush()
        root = (
            session.connection().exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name='heartbeats'").scalar()
        )
    with store.engine().connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    whole = bytearray((home / "parvis.db").read_bytes())
    whole[(root - 1) * 4096 + 8 : root * 4096] = b"\x5a" * 4088
    (home / "parvis.db").write_bytes(whole)
    found = _found(parvis)
    assert found["integrity"]["level"] == "wrong"
    assert "restore" in found["integrity"]["do"]
    assert "secrets" not in found  # nothing more is asked of it
    store.close()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_network_that_does_not_answer_delays_nobody_and_is_named(
    parvis: Parvis, town: tuple[Sandbox, cast.Cast], monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox, _ = town
    monkeypatch.setattr(accounts, "WITHIN", 2.0)
    sandbox.faults({"fault": "slow_then_commit", "host": "api.twitter.com", "seconds": 8})
    began = time.monotonic()
    found = _found(parvis)
    assert time.monotonic() - began < 7
    assert "pas de réponse" in found["colmar/x"]["says"]
    assert found["colmar/facebook"]["fine"]


def test_messages_the_deep_judge_should_have_read_by_now_are_counted(parvis: Parvis, people: cast.Cast) -> None:
    assert _found(parvis)["reading"]["level"] == "fine"
    cast.conversation(people, "colmar/x", "Où se garer ?", clock.now() - timedelta(minutes=2))
    with store.writing() as session:
        session.query(Message).one().deepen_at = clock.now()
    found = _found(parvis)["reading"]
    assert (found["level"], found["figures"]) == ("watch", {"unread": 1})
    assert found["do"]


@pytest.mark.parametrize("there", [True, False])
def test_who_judges_texts_is_named_and_a_missing_deep_tier_is_to_be_watched_not_mended(
    parvis: Parvis, people: cast.Cast, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    monkeypatch.setattr(tiers, "why_not_deep", lambda: None if there else s("Son fichier manque."))
    found = _found(parvis)["judge"]
    assert (found["level"], found["fine"], bool(found["do"])) == ("fine" if there else "watch", True, not there)
    assert ("profond" in found["says"]) if there else ("Son fichier manque." in found["says"])
