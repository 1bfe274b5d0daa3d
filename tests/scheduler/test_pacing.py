"""Limits that the networks tell are kept and shared: nobody sends or asks what would be refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import select, update

from connectors.contract import Connector
from connectors.windows import Verb, Window
from data import store
from data.models import Channel, RateWindow
from scheduler.accounts import line_of
from scheduler.collect import collect
from scheduler.pacing import heard
from scheduler.publish import publish
from scheduler.reconcile import reconcile
from tests.scheduler.world import World

QUARTER = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)


def refusals(world: World) -> int:
    """Return how often a network said "too many" since the sandbox started."""
    return int(world.sandbox.ask("GET", "/_sandbox/limits")["refused"])


def windows(world: World, channel: str | None = None) -> Mapping[str, RateWindow]:
    with store.reading() as session:
        mine = RateWindow.owner == (f"channel:{world.people.channel[channel]}" if channel else RateWindow.owner)
        return {row.name: row for row in session.scalars(select(RateWindow).where(mine))}


def left_in_order(world: World) -> list[str]:
    return [one["text"] for one in sorted(world.said(), key=lambda one: int(one["id"]))]


def hundreds(world: World, count: int = 250) -> list[str]:
    """Queue `count` posts of one account in the same minute, those due last first; return them in order of due time."""
    due = [(f"Annonce {n}", world.time - MINUTE + timedelta(milliseconds=200 * n)) for n in range(count)]
    for text, due_at in reversed(due):
        world.queue("colmar/x", text, due_at=due_at, tags=["safety"])
    return [text for text, _ in due]


def go_on_at_the_reset(world: World) -> None:
    opens_at = world.channel("colmar/x").write_after
    assert opens_at is not None
    assert timedelta(0) < opens_at - world.time <= timedelta(seconds=601)
    world.time = opens_at - timedelta(seconds=1)
    assert publish("w") == {}
    world.time = opens_at


def test_two_hundred_and_fifty_posts_of_one_minute_leave_in_order_and_none_is_refused(world: World) -> None:
    world.sandbox.switch(rate_seconds=600)  # three windows within the half hour after which a post is missed
    words, workers = hundreds(world), 2 if world.database == "postgresql" else 1

    def work(name: str) -> None:
        for _ in range(3):  # one worker's claim may meet the other's: the next pass takes what it left
            publish(name)

    for there in (100, 200, 250):
        threads = [Thread(target=work, args=(f"w{n}",)) for n in range(workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        assert left_in_order(world) == words[:there]
        if there < 250:
            go_on_at_the_reset(world)
    assert refusals(world) == 0
    assert set(world.results()) == {"published"}


def test_an_application_used_up_closes_all_its_accounts_and_no_others(world: World) -> None:
    channel = world.channel("colmar/x")
    collect()  # every account is spoken for once, so that its application is known
    with store.writing() as session:
        session.execute(update(Channel).where(Channel.id == world.people.channel["mulhouse/x"]).values(app="another"))
    until = world.time + timedelta(hours=20)
    listened(world, "colmar/x", window("POST /2/tweets app-24hour", left=0, resets_at=until, whole_app=True))
    for name in world.people.channel:
        closed = name.endswith("/x") and name != "mulhouse/x"
        assert world.channel(name).write_after == (until if closed else None), name
        assert world.channel(name).read_after is None
    world.queue("strasbourg/x", "Bonjour"), world.queue("mulhouse/x", "Bonjour de Mulhouse")
    assert publish("w") == {"published": 1}
    assert channel.app is None, "the cast is stored without it; speaking for an account finds it out"
    assert {row.owner.partition(":")[0] for row in windows(world).values() if "app" in row.name} == {"app"}


def window(name: str, *, left: int, verb: Verb = "write", **values: object) -> Window:
    given = {"most": 100, "resets_at": None, "whole_app": False, "seen_at": None} | values
    return Window(name=name, verb=verb, left=left, **given)  # type: ignore[arg-type]  # named above


def listened(world: World, channel: str, *told: Window) -> bool:
    """Have a piece of work on an account hear of limits."""
    fresh = [Window(**{**vars(one), "seen_at": one.seen_at or world.time}) for one in told]

    class Told:
        def windows(self) -> tuple[Window, ...]:
            return tuple(fresh)

    speaks: Connector = Told()  # type: ignore[assignment]  # all that is asked of it
    return heard(line_of(world.channel(channel)), speaks)


def test_older_news_never_overwrite_newer(world: World) -> None:
    until = world.time + QUARTER
    newer = world.time - timedelta(seconds=2)
    listened(world, "colmar/x", window("w", left=3, resets_at=until, seen_at=newer))
    listened(world, "colmar/x", window("w", left=9, resets_at=until, seen_at=newer - timedelta(seconds=3)))
    assert windows(world, "colmar/x")["w"].left == 3
    listened(world, "colmar/x", window("w", left=2, resets_at=until, seen_at=newer + timedelta(seconds=1)))
    kept = windows(world, "colmar/x")["w"]
    assert (kept.left, kept.most, kept.verb, kept.resets_at) == (2, 100, "write", until)


def test_a_gate_is_never_opened_early(world: World) -> None:
    day, quarter = world.time + timedelta(days=1), world.time + QUARTER
    listened(world, "colmar/x", window("day", left=0, resets_at=day))
    listened(world, "colmar/x", window("quarter", left=0, resets_at=quarter))
    assert world.channel("colmar/x").write_after == day


def test_news_of_a_window_that_is_over_close_nothing(world: World) -> None:
    assert not listened(world, "colmar/x", window("w", verb="read", left=0, resets_at=world.time))
    assert world.channel("colmar/x").read_after is None


def test_reading_used_up_keeps_reading_and_looking_and_lets_words_leave(world: World) -> None:
    world.sandbox.faults({"fault": "error_5xx_before", "method": "POST", "times": 1})
    world.queue("colmar/x", "Parti ?")
    publish("w")
    world.later(seconds=6)
    until = world.time + QUARTER
    listened(world, "colmar/x", window("GET /2/users/:id/tweets", verb="read", left=0, resets_at=until))
    for name in set(world.people.channel) - {"colmar/x"}:
        with store.writing() as session:
            session.execute(update(Channel).where(Channel.id == world.people.channel[name]).values(state="paused"))
    assert collect()["accounts"] == 0
    assert reconcile("w") == {"interrupted": 0}
    world.queue("colmar/x", "Parti")
    assert publish("w") == {"published": 1}
    world.time = until
    assert collect()["accounts"] == 1
    assert reconcile("w")["not_yet"] == 1


@pytest.mark.parametrize(("left", "waits"), [(21, 60), (20, 300)])
def test_mentions_wait_longer_when_little_is_left_of_what_they_are_read_with(
    world: World, left: int, waits: int
) -> None:
    collect()
    listened(world, "colmar/facebook", window("other", verb="all", left=left))
    listened(world, "colmar/facebook", window("posts", verb="write", left=1, resets_at=world.time + QUARTER))
    world.later(seconds=60)
    collect()
    due_at = world.channel("colmar/facebook").collect_at
    assert due_at == world.time + timedelta(seconds=waits)
    assert world.channel("mulhouse/facebook").collect_at == world.time + timedelta(seconds=60)


def test_a_page_at_its_limit_is_left_alone_until_graph_listens_again(world: World) -> None:
    world.sandbox.switch(graph_calls=2)
    for n, minutes in enumerate((0, 0, 58)):
        world.queue("colmar/facebook", f"Numéro {n}", due_at=world.time + minutes * MINUTE)
    assert publish("w") == {"published": 2}
    page = world.channel("colmar/facebook")
    assert page.write_after == page.read_after == world.time + timedelta(hours=1)
    assert page.quiet_until is None
    assert publish("w") == {}
    world.queue("mulhouse/facebook", "Une autre page")
    assert publish("w") == {"published": 1}
    world.later(minutes=59)
    assert publish("w") == {}
    world.later(minutes=1)
    assert publish("w") == {"published": 1}
    assert refusals(world) == 0


def test_a_look_that_uses_up_what_was_left_is_the_last_one(world: World) -> None:
    world.sandbox.faults({"fault": "drop_before", "method": "POST", "times": 2})
    for text in ("Parti ?", "Et celui-ci ?"):
        world.queue("colmar/facebook", text)
    assert publish("w") == {"unconfirmed": 2}
    world.later(seconds=6)
    world.sandbox.switch(graph_calls=1)
    assert reconcile("w") == {"interrupted": 0, "not_yet": 1}
    assert refusals(world) == 0
