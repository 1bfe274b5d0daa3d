"""An incident and what was to leave: held and named, never flushed; too late becomes a draft; a drill sends nothing."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

import clock
from data import store
from data.models import Delivery, Post
from data.queries import deliveries as sent
from data.queries import waiting
from desk import deliveries, incidents, people, resuming, shifting
from desk.refusal import NeedsConfirmation
from scheduler.publish import publish
from tests.scheduler.world import World
from words import recall


def stopped(world: World, **told: object) -> int:
    return incidents.stop_everything(world.people.user["alice"], "Coups de feu", **told)  # type: ignore[arg-type]


def test_ac_73_what_an_incident_holds_names_it_and_never_reads_as_published(world: World) -> None:
    world.queue("colmar/x", "Vin chaud ce soir")
    stopped(world, level=1)
    assert publish("w") == {"held": 1}
    (parcel,) = sent.all_deliveries(world.people.user["alice"])
    assert (parcel.state, parcel.incident) == ("held", "P1 · Coups de feu")
    assert recall(parcel.because).startswith("Suspendu — incident P1 · Coups de feu, par Alice le 05/12 à 13:00")
    (one,) = waiting.listed(world.people.user["alice"], clock.now())
    assert recall(one.standing.why).startswith("Suspendu — incident P1 · Coups de feu")
    assert (one.standing.group, waiting.counts(world.people.user["alice"])) == ("held", {})


def test_ac_72_a_freeze_of_a_tag_holds_what_carries_it_and_nothing_else(world: World) -> None:
    world.queue("colmar/x", "Vin chaud", tags=["festive"])
    world.queue("colmar/facebook", "Horaires")
    world.queue("mulhouse/x", "Concert", tags=["festive"])
    stopped(world, tag="festive", territory_id=world.people.territory["colmar"])
    publish("w")
    assert sorted(o["text"] for o in world.said()) == ["Concert", "Horaires"]
    assert Counter(world.states()) == {"held": 1, "published": 2}
    alice = world.people.user["alice"]
    (held,) = [one for one in waiting.listed(alice, clock.now()) if one.parcel.state == "held"]
    assert held.standing.group == "held"


def test_of_a_p2_only_promotion_is_held(world: World) -> None:
    place = world.people.territory["strasbourg"]
    incidents.open_incident(world.people.user["bruno"], [place], 2, "Grève", "Préavis reçu")
    world.queue("strasbourg/x", "Soldes", tags=["promotional"])
    world.queue("strasbourg/facebook", "Les trams sont à l'arrêt.")
    assert Counter(publish("w")) == {"held": 1, "published": 1}


def test_ac_74_resuming_flushes_nothing_and_what_is_too_late_is_a_draft_again(world: World) -> None:
    alice = world.people.user["alice"]
    late = world.queue("colmar/x", "Ce midi, visite guidée")
    incident = stopped(world, level=1)
    publish("w")
    world.later(minutes=40)
    fresh = world.queue("colmar/facebook", "Ce soir, concert")
    publish("w")
    found = resuming.resume(alice, incident)
    assert (found.lifted, found.to_read) == (1, 1)
    world.later(minutes=1)
    assert (publish("w"), world.said()) == ({}, [])
    assert (world.delivery(late).state, world.delivery(fresh).state) == ("cancelled", "held")
    with store.reading() as session:
        post = session.get_one(Post, world.delivery(late).post_id)
        assert (post.state, post.digest, post.author_id) == ("draft", None, alice)
        assert found.drafts == (post.id,)
    assert waiting.counts(alice) == {"colmar": 1}
    assert deliveries.release(alice, [fresh]) == 1
    assert publish("w") == {"published": 1}


def test_ac_74_closing_asks_first_while_something_was_not_read_and_lets_nothing_loose(world: World) -> None:
    people.grant(None, world.people.user["alice"], world.people.territory["alsace"], "director")
    alice = world.people.user["alice"]
    world.queue("colmar/x", "Ce soir, concert")
    incident = stopped(world, level=1)
    publish("w")
    with pytest.raises(NeedsConfirmation, match="relus : 1") as asked:
        resuming.close(alice, incident)
    assert resuming.close(alice, incident, confirm=asked.value.token).to_read == 1
    assert (publish("w"), world.said(), world.states()) == ({}, [], ["held"])


@pytest.mark.parametrize("closed", [True, False], ids=["after it", "while it is open"])
def test_ac_74_a_selection_is_put_off_by_some_days_at_the_same_hour(world: World, closed: bool) -> None:
    alice = world.people.user["alice"]
    people.grant(None, alice, world.people.territory["alsace"], "director")
    chosen = [world.queue("colmar/x", "Visite"), world.queue("alsace/x", "Musée")]
    other = world.queue("strasbourg/x", "Concert")
    incident = stopped(world, level=2)
    publish("w")
    resuming.resume(alice, incident)
    if closed:
        resuming.close(alice, incident, confirm="unread:3")
    found = shifting.shift(alice, chosen, 3)
    # in crisis mode another pair of eyes is asked for, as of anything new
    assert (set(found.moved.values()), found.refused) == ({"scheduled" if closed else "in_review"}, {})
    with store.reading() as session:
        posts = [session.get_one(Post, session.get_one(Delivery, one).post_id) for one in chosen]
        alive = session.scalars(select(Delivery.due_at).where(Delivery.state == "queued")).all()
    assert [post.due_at for post in posts] == [world.time + timedelta(days=3)] * 2
    assert alive == ([world.time + timedelta(days=3)] * 2 if closed else [])
    assert (world.delivery(other).state, publish("w")) == ("held", {})
    world.later(days=3)
    assert publish("w") == ({"published": 2} if closed else {})


def test_in_a_drill_what_was_to_leave_is_held_and_nothing_is_sent(world: World) -> None:
    place = world.people.territory["alsace"]
    drill = incidents.open_incident(world.people.user["alice"], [place], 1, "Essai", "Exercice annuel", drill=True)
    world.queue_all([("colmar/x", "Un"), ("mulhouse/facebook", "Deux")])
    assert publish("w") == {"held": 2}
    assert world.sandbox.ledger() == []
    resuming.close(world.people.user["alice"], drill, confirm="unread:2")
    assert (publish("w"), world.sandbox.ledger()) == ({}, [])
