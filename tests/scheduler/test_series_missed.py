"""One date of a series that was missed is sent again by a person, at its new time, and the other dates stand as they
were.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import select

from data import store
from data.models import Delivery, Post
from desk import deliveries, series
from desk.posts import VariantText
from scheduler.claiming import Claim, claim
from scheduler.publish import publish, send
from tests.scheduler.world import World
from words import recall

DAILY = series.Rule("day", date(2026, 12, 6), date(2026, 12, 8), "10:00", "Europe/Paris")


def lay(world: World) -> series.Laid:
    people = world.people
    words = [VariantText(people.channel["colmar/x"], "Le marché de Colmar, {date}.")]
    done = series.lay(people.user["alice"], people.territory["colmar"], words, DAILY)
    series.submit(people.user["alice"], done.series_id, and_schedule=True)
    return done


def parcels(done: series.Laid) -> list[Delivery]:
    with store.reading() as session:
        here = select(Delivery).join(Post, Post.id == Delivery.post_id).where(Post.recurrence_id == done.series_id)
        return list(session.scalars(here.order_by(Post.local_date, Delivery.id)))


def test_a_missed_date_leaves_on_one_act_and_disturbs_no_other(world: World) -> None:
    alice, done = world.people.user["alice"], lay(world)
    was_due = datetime(2026, 12, 6, 9, 0, tzinfo=UTC)
    world.time = datetime(2026, 12, 6, 14, 0, tzinfo=UTC)  # the machine was off all morning
    assert publish("w") == {"missed": 1}
    assert world.said() == []
    first, *others = parcels(done)
    assert (first.state, first.due_at, [one.state for one in others]) == ("missed", was_due, ["queued", "queued"])

    deliveries.send_again(alice, first.id)
    first, *others = parcels(done)
    assert (first.state, first.due_at, [one.state for one in others]) == ("queued", world.time, ["queued", "queued"])
    assert publish("w") == {"published": 1}
    assert [one["text"] for one in world.said()] == ["Le marché de Colmar, dimanche 6 décembre."]
    with store.reading() as session:
        kept = session.get_one(Post, done.post_ids[0])
        assert (kept.due_at, kept.local_date, kept.state) == (was_due, date(2026, 12, 6), "scheduled")

    world.time = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
    assert publish("w") == {"published": 1}
    longer = series.extend(alice, done.series_id, date(2026, 12, 9))
    assert len(longer.new_ids) == 1
    assert [one.state for one in parcels(done)] == ["published", "published", "queued"]
    assert series.stop(alice, done.series_id) == 2
    assert [one.state for one in parcels(done)] == ["published", "published", "cancelled"]
    assert len(world.said()) == 2


def test_a_stopped_series_says_nothing_more(world: World) -> None:
    done = lay(world)
    series.stop(world.people.user["alice"], done.series_id)
    for day in (6, 7, 8):
        world.time = datetime(2026, 12, day, 9, 0, tzinfo=UTC)
        assert publish("w") == {}
    assert world.said() == []


def test_a_date_under_way_when_its_series_is_stopped_is_not_tried_again(world: World) -> None:
    done = lay(world)
    world.time = datetime(2026, 12, 6, 9, 0, tzinfo=UTC)
    under_way = claim(world.people.channel["colmar/x"], "w")
    assert isinstance(under_way, Claim)
    assert series.stop(world.people.user["alice"], done.series_id) == 2
    world.sandbox.faults({"fault": "rate_limited", "method": "POST", "seconds": 60, "times": 1})
    assert send(under_way) == "queued"
    world.sandbox.faults()
    world.later(minutes=30)
    assert publish("w") == {"cancelled": 1}
    first, *others = parcels(done)
    assert (first.state, recall(first.because)) == ("cancelled", "La série est arrêtée.")
    assert [one.state for one in others] == ["cancelled", "cancelled"]
    assert world.said() == []
