"""The networks' bad days: what the client sees, and whether it was done."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import facebook
import pytest
import requests
import tweepy

import clock
from connectors.sandbox.faults import FAULTS
from connectors.sandbox.running import Sandbox
from tests.sandbox.conftest import STRASBOURG

REFUSALS = json.loads((Path(__file__).parent / "captures" / "refusals.json").read_text(encoding="utf-8"))
SEEN = {  # fault -> (what tweepy raises, what facebook-sdk raises or returns, whether it was done)
    "commit_then_drop": (requests.ConnectionError, requests.ConnectionError, True),
    "commit_then_cut": (requests.exceptions.ChunkedEncodingError, requests.exceptions.ChunkedEncodingError, True),
    "commit_then_5xx": (tweepy.TwitterServerError, {"title": "Service Unavailable", "status": 503}, True),
    "commit_then_garbage": (requests.exceptions.JSONDecodeError, requests.exceptions.JSONDecodeError, True),
    "commit_then_oops": (KeyError, {"oops": 1}, True),
    "commit_then_html": (requests.exceptions.JSONDecodeError, facebook.GraphAPIError, True),
    "error_5xx_before": (tweepy.TwitterServerError, facebook.GraphAPIError, False),
    "html_502_before": (tweepy.TwitterServerError, facebook.GraphAPIError, False),
    "drop_before": (requests.ConnectionError, requests.ConnectionError, False),
    "rate_limited": (tweepy.TooManyRequests, facebook.GraphAPIError, False),
    "rate_limited_bare": (tweepy.TooManyRequests, facebook.GraphAPIError, False),
    "out_of_credit": (tweepy.HTTPException, facebook.GraphAPIError, False),
    "token_expired": (tweepy.Unauthorized, facebook.GraphAPIError, False),
    "duplicate_403": (tweepy.Forbidden, facebook.GraphAPIError, False),
    "not_summoned": (tweepy.Forbidden, facebook.GraphAPIError, False),
}


def test_every_fault_listed_is_proven_here(sandbox: Sandbox) -> None:
    listed = sandbox.ask("GET", "/_sandbox/faults")["faults"]
    assert set(listed) == set(FAULTS) == {*SEEN, "slow_then_commit", "commit_then_slow", "read_lag"}


@pytest.mark.parametrize("fault", SEEN)
def test_a_fault_is_what_its_name_says_on_both_networks(
    sandbox: Sandbox, x: tweepy.Client, page: facebook.GraphAPI, fault: str
) -> None:
    on_x, on_facebook, done = SEEN[fault]
    sandbox.faults({"fault": fault, "probability": 1})
    with pytest.raises(on_x):
        _ = x.create_tweet(text="Bonjour").data["id"] if fault != "commit_then_oops" else _id_of(x)
    if isinstance(on_facebook, dict):
        assert page.put_object("me", "feed", message="Bonjour") == on_facebook
    else:
        with pytest.raises(on_facebook):
            page.put_object("me", "feed", message="Bonjour")
    assert [one["network"] for one in sandbox.ledger()] == (["x", "facebook"] if done else [])
    sandbox.faults()
    x.create_tweet(text="Guéri")
    page.put_object("me", "feed", message="Guéri")


def _id_of(x: tweepy.Client) -> Any:
    return x.request("POST", "/2/tweets", json={"text": "Bonjour"}, user_auth=True).json()["data"]["id"]


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: f"{case['network']}: {case['case']}")
def test_refusals_have_the_status_the_headers_and_the_body_recorded(sandbox: Sandbox, x, page, case: dict) -> None:
    sandbox.faults({"fault": case["fault"], "probability": 1})
    with pytest.raises((tweepy.TweepyException, facebook.GraphAPIError)):
        if case["network"] == "x":
            x.create_tweet(text="Bonjour")
        else:
            page.put_object("me", "feed", message="Bonjour")
    answer = (x if case["network"] == "x" else page).session.answers[-1]
    assert answer.status_code == case["http"]
    assert all(name in answer.headers for name in case["headers"])
    body, recorded = answer.json(), case["body"]
    if case["network"] == "x":
        assert body == recorded
    else:
        if recorded["error"]["code"] == 1:
            recorded["error"]["code"] = 2  # the two are one case: unknown, or service
        assert body["error"]["code"] == recorded["error"]["code"]
        assert set(recorded["error"]) <= set(body["error"])


def test_a_delay_outlasts_the_client_and_the_words_appear_all_the_same(sandbox: Sandbox, x: tweepy.Client) -> None:
    sandbox.faults({"fault": "slow_then_commit", "probability": 1, "seconds": 0.6})
    adapter = x.session.get_adapter("https://")
    before, adapter.send = adapter.send, lambda request, **options: _hurried(adapter, request)
    with pytest.raises(requests.ReadTimeout):
        x.create_tweet(text="Bonjour")
    adapter.send = before
    assert sandbox.ledger() == []
    _wait_for(lambda: len(sandbox.ledger()) == 1)


def _hurried(adapter: Any, request: requests.PreparedRequest) -> requests.Response:
    request.headers["Host"] = "api.twitter.com"
    request.url = adapter.url + "/2/tweets"
    return requests.adapters.HTTPAdapter().send(request, timeout=0.2)


def _wait_for(true: Any) -> None:
    limit = time.monotonic() + 5
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.02)


def test_done_at_once_and_answered_late(sandbox: Sandbox, x: tweepy.Client) -> None:
    sandbox.faults({"fault": "commit_then_slow", "probability": 1, "seconds": 0.3})
    start = time.monotonic()
    x.create_tweet(text="Bonjour")
    assert time.monotonic() - start >= 0.3


def test_a_lagging_list_shows_a_post_only_later(sandbox: Sandbox, x: tweepy.Client, page: facebook.GraphAPI) -> None:
    start = datetime(2026, 5, 1, 12, tzinfo=UTC)
    sandbox.faults({"fault": "read_lag", "probability": 1, "seconds": 20, "method": "POST"})
    with clock.stopped_at(start):
        made = x.create_tweet(text="Bonjour").data["id"]
        page.put_object("me", "feed", message="Bonjour")
        assert len(sandbox.ledger()) == 2
    for seconds, seen in ((19, 0), (21, 1)):
        with clock.stopped_at(start + timedelta(seconds=seconds)):
            assert len(x.get_users_tweets(STRASBOURG, user_auth=True).data or []) == seen
            assert len(page.get_connections("me", "published_posts")["data"]) == seen
            assert x.get_tweet(made, user_auth=True).data is not None


def test_a_rule_strikes_only_what_it_names_and_only_so_many_times(sandbox: Sandbox, x, page) -> None:
    sandbox.faults(
        {"fault": "error_5xx_before", "host": "api.twitter.com", "method": "POST", "path": "/2/tweets",
         "probability": 1, "times": 2}
    )  # fmt: skip
    for n in range(2):
        with pytest.raises(tweepy.TwitterServerError):
            x.create_tweet(text=f"essai {n}")
    x.create_tweet(text="essai 3")
    x.get_me()
    page.put_object("me", "feed", message="Bonjour")
    sandbox.faults({"fault": "error_5xx_before", "probability": 1, "path": "/feed"})
    with pytest.raises(facebook.GraphAPIError):
        page.put_object("me", "feed", message="Bonsoir")


def test_how_often_each_fault_struck_is_counted(sandbox: Sandbox, x: tweepy.Client) -> None:
    sandbox.faults({"fault": "error_5xx_before", "times": 2}, {"fault": "drop_before", "path": "/no/such/path"})
    for _ in range(3):
        _fails(x)
    sandbox.faults()
    assert sandbox.ask("GET", "/_sandbox/faults")["struck"] == {"error_5xx_before": 2}


def test_the_same_seed_strikes_the_same_requests(sandbox: Sandbox, x: tweepy.Client) -> None:
    def run() -> list[bool]:
        sandbox.faults({"fault": "error_5xx_before", "probability": 0.5}, seed=7)
        return [_fails(x) for _ in range(20)]

    first = run()
    assert run() == first
    assert 0 < sum(first) < 20


def _fails(x: tweepy.Client) -> bool:
    try:
        x.get_me()
    except tweepy.TwitterServerError:
        return True
    return False


def test_faults_strike_the_networks_only(sandbox: Sandbox) -> None:
    sandbox.faults({"fault": "drop_before", "probability": 1})
    assert sandbox.ledger() == []
    sandbox.ask("DELETE", "/_sandbox/faults")
    assert sandbox.ask("GET", "/_sandbox/faults")["rules"] == []


@pytest.mark.parametrize(
    "rule", [{"fault": "plague"}, {"fault": "read_lag", "colour": 1}, {"fault": "read_lag", "probability": 2}]
)
def test_a_rule_that_cannot_be_read_is_refused_with_a_sentence(sandbox: Sandbox, rule: dict) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        sandbox.faults(rule)
