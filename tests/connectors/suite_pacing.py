"""The contract of pace: what the network's headers said of its limits, told in one shape, and nothing invented."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import pytest

import clock
from connectors import keys
from connectors.contract import Outgoing
from connectors.windows import Window
from tests.connectors.suite_ground import Ground, Place, soon


class Pacing(Ground):
    tight: ClassVar[tuple[str, int]]  # the switch that leaves an account a few calls

    def test_who_has_not_spoken_has_heard_of_no_limit(self, place: Place) -> None:
        assert place.connector.windows() == ()

    def test_writing_and_reading_tell_of_their_limits(self, place: Place) -> None:
        place.connector.publish(Outgoing("Bonjour", "k"))
        written = place.connector.windows()
        assert {"write", "all"} & {one.verb for one in written}
        place.connector.fetch(None)
        told = place.connector.windows()
        assert {"read", "all"} & {one.verb for one in told}
        assert len({one.name for one in told}) == len(told), "each limit is told once"
        for one in told:
            assert 0 <= one.left <= one.most
            assert one.most
            assert abs((clock.now() - one.seen_at).total_seconds()) < 60

    def test_each_call_leaves_less(self, place: Place) -> None:
        place.sandbox.switch(**dict([self.tight]))
        place.connector.publish(Outgoing("Bonjour", "k1"))
        before = _least(place.connector.windows())
        place.connector.publish(Outgoing("Bonsoir", "k2"))
        after = _least(place.connector.windows())
        assert (after.name, after.left < before.left) == (before.name, True)

    def test_a_limit_that_is_used_up_says_so_and_until_when(self, place: Place) -> None:
        place.sandbox.faults({"fault": "rate_limited", "method": "POST"})
        place.fails(lambda: place.connector.publish(Outgoing("Bonjour", "k")))
        shut = [one for one in place.connector.windows() if not one.left]
        assert shut
        assert all(one.verb in ("write", "all") and soon(one.resets_at) for one in shut)

    @pytest.mark.parametrize("fault", ["rate_limited_bare", "drop_before", "commit_then_html"])
    def test_an_answer_that_says_nothing_of_limits_tells_of_none(self, place: Place, fault: str) -> None:
        place.sandbox.faults({"fault": fault, "method": "POST"})
        place.fails(lambda: place.connector.publish(Outgoing("Bonjour", "k")))
        assert place.connector.windows() == ()

    def test_accounts_of_one_application_are_known_as_such_and_no_key_is_shown(self, place: Place) -> None:
        credentials = place.account.credentials
        other = self.credentials(place.sandbox.account(self.network, "4711", "VisitColmar"))
        ours = keys.application(self.network, credentials)
        assert ours is not None
        assert keys.application(self.network, other) == ours
        assert not any(secret in ours for secret in credentials.values())
        assert keys.application(self.network, {}) is None


def _least(told: Sequence[Window]) -> Window:
    return min(told, key=lambda one: (one.left / one.most, one.name))
