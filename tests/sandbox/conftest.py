"""A running sandbox, and the unmodified client libraries brought to it by the smallest of adapters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import facebook
import pytest
import requests
import tweepy
from requests.adapters import HTTPAdapter

from connectors.sandbox.running import Sandbox, running

STRASBOURG, MULHOUSE, COLMAR = "1700000000000000001", "1700000000000000002", "250000000000001"


class Redirect(HTTPAdapter):
    """Send to the sandbox what was meant for a network, with the network's own Host."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.answers: list[requests.Response] = []

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        address = urlsplit(str(request.url))
        request.headers["Host"] = address.netloc
        request.url = f"{self.url}{address.path}" + (f"?{address.query}" if address.query else "")
        options["timeout"] = 5
        answer = super().send(request, **options)
        self.answers.append(answer)
        return answer


@pytest.fixture
def sandbox(home: Path) -> Iterator[Sandbox]:
    with running(home / "sandbox.db") as found:
        yield found


@pytest.fixture
def wired(sandbox: Sandbox) -> Iterator[Callable[[], requests.Session]]:
    """Make sessions that reach the sandbox; each remembers its answers in `session.answers`."""
    made: list[requests.Session] = []

    def make() -> requests.Session:
        session = requests.Session()
        adapter = Redirect(sandbox.url)
        session.mount("https://", adapter)
        session.answers = adapter.answers  # type: ignore[attr-defined]
        made.append(session)
        return session

    yield make
    for session in made:
        session.close()


@pytest.fixture
def x(sandbox: Sandbox, wired: Callable[[], requests.Session]) -> tweepy.Client:
    """Strasbourg's X account over OAuth 1.0a."""
    return x_client(sandbox.account("x", STRASBOURG, "VisitStrasbourg", "Strasbourg", "strasbourg"), wired())


@pytest.fixture
def page(sandbox: Sandbox, wired: Callable[[], requests.Session]) -> facebook.GraphAPI:
    """Colmar's page."""
    return graph(sandbox.account("facebook", COLMAR, "ColmarTourisme", "Colmar", "colmar"), wired())


def x_client(keys: dict[str, str], session: requests.Session) -> tweepy.Client:
    names = ("consumer_key", "consumer_secret", "access_token", "access_token_secret")
    client = tweepy.Client(**{name: keys[name] for name in names})
    client.session.close()
    client.session = session
    return client


def graph(keys: dict[str, str], session: requests.Session) -> facebook.GraphAPI:
    api = facebook.GraphAPI(keys["access_token"], timeout=5, session=session)
    api.version = "v26.0"
    return api
