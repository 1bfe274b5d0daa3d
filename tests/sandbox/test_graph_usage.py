"""Graph tells truthfully how much of its limits is used, and refuses what goes beyond; X's tokens end when it said."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import facebook
import pytest
import requests

import clock
from connectors.sandbox.running import Sandbox
from tests.conftest import NOON
from tests.sandbox.conftest import COLMAR, MULHOUSE, STRASBOURG, graph

Wired = Callable[[], Any]


def told(headers: Mapping[str, str], page: str = COLMAR) -> tuple[int, int, int]:
    """Return per cent of the application, per cent of the page, and the minutes a throttled page must wait."""
    [use] = json.loads(headers["X-Business-Use-Case-Usage"])[page]
    of_app = json.loads(headers["X-App-Usage"])["call_count"]
    return of_app, use["call_count"], use["estimated_time_to_regain_access"]


def test_nobody_comes_near_the_limit_unless_asked(page: Any, sandbox: Sandbox) -> None:
    for n in range(30):
        page.put_object(COLMAR, "feed", message=f"numéro {n}")
    assert told(page.session.answers[-1].headers) == (1, 1, 0)


def test_a_page_tells_its_use_and_the_call_too_many_is_refused_until_the_hour_is_over(
    page: Any, sandbox: Sandbox, wired: Wired
) -> None:
    sandbox.switch(graph_calls=5)
    with clock.stopped_at(NOON):
        for n in range(5):
            page.put_object(COLMAR, "feed", message=f"numéro {n}")
        heads = [told(answer.headers) for answer in page.session.answers]
        assert heads == [(1, 20, 0), (1, 40, 0), (1, 60, 0), (1, 80, 0), (1, 100, 60)]
        with pytest.raises(facebook.GraphAPIError) as caught:
            page.put_object(COLMAR, "feed", message="de trop")
        assert caught.value.code == 80001
        assert told(page.session.answers[-1].headers)[2] == 60
        other = graph(sandbox.account("facebook", MULHOUSE, "Mulhouse"), wired())
        other.put_object(MULHOUSE, "feed", message="une autre page parle encore")
    with clock.stopped_at(NOON + timedelta(hours=1)):
        page.put_object(COLMAR, "feed", message="de nouveau")
        assert len(sandbox.ledger()) == 7


def test_an_application_tells_its_use_over_all_its_pages(page: Any, sandbox: Sandbox, wired: Wired) -> None:
    sandbox.switch(graph_app_calls=2)
    other = graph(sandbox.account("facebook", MULHOUSE, "Mulhouse"), wired())
    page.put_object(COLMAR, "feed", message="Bonjour")
    other.put_object(MULHOUSE, "feed", message="Bonjour")
    assert told(other.session.answers[-1].headers, MULHOUSE)[:2] == (100, 1)
    with pytest.raises(facebook.GraphAPIError) as caught:
        page.put_object(COLMAR, "feed", message="de trop")
    assert caught.value.code == 4


def test_a_token_lives_as_long_as_the_switch_says(sandbox: Sandbox, wired: Wired) -> None:
    sandbox.switch(token_seconds=30)
    with clock.stopped_at(NOON):
        keys = sandbox.account("x", STRASBOURG, "VisitStrasbourg")
        assert me(keys["bearer_token"], wired()) == 200
    with clock.stopped_at(NOON + timedelta(seconds=30)):
        assert me(keys["bearer_token"], wired()) == 401
        form = {"grant_type": "refresh_token", "refresh_token": keys["refresh_token"], "client_id": keys["client_id"]}
        pair = wired().post("https://api.twitter.com/2/oauth2/token", data=form).json()
        assert pair["expires_in"] == 30
        assert me(pair["access_token"], wired()) == 200
    with clock.stopped_at(NOON + timedelta(seconds=60)):
        assert me(pair["access_token"], wired()) == 401


def me(token: str, session: requests.Session) -> int:
    head = {"Authorization": f"Bearer {token}"}
    return session.get("https://api.twitter.com/2/users/me", headers=head).status_code
