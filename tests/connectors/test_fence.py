"""No write begins once its moment has passed: surely unsent, whatever kept the process from sending it in time."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

import clock
from connectors.failures import OutcomeUnknown, Unreachable
from connectors.fence import SENDING_FOR, Leave, _Http, writing_with
from connectors.wire import PATIENCE, fit
from scheduler.claiming import LEASE_FOR, LEASE_FOR_A_PICTURE
from tests.connectors.answering import Answer, Server, answering
from tests.connectors.conftest import SHORT

Aim = Callable[[str], None]
URL = "https://graph.facebook.com/v26.0/me"
NOW = datetime(2026, 12, 5, 12, 0, tzinfo=UTC)
UPLOADS = 2  # requests a picture takes before the visible one: its bytes, and its description
BODY = "x" * 2**20


def asked(method: str, leave: Leave, body: str = BODY) -> None:
    session = requests.Session()
    fit(session, "X", SHORT)
    with clock.stopped_at(NOW), writing_with(leave):
        session.request(method, URL, data=body)


def minutes(wall: float = 1, steady: float = 1) -> dict[str, Any]:
    return {"until": NOW + timedelta(minutes=wall), "tick": time.monotonic() + 60 * steady}


@pytest.mark.parametrize(
    "leave",
    [Leave(**minutes(wall=-1)), Leave(**minutes(steady=-1)), Leave(**minutes(), still=lambda: False)],
    ids=["the wall clock is past it", "the monotonic clock is past it", "it was stopped meanwhile"],
)
def test_a_write_whose_moment_has_passed_is_surely_unsent(aim: Aim, leave: Leave) -> None:
    with answering([Answer(201, {"id": "1"})]) as server:
        aim(server.url)
        with pytest.raises(Unreachable, match="rien n'est parti") as caught:
            asked("POST", leave)
        assert server.asked == []
    assert caught.value.__context__ is None


def test_what_cannot_be_known_is_no_leave(aim: Aim) -> None:
    with answering([Answer(201, {"id": "1"})]) as server:
        aim(server.url)
        with pytest.raises(Unreachable):
            asked("POST", Leave(**minutes(), still=lambda: bool(1 / 0)))
        assert server.asked == []


def test_a_write_in_time_leaves_and_a_read_always_does(aim: Aim) -> None:
    with answering([Answer(200, {"id": "1"})]) as server:
        aim(server.url)
        asked("POST", Leave(**minutes()))
        asked("GET", Leave(**minutes(wall=-1)))
        assert [one.method for one in server.asked] == ["POST", "GET"]


def test_the_fence_is_looked_at_after_the_line_is_open(aim: Aim, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening a line takes seconds: a process that is stopped meanwhile has sent nothing yet."""
    wall = [NOW]

    def stopped(connection: _Http) -> None:
        opened(connection)
        wall[0] += timedelta(minutes=5)

    opened: Any = _Http.connect
    monkeypatch.setattr(_Http, "connect", stopped)
    with answering([Answer(201, {"id": "1"})]) as server:
        aim(server.url)
        with clock.stopped_at(lambda: wall[0]), pytest.raises(Unreachable):
            _post(Leave(**minutes()))
        assert server.asked == []


def test_a_write_stopped_half_way_is_broken_off_and_unknown(aim: Aim, monkeypatch: pytest.MonkeyPatch) -> None:
    wall, sends = [NOW], []
    look = _Http._look

    def counted(connection: _Http) -> None:
        look(connection)
        sends.append(1)
        wall[0] += timedelta(minutes=5)

    monkeypatch.setattr(_Http, "_look", counted)
    with answering([Answer(201, {"id": "1"})]) as server:
        aim(server.url)
        with clock.stopped_at(lambda: wall[0]), pytest.raises(OutcomeUnknown):
            _post(Leave(**minutes()))
        assert _unread(server)
    assert len(sends) == 1, "the head of the request had left, its body had not"


def test_a_lease_is_longer_than_all_the_wire_can_wait() -> None:
    one_request = timedelta(seconds=PATIENCE.longest)
    assert PATIENCE.connect + SENDING_FOR + PATIENCE.read <= PATIENCE.whole
    assert one_request < LEASE_FOR
    assert one_request * UPLOADS < LEASE_FOR_A_PICTURE


def _post(leave: Leave) -> None:
    session = requests.Session()
    fit(session, "X", SHORT)
    with writing_with(leave):
        session.post(URL, data=BODY)


def _unread(server: Server) -> bool:
    return all(len(one.body) < len(BODY) for one in server.asked)
