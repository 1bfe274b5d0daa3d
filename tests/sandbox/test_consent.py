"""Relating an account to the hub: X's authorize page with PKCE, Facebook's dialog, over the libraries' own helpers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import facebook
import oauthlib.oauth2
import pytest
import requests
import tweepy

import clock
from connectors.sandbox.running import Sandbox
from tests.sandbox.conftest import COLMAR, STRASBOURG, graph

BACK = "https://hub.local/cb"
SCOPES = ["tweet.read", "tweet.write", "users.read", "offline.access"]


@pytest.fixture
def keys(sandbox: Sandbox) -> dict[str, str]:
    return sandbox.account("x", STRASBOURG, "VisitStrasbourg", "Strasbourg", "strasbourg")


def handler(keys: dict[str, str], wired) -> tweepy.OAuth2UserHandler:
    found = tweepy.OAuth2UserHandler(
        client_id=keys["client_id"], redirect_uri=BACK, scope=SCOPES, client_secret=keys["client_secret"]
    )
    found.mount("https://", wired().get_adapter("https://"))
    return found


def consented(session: requests.Session, address: str, account: str, answer: str = "yes") -> str:
    assert session.get(address).status_code == 200
    form = {"account": account, "answer": answer}
    return session.post(address, data=form, allow_redirects=False).headers["location"]


def test_a_person_relates_an_x_account_and_it_can_speak(sandbox: Sandbox, keys, wired) -> None:
    with handler(keys, wired) as asking:
        back = consented(wired(), asking.get_authorization_url(), STRASBOURG)
        pair = asking.fetch_token(back)
        with pytest.raises(oauthlib.oauth2.OAuth2Error):
            asking.fetch_token(back)  # a code is worth one pair
    client = tweepy.Client(bearer_token=pair["access_token"])
    client.session.close()
    client.session = wired()
    client.create_tweet(text="Bonjour", user_auth=False)
    with pytest.raises(tweepy.Forbidden):
        client.hide_reply("1", user_auth=False)  # a right nobody asked for
    assert [one["account"] for one in sandbox.ledger()] == ["VisitStrasbourg"]


def test_a_code_is_worth_nothing_after_thirty_seconds_or_without_its_verifier(keys, wired) -> None:
    now = datetime.now(UTC)
    with handler(keys, wired) as asking, clock.stopped_at(now):
        late = consented(wired(), asking.get_authorization_url(), STRASBOURG)
        with clock.stopped_at(now + timedelta(seconds=31)), pytest.raises(oauthlib.oauth2.OAuth2Error):
            asking.fetch_token(late)
    with handler(keys, wired) as asking, handler(keys, wired) as thief:
        back = consented(wired(), asking.get_authorization_url(), STRASBOURG)
        thief.get_authorization_url()
        thief._state = parse_qs(urlsplit(back).query)["state"][0]
        with pytest.raises(oauthlib.oauth2.OAuth2Error):
            thief.fetch_token(back)


def test_a_refusal_and_a_bad_question_are_told(sandbox: Sandbox, keys, wired) -> None:
    with handler(keys, wired) as asking:
        address = asking.get_authorization_url()
    assert "error=access_denied" in consented(wired(), address, STRASBOURG, "no")
    for wrong in (address.replace("S256", "plain"), address.replace(keys["client_id"], "unknown")):
        answer = wired().get(wrong)
        assert answer.status_code == 400
        assert 'role="alert"' in answer.text


def test_a_browser_finds_the_same_page_on_the_sandboxs_own_address(sandbox: Sandbox, keys, wired) -> None:
    with handler(keys, wired) as asking:
        address = asking.get_authorization_url().replace("https://twitter.com", sandbox.url)
    assert "Strasbourg" in requests.get(address, timeout=5).text


def test_a_person_relates_a_facebook_page(sandbox: Sandbox, page: facebook.GraphAPI, wired) -> None:
    keys = sandbox.account("facebook", COLMAR, "ColmarTourisme", "Colmar", "colmar")
    address = page.get_auth_url(keys["app_id"], BACK, ["pages_manage_posts"], state="s")
    back = parse_qs(urlsplit(consented(wired(), address, COLMAR)).query)
    assert back["state"] == ["s"]
    args = (back["code"][0], BACK, keys["app_id"], keys["app_secret"])
    person = page.get_access_token_from_code(*args)
    pages = graph(person, wired()).get_object("me/accounts")["data"]
    assert pages[0]["access_token"] == keys["access_token"]
    with pytest.raises(facebook.GraphAPIError):
        page.get_access_token_from_code(*args)


def test_figures_are_given_and_withdrawn_ones_refused(page: facebook.GraphAPI) -> None:
    post = page.put_object("me", "feed", message="Bonjour")["id"]
    found = page.get_connections(post, "insights", metric="post_media_view,post_clicks")["data"]
    assert [one["name"] for one in found] == ["post_media_view", "post_clicks"]
    with pytest.raises(facebook.GraphAPIError, match="valid insights metric"):
        page.get_connections(post, "insights", metric="post_media_view,post_impressions")
