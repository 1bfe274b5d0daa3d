"""A pair is renewed only by an answer that is one; only a recognised refusal asks for a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

import clock
from connectors import keys
from connectors.failures import Failure, RateLimited, Unauthorized, Unreachable
from connectors.x.authorise import refresh_pair
from tests.connectors.answering import Answer, answering
from tests.connectors.conftest import SHORT

NOON = datetime(2026, 12, 5, 12, tzinfo=UTC)
PAIR = {"bearer_token": "BT", "refresh_token": "RT", "client_id": "CI", "client_secret": "CS"}
SIGNED = dict.fromkeys(("consumer_key", "consumer_secret", "access_token", "access_token_secret"), "s")
ENDED = {"error": "invalid_request", "error_description": "Value passed for the token was invalid."}
REFUSALS: list[tuple[Answer, type[Failure]]] = [
    (Answer(400, ENDED), Unauthorized),
    (Answer(401, {"error": "unauthorized_client"}), Unauthorized),
    (Answer(400, {"error": "invalid_grant"}), Unauthorized),
    (Answer(403, "<html>Forbidden</html>", kind="text/html"), Unreachable),
    (Answer(400, {"title": "Bad Request"}), Unreachable),
    (Answer(401, []), Unreachable),
    (Answer(400, {"error": {"code": 190}}), Unreachable),
    (Answer(200, {"access_token": "", "refresh_token": "new"}), Unreachable),
    (Answer(200, {"refresh_token": "new"}), Unreachable),
    (Answer(200, "<html>", kind="text/html"), Unreachable),
    (Answer(200, ["access_token"]), Unreachable),
    (Answer(503, ENDED), Unreachable),
    (Answer(reset=True), Unreachable),
    (Answer(429, {}), RateLimited),
]


@pytest.mark.parametrize(("answer", "expected"), REFUSALS)
def test_only_a_recognised_refusal_asks_for_a_person(
    answer: Answer, expected: type[Failure], aim: Callable[[str], None]
) -> None:
    with answering([answer]) as server:
        aim(server.url)
        with pytest.raises(Failure) as caught:
            refresh_pair(PAIR, SHORT)
        assert type(caught.value) is expected
        assert len(server.asked) == 1


def test_what_x_does_not_give_anew_is_kept(aim: Callable[[str], None]) -> None:
    with answering([Answer(200, {"access_token": "fresh", "expires_in": 60})]) as server, clock.stopped_at(NOON):
        aim(server.url)
        new = refresh_pair(PAIR, SHORT)
    ends = (NOON + timedelta(minutes=1)).isoformat()
    assert new == {**PAIR, "bearer_token": "fresh", "expires_at": ends}


@pytest.mark.parametrize("said", [None, 0, -5, "soon", 1e30])
def test_a_life_nobody_told_is_two_hours(said: object, aim: Callable[[str], None]) -> None:
    with answering([Answer(200, {"access_token": "fresh", "expires_in": said})]) as server, clock.stopped_at(NOON):
        aim(server.url)
        assert refresh_pair(PAIR, SHORT)["expires_at"] == (NOON + timedelta(hours=2)).isoformat()


def test_a_pair_is_renewed_ahead_of_its_end_and_a_short_one_at_half_of_its_life() -> None:
    def when(**more: str) -> datetime | None:
        return keys.renew_at("x", keys.dated({**PAIR, **more}, NOON), NOON)

    assert when() == NOON + timedelta(hours=2, minutes=-10)
    assert when(expires_at="2026-12-05T14:00:00+01:00") == NOON + timedelta(minutes=50)
    assert when(expires_in="60") == NOON + timedelta(seconds=30)
    assert when(expires_at="2026-12-05T11:00:00Z") == NOON - timedelta(hours=1), "ended already: at once"


def test_keys_that_last_are_never_renewed() -> None:
    assert keys.renew_at("x", {**SIGNED, **PAIR}, NOON) is None
    assert keys.renew_at("x", {"bearer_token": "BT"}, NOON) is None
    assert keys.renew_at("facebook", {"access_token": "T"}, NOON) is None


@pytest.mark.parametrize("end", [{"expires_at": "2026-12-05T14:00:00"}, {"expires_at": "bald"}, {"expires_in": "two"}])
def test_an_end_nobody_can_read_is_refused(end: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"."):
        keys.dated(PAIR | end, NOON)
