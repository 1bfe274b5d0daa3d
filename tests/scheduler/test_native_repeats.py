"""Networks that drop a repeated write: sent again at once, as long as they do; looked for afterwards."""

from __future__ import annotations

import pytest

from connectors.contract import Outgoing, Receipt
from connectors.failures import Failure, Rejected, Unreachable, Unsupported
from data import store
from data.models import Delivery
from desk import freezing
from scheduler.claiming import LEASE_FOR
from scheduler.publish import publish
from scheduler.reconcile import reconcile
from tests.scheduler.native import Keyed, Killed, Named, Speak
from tests.scheduler.world import World
from words import s

WORDS = "Le vin chaud est prêt"


@pytest.mark.parametrize("kind", [Keyed, Named])
@pytest.mark.parametrize("trouble", ["lost", "never"])
def test_where_a_repeat_is_dropped_it_is_sent_again_at_once_and_visible_once(
    world: World, speak: Speak, kind: type, trouble: str
) -> None:
    network = speak(kind)
    world.queue("colmar/x", WORDS)
    network.trouble = [trouble]
    assert publish("w") == {"unconfirmed": 1}
    world.later(seconds=5)
    assert reconcile("w") == {"interrupted": 0, "published": 1}
    assert (network.texts(), len(set(network.steps)), len(network.steps)) == ([WORDS], 1, 2)
    assert world.results() == ["OutcomeUnknown", "published"]


@pytest.mark.parametrize(("minutes", "again"), [(58, True), (59, False), (61, False), (600, False)])
def test_once_the_key_may_be_forgotten_it_is_looked_for_and_not_sent_again(
    world: World, speak: Speak, minutes: int, again: bool
) -> None:
    """At 59 minutes a write could begin in time and end too late."""
    network = speak(Keyed)
    i = world.queue("colmar/x", WORDS)
    network.trouble = ["lost"]
    publish("w")
    with store.writing() as session:
        session.get_one(Delivery, i).due_at = world.later(minutes=minutes)  # not overdue: it is the key that decides
    assert reconcile("w") == {"interrupted": 0, "published": 1}
    assert network.steps == (["publish", "publish"] if again else ["publish", "find"])
    assert network.texts() == [WORDS]


@pytest.mark.parametrize("kind", [Keyed, Named])
def test_what_may_be_visible_is_never_held_or_missed_as_if_nothing_had_left(
    world: World, speak: Speak, kind: type
) -> None:
    network = speak(kind)
    i = world.queue("colmar/x", WORDS)
    network.trouble = ["lost"]
    publish("w")
    freezing.freeze(world.people.user["alice"], "Alerte")
    world.later(seconds=5)
    assert reconcile("w") == {"interrupted": 0, "published": 1}  # looked for, not sent
    assert network.steps[-1].startswith("find")
    assert world.delivery(i).tries == 1


@pytest.mark.parametrize("failure", [Rejected, Unreachable, Unsupported])
def test_a_repeat_that_was_refused_says_nothing_of_the_try_before_it(
    world: World, speak: Speak, monkeypatch: pytest.MonkeyPatch, failure: type[Failure]
) -> None:
    network = speak(Named)
    i = world.queue("colmar/x", WORDS)
    network.trouble = ["lost"]
    publish("w")

    def refused(self: Named, outgoing: Outgoing) -> Receipt:
        raise failure(s("Le réseau n'a pas confirmé l'envoi."))

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Named, "publish", refused)
        world.later(seconds=5)
        assert reconcile("w") == {"interrupted": 0, "unconfirmed": 1}
    assert world.results() == ["OutcomeUnknown", failure.__name__]
    world.later(seconds=5)
    reconcile("w")
    assert (world.delivery(i).state, network.texts()) == ("published", [WORDS])


def test_a_repeat_killed_on_its_way_ends_well(world: World, speak: Speak) -> None:
    network = speak(Named)
    world.queue("colmar/x", WORDS)
    network.trouble = ["lost", "killed"]
    publish("w")
    world.later(seconds=5)
    with pytest.raises(Killed):
        reconcile("dies")
    world.later(seconds=LEASE_FOR.total_seconds() + 301)
    assert reconcile("w") == {"interrupted": 1, "published": 1}
    assert network.texts() == [WORDS]
