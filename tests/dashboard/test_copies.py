"""In the inbox a group of copies is one row with a counter; its page leads to each, and each leads back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
import streamlit.runtime.context as browser
from streamlit.testing.v1 import AppTest

import clock
from dashboard.app import SCRIPT
from data.queries import copies as reads
from desk import signing
from tests import cast
from tests.dashboard.serving import password, world
from tests.dashboard.test_pages import said
from tests.hearing import OFFERS, hear_texts

Opened = Callable[..., AppTest]
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def crew(database: str) -> cast.Cast:
    return world(clock.now() - timedelta(hours=5))[0]


@pytest.fixture
def group(crew: cast.Cast) -> list[int]:
    return hear_texts(crew, "colmar/x", OFFERS, clock.now())


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Open the inbox as somebody who has really signed in; the browser alone is imagined."""

    def opens(name: str, **query: str) -> AppTest:
        secret = signing.sign_in(f"{name}@example.org", password(name), "here").token
        client = SimpleNamespace(cookies={"parvis_session": secret}, headers={})
        monkeypatch.setattr(browser, "_get_client_context", lambda: client)
        app = AppTest.from_file(str(SCRIPT), default_timeout=30)
        app.run()
        for key, value in query.items():
            app.query_params[key] = value
        return app.switch_page("../pages/inbox.py").run()

    return opens


def keys(app: AppTest, start: str) -> list[str]:
    return [one.key for one in app.button if one.key and one.key.startswith(start)]


def test_the_row_of_the_first_counts_its_copies_which_have_no_row(opened: Opened, group: list[int]) -> None:
    app = opened("chloe")
    assert not app.exception
    assert said(app).count("+3 copie(s)") == 1
    assert f"open-{group[0]}" in keys(app, "open-")
    assert not {f"open-{one}" for one in group[1:]} & set(keys(app, "open-"))
    other = opened("dora")
    assert "copie(s)" not in said(other)
    assert f"open-{group[0]}" not in keys(other, "open-")


def test_the_page_of_the_first_leads_to_each_copy_and_a_copy_leads_back(
    opened: Opened, group: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reads, "SIZE", 2)
    app = opened("chloe", c=str(group[0]))
    assert "Copies (3)" in [one.label for one in app.expander]
    assert keys(app, "go-copy-") == [f"go-copy-{one}" for one in group[1:3]]
    app.button(key=f"copies-more-{group[0]}").click().run()
    assert keys(app, "go-copy-") == [f"go-copy-{one}" for one in group[1:]]
    assert not keys(app, "copies-more-")
    app.button(key=f"go-copy-{group[3]}").click().run()
    assert not app.exception
    assert app.query_params["c"] == str(group[3])
    assert keys(app, "go-first-") == [f"go-first-{group[0]}"]
