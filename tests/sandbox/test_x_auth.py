"""Who may speak on X: signatures, tokens that end, pairs that rotate, windows that close."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import tweepy
from requests_oauthlib import OAuth2Session

import clock
from connectors.sandbox.running import Sandbox
from tests.sandbox.conftest import MULHOUSE, STRASBOURG, x_client

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def keys(sandbox: Sandbox) -> dict[str, str]:
    return sandbox.account("x", STRASBOURG, "VisitStrasbourg", "Strasbourg", "strasbourg")


def bearer(token: str, wired) -> tweepy.Client:
    client = tweepy.Client(bearer_token=token)
    client.session.close()
    client.session = wired()
    return client


@pytest.mark.parametrize("wrong", ["consumer_secret", "access_token_secret", "consumer_key", "access_token"])
def test_a_signature_that_does_not_fit_is_refused(sandbox: Sandbox, keys, wired, wrong: str) -> None:
    client = x_client({**keys, wrong: keys[wrong][:-1] + ("a" if keys[wrong][-1] != "a" else "b")}, wired())
    with pytest.raises(tweepy.Unauthorized):
        client.create_tweet(text="Bonjour")
    assert sandbox.ledger() == []


def test_a_signed_request_changed_on_its_way_is_refused(keys, wired) -> None:
    client = x_client(keys, wired())
    client.get_users_tweets(STRASBOURG, max_results=5, user_auth=True)
    signed = client.session.answers[-1].request
    headers = {**signed.headers, "Host": "api.twitter.com"}
    address = "https://api.twitter.com" + signed.path_url.replace("max_results=5", "max_results=6")
    assert client.session.get(address, headers=headers).status_code == 401


def test_nobody_is_refused(wired, sandbox: Sandbox) -> None:
    answer = wired().get("https://api.twitter.com/2/users/me")
    assert answer.status_code == 401
    assert answer.json() == {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"}


def test_a_user_token_lives_two_hours_and_is_renewed_by_a_pair_that_rotates(keys, wired) -> None:
    with clock.stopped_at(datetime.now(UTC) + timedelta(minutes=119)):
        bearer(keys["bearer_token"], wired).create_tweet(text="Bonjour", user_auth=False)
    with clock.stopped_at(datetime.now(UTC) + timedelta(minutes=121)):
        with pytest.raises(tweepy.Unauthorized):
            bearer(keys["bearer_token"], wired).create_tweet(text="Bonsoir", user_auth=False)
        first = renewed(keys, keys["refresh_token"], wired)
        assert (first["token_type"], first["expires_in"]) == ("bearer", 7200)
        assert "offline.access" in first["scope"]
        bearer(first["access_token"], wired).create_tweet(text="Bonsoir", user_auth=False)
        assert renewed(keys, keys["refresh_token"], wired).get("error") == "invalid_request"
        assert "access_token" in renewed(keys, first["refresh_token"], wired)


def renewed(keys: dict[str, str], refresh_token: str, wired) -> dict[str, str]:
    session = wired()
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token, "client_id": keys["client_id"]}
    auth = (keys["client_id"], keys["client_secret"])
    return session.post("https://api.twitter.com/2/oauth2/token", data=form, auth=auth).json()


def test_the_oauth_library_itself_accepts_the_new_pair(keys, wired, sandbox: Sandbox) -> None:
    with OAuth2Session(keys["client_id"], scope=None) as session:
        session.mount("https://", wired().get_adapter("https://"))
        address = "https://api.twitter.com/2/oauth2/token"
        auth = (keys["client_id"], keys["client_secret"])
        assert session.refresh_token(address, refresh_token=keys["refresh_token"], auth=auth)["access_token"]
        with pytest.raises(Exception, match="invalid"):
            session.refresh_token(address, refresh_token="unknown", auth=auth)


def test_a_wrong_client_secret_renews_nothing(keys, wired) -> None:
    assert renewed({**keys, "client_secret": "no"}, keys["refresh_token"], wired)["error"] == "invalid_request"
    assert "access_token" in renewed(keys, keys["refresh_token"], wired)


def test_an_application_alone_reads_and_does_not_write(sandbox: Sandbox, keys, wired) -> None:
    alone = bearer(f"AAAA{keys['consumer_key']}{keys['consumer_secret']}", wired)
    sandbox.say("x", "strasbourg", "Bonjour")
    assert len(alone.get_users_mentions(STRASBOURG).data) == 1
    with pytest.raises(tweepy.Forbidden, match="Application-Only is forbidden"):
        alone.create_tweet(text="Bonjour", user_auth=False)


def test_every_answer_says_what_is_left_and_the_hundred_and_first_post_is_refused(sandbox, keys, wired) -> None:
    client = x_client(keys, wired())
    with clock.stopped_at(NOON):
        for n in range(100):
            client.create_tweet(text=f"numéro {n}")
        with pytest.raises(tweepy.TooManyRequests) as caught:
            client.create_tweet(text="de trop")
        heads = [answer.headers for answer in client.session.answers]
        assert [int(one["x-rate-limit-remaining"]) for one in heads] == [*range(99, -1, -1), 0]
        assert int(heads[-1]["x-rate-limit-reset"]) == int((NOON + timedelta(minutes=15)).timestamp())
        assert caught.value.response.json()["title"] == "Too Many Requests"
        other = x_client(sandbox.account("x", MULHOUSE, "VisitMulhouse"), wired())
        other.create_tweet(text="un autre compte parle encore")
        assert other.session.answers[-1].headers["x-app-limit-24hour-remaining"] == str(10_000 - 101)
    with clock.stopped_at(NOON + timedelta(minutes=15)):
        client.create_tweet(text="de nouveau")
    sandbox.switch(rate_limits=False)


def test_a_generous_plan_has_windows_many_times_as_large(sandbox, keys, wired) -> None:
    sandbox.switch(rate_scale=50)
    client = x_client(keys, wired())
    client.create_tweet(text="Bonjour")
    headers = client.session.answers[-1].headers
    assert (headers["x-rate-limit-limit"], headers["x-rate-limit-remaining"]) == ("5000", "4999")
    assert headers["x-app-limit-24hour-limit"] == "500000"


def test_a_bad_request_counts_and_carries_the_headers_too(keys, wired) -> None:
    client = x_client(keys, wired())
    with pytest.raises(tweepy.BadRequest):
        client.create_tweet(text="")
    assert client.session.answers[-1].headers["x-rate-limit-remaining"] == "99"
    assert client.session.answers[-1].headers["content-type"] == "application/problem+json"
