"""What headers say is read as it is, and what nobody can read tells of no limit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from connectors.facebook import windows as graph
from connectors.windows import Window
from connectors.wire import Heard
from connectors.x import windows as x

NOON = datetime(2026, 12, 5, 12, tzinfo=UTC)
RESET = int((NOON + timedelta(minutes=9)).timestamp())
QUARTER = {"x-rate-limit-limit": "100", "x-rate-limit-remaining": "7", "x-rate-limit-reset": str(RESET)}
DAY = {
    "x-user-limit-24hour-limit": "300",
    "x-user-limit-24hour-remaining": "0",
    "x-user-limit-24hour-reset": str(RESET),
}
APP = {name.replace("user", "app"): value for name, value in DAY.items()}


def told(headers: Mapping[str, str], request: str = "POST /2/tweets") -> tuple[Window, ...]:
    return x.windows({request: Heard(headers, NOON)})


def test_x_tells_of_a_quarter_of_an_hour_and_of_a_day_of_the_account_and_of_the_application() -> None:
    at = NOON + timedelta(minutes=9)
    assert told(QUARTER | DAY | APP) == (
        Window("POST /2/tweets", "write", 100, 7, at, False, NOON),
        Window("POST /2/tweets 24hour", "write", 300, 0, at, False, NOON),
        Window("POST /2/tweets app-24hour", "write", 300, 0, at, True, NOON),
    )


def test_each_endpoint_of_x_has_a_window_of_its_own_whoever_is_asked_about() -> None:
    asked = ("GET /2/users/99/mentions", "GET /2/users/99/tweets", "GET /2/tweets/search/recent", "POST /2/tweets")
    names = [one.name for one in x.windows({request: Heard(QUARTER, NOON) for request in asked})]
    assert names == ["GET /2/users/:id/mentions", "GET /2/users/:id/tweets", *asked[2:]]


@pytest.mark.parametrize("request_", ["DELETE /2/tweets/12", "PUT /2/tweets/12/hidden", "GET /2/users/me", "POST /"])
def test_what_stops_no_post_and_no_reading_paces_nothing(request_: str) -> None:
    assert told(QUARTER, request_) == ()


@pytest.mark.parametrize("broken", [{"x-rate-limit-remaining": "some"}, {"x-rate-limit-reset": "soon"}])
def test_what_nobody_can_read_tells_of_no_limit(broken: dict[str, str]) -> None:
    assert told(QUARTER | broken) == ()


PAGE = '{"99":[{"type":"messenger","call_count":99},{"type":"pages","call_count":3,"total_time":81,"total_cputime":5}]}'
SHUT = '{"99":[{"type":"pages","call_count":100,"estimated_time_to_regain_access":19}]}'


def used(of_app: str, of_page: str) -> dict[str, Window]:
    heard = {"GET /v26.0/99/feed": Heard({"X-App-Usage": of_app, "X-Business-Use-Case-Usage": of_page}, NOON)}
    return {one.name: one for one in graph.windows(heard, "99")}


def test_graph_tells_in_per_cent_and_the_highest_counts() -> None:
    found = used('{"call_count":28,"total_time":25,"total_cputime":25}', PAGE)
    assert found["app"] == Window("app", "all", 100, 72, None, True, NOON)
    assert found["pages"] == Window("pages", "all", 100, 19, None, False, NOON)


def test_a_throttled_page_says_in_minutes_when_it_is_listened_to_again() -> None:
    found = used('{"call_count":140}', SHUT)
    at = NOON + timedelta(minutes=19)
    assert [(one.left, one.resets_at) for one in found.values()] == [(0, at), (0, at)]


@pytest.mark.parametrize("odd", ["", "[]", "{", '{"99":3}', '{"99":[3]}', '{"99":[{"type":"pages","call_count":"x"}]}'])
def test_what_graph_never_said_tells_of_no_limit_of_the_page(odd: str) -> None:
    assert "pages" not in used("{}", odd)


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match=r"."):
        Window("w", "read", 1, 1, NOON.replace(tzinfo=None), False, NOON)
    with pytest.raises(ValueError, match=r"."):
        Window("w", "read", 1, 1, None, False, NOON.replace(tzinfo=None))
