"""A refusal that names a time keeps the whole account silent until then, and never makes a loop."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from connectors.failures import OutOfCredit, RateLimited
from data import store
from scheduler.accounts import heed, line_of
from scheduler.collect import collect
from scheduler.publish import publish
from tests.scheduler.world import World
from words import s

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SPENT, TOO_MANY = s("Le crédit du compte X est épuisé."), s("X demande d'attendre : trop d'appels.")


def silence(world: World, failure: RateLimited) -> timedelta:
    """Return for how long a failure keeps the account silent."""
    with store.writing() as session:
        heed(session, line_of(world.channel("colmar/x")), failure, world.time)
    quiet_until = world.channel("colmar/x").quiet_until
    assert quiet_until is not None
    return quiet_until - world.time


def test_a_spend_cap_lasts_until_its_date(world: World) -> None:
    until = datetime(2026, 12, 13, tzinfo=UTC)
    assert silence(world, OutOfCredit(SPENT, until)) == until - world.time


@pytest.mark.parametrize("told", [None, datetime(2026, 5, 13, tzinfo=UTC)])
def test_without_a_date_to_come_credit_is_asked_for_again_after_an_hour(world: World, told: datetime | None) -> None:
    assert silence(world, OutOfCredit(SPENT, told)) == HOUR


def test_too_many_lasts_until_the_time_given_and_a_quarter_where_none_is(world: World) -> None:
    assert silence(world, RateLimited(TOO_MANY, world.time - MINUTE)) == MINUTE, "our clock is ahead of theirs"
    assert silence(world, RateLimited(TOO_MANY, world.time + 7 * MINUTE)) == 7 * MINUTE
    assert silence(world, RateLimited(TOO_MANY)) == 15 * MINUTE


def test_a_later_refusal_never_shortens_a_silence(world: World) -> None:
    silence(world, OutOfCredit(SPENT))
    assert silence(world, RateLimited(TOO_MANY, world.time + MINUTE)) == HOUR


def test_an_account_out_of_credit_sends_and_asks_nothing_for_an_hour(world: World) -> None:
    world.sandbox.faults({"fault": "out_of_credit", "host": "api.twitter.com", "times": 1})
    world.queue("colmar/x", "Un"), world.queue("colmar/x", "Deux", due_at=world.time + HOUR)
    assert publish("w") == {"queued": 1}
    before = collect()["accounts"]
    world.later(minutes=59)
    assert publish("w") == {}
    assert collect()["accounts"] == before == len(world.people.channel) - 1
    world.later(minutes=1)
    assert publish("w") == {"missed": 1, "published": 1}, "what waited beyond the limit is never fired late"
