"""Keys that end are renewed ahead of their end, once, by one worker, while nobody speaks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from connectors import keys
from data import sealed, store
from desk import channels
from scheduler.agenda import do, due_now
from scheduler.collect import collect_channel
from scheduler.publish import publish
from scheduler.renewing import renew, renew_channel
from tests.scheduler.pair import held, pair_up, pairs_given, when_answered
from tests.scheduler.world import World

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def paired(world: World) -> World:
    return pair_up(world)


def test_posts_across_two_expiries_all_leave(paired: World, home: Path) -> None:
    start = paired.time
    for n in range(28):
        paired.queue("colmar/x", f"Nouvelle {n}", due_at=start + n * 10 * MINUTE, tags=["safety"])
    for n in range(28):
        paired.time = start + n * 10 * MINUTE
        renew()
        assert publish("w") == {"published": 1}, n
    assert pairs_given(home) == 2
    assert set(paired.results()) == {"published"}


def test_it_is_renewed_ten_minutes_ahead_and_not_before(paired: World, home: Path) -> None:
    paired.later(hours=1, minutes=50, seconds=-1)
    assert renew() == {}
    before = held(paired)
    paired.later(seconds=1)
    assert renew() == {"renewed": 1}
    after, channel = held(paired), paired.channel("colmar/x")
    assert after["bearer_token"] != before["bearer_token"]
    assert after["refresh_token"] != before["refresh_token"]
    assert (after["client_id"], after["client_secret"]) == (before["client_id"], before["client_secret"])
    assert channel.renew_at == paired.time + 2 * HOUR - 10 * MINUTE
    assert channel.renewing_until is None
    assert renew() == {}


def test_five_workers_renew_once_at_each_expiry(paired: World, home: Path) -> None:
    channel_id = paired.people.channel["colmar/x"]
    for expiry in (1, 2):
        paired.later(hours=1, minutes=55)
        together = Barrier(5)
        became: list[str | None] = []

        def work(together: Barrier = together, became: list[str | None] = became) -> None:
            together.wait(30)
            became.append(renew_channel(channel_id))

        threads = [Thread(target=work) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert sorted(became, key=str) == [None] * 4 + ["renewed"]
        assert pairs_given(home) == expiry
    paired.queue("colmar/x", "Toujours là")
    assert publish("w") == {"published": 1}


def test_nobody_speaks_while_the_keys_are_being_renewed(paired: World, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []

    def try_to_speak() -> None:
        paired.queue("colmar/x", "Pas maintenant")
        done.extend([publish("w"), collect_channel(paired.people.channel["colmar/x"]), renew()])

    when_answered(monkeypatch, try_to_speak)
    paired.later(hours=1, minutes=55)
    assert renew() == {"renewed": 1}
    assert done == [{}, {}, {}]
    assert publish("w") == {"published": 1}


def test_keys_a_person_gave_meanwhile_win(paired: World, monkeypatch: pytest.MonkeyPatch) -> None:
    channel_id, given = paired.people.channel["colmar/x"], {"bearer_token": "de la personne", "refresh_token": "aussi"}
    when_answered(monkeypatch, lambda: channels.reconnect(None, channel_id, given))
    paired.later(hours=1, minutes=55)
    assert renew() == {"overtaken": 1}
    assert held(paired) == given
    assert paired.channel("colmar/x").state == "active"


def test_keys_sealed_anew_meanwhile_are_still_the_same(paired: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def seal_again() -> None:
        with store.writing() as session:
            sealed.rotate(session)

    when_answered(monkeypatch, seal_again)
    paired.later(hours=1, minutes=55)
    assert renew() == {"renewed": 1}
    paired.queue("colmar/x", "Bonjour")
    assert publish("w") == {"published": 1}


def test_keys_that_ended_while_the_account_was_paused_are_renewed_when_it_is_taken_up(paired: World) -> None:
    channel_id = paired.people.channel["colmar/x"]
    channels.pause(None, channel_id, "Changement d'équipe")
    paired.later(hours=5)
    assert renew() == {}
    channels.resume(None, channel_id)
    paired.queue("colmar/x", "De retour", tags=["safety"])
    publish("w")
    assert renew() == {"renewed": 1}
    assert publish("w") == {"published": 1}


def test_short_lived_keys_are_renewed_at_half_of_their_life(paired: World, home: Path) -> None:
    paired.sandbox.switch(token_seconds=20)
    paired.later(hours=1, minutes=55)
    for n in range(5):
        renew()
        paired.queue("colmar/x", f"Court {n}")
        assert publish("w") == {"published": 1}
        paired.later(seconds=10)
    assert pairs_given(home) == 5


def test_keys_that_last_are_never_asked_about(world: World) -> None:
    world.later(hours=9)
    assert renew() == {}
    assert keys.renew_at("x", sealed.unseal(world.channel("colmar/x").credentials), world.time) is None


def test_whatever_makes_the_clock_strike_renews_keys_in_time(paired: World) -> None:
    mine = ("renew", paired.people.channel["colmar/x"])
    assert mine not in due_now(1, paired.time)
    paired.later(hours=1, minutes=50)
    assert mine in due_now(1, paired.time)
    do(*mine, "w")
    assert mine not in due_now(1, paired.time)
