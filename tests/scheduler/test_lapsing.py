"""What waits for a silent account is told in time that it is too late, whatever keeps the account silent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from data import store
from data.models import Channel
from scheduler.tending import tend
from tests.scheduler.world import World


@pytest.mark.parametrize("gate", ["quiet_until", "write_after", "renewing_until"])
def test_what_waits_behind_a_closed_gate_is_missed_in_time(there: World, gate: str) -> None:
    there.queue("colmar/x", "Ce midi"), there.queue("colmar/facebook", "Libre")
    with store.writing() as session:
        setattr(session.get_one(Channel, there.people.channel["colmar/x"]), gate, there.time + timedelta(days=2))
    there.later(seconds=1)
    assert (tend()["lapsed"], there.states()) == (0, ["queued", "queued"])
    there.later(days=1)
    assert (tend()["lapsed"], there.states()) == (1, ["missed", "queued"])
