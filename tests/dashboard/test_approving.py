"""A click approves the words that stood above the button: words changed since are shown, and nothing is approved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
import streamlit.runtime.context as browser
from streamlit.testing.v1 import AppTest

import clock
from dashboard.app import SCRIPT
from data import store
from data.models import Post
from desk import outsiders, posts, series, signing
from desk.posts import VariantText
from tests import cast
from tests.dashboard.serving import password, world

pytestmark = pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def crew(database: str) -> cast.Cast:
    return world(clock.now() - timedelta(hours=5))[0]


@pytest.fixture
def approvals(crew: cast.Cast, monkeypatch: pytest.MonkeyPatch) -> Callable[[], AppTest]:
    """Open the page as Alice, who has really signed in; the browser alone is imagined."""

    def opens() -> AppTest:
        secret = signing.sign_in("alice@example.org", password("alice"), "here").token
        client = SimpleNamespace(cookies={"parvis_session": secret}, headers={})
        monkeypatch.setattr(browser, "_get_client_context", lambda: client)
        return AppTest.from_file(str(SCRIPT), default_timeout=30).run().switch_page("../pages/approvals.py").run()

    return opens


def press(app: AppTest, starts: str) -> None:
    (one,) = [button for button in app.button if (button.key or "").startswith(starts)]
    one.click().run()
    assert not app.exception


def states(*post_ids: int) -> list[str]:
    with store.reading() as session:
        return [session.get_one(Post, post_id).state for post_id in post_ids]


def reword(crew: cast.Cast, post_id: int, text: str) -> None:
    posts.change(crew.user["dora"], post_id, variants=[VariantText(crew.channel["mulhouse/x"], text)])
    posts.submit(crew.user["dora"], post_id)


def test_a_post_is_approved_as_it_was_shown_or_not_at_all(crew: cast.Cast, approvals: Callable[[], AppTest]) -> None:
    said = [VariantText(crew.channel["mulhouse/x"], "Les mots lus.")]
    one = posts.draft(crew.user["dora"], crew.territory["mulhouse"], said)
    posts.submit(crew.user["dora"], one)
    app = approvals()
    reword(crew, one, "Tout autre chose.")
    press(app, f"approve-{one}-")
    assert states(one) == ["in_review"]
    assert any("Tout autre chose." in getattr(shown, "body", "") for shown in app.get("html"))
    press(app, f"approve-{one}-")
    assert states(one) == ["approved"]


def test_the_dates_of_a_series_are_approved_as_they_were_shown_or_not_at_all(
    crew: cast.Cast, approvals: Callable[[], AppTest]
) -> None:
    first = clock.now().date() + timedelta(days=2)
    done = _laid(crew, first)
    app = approvals()
    reword(crew, done.post_ids[1], "Tout autre chose.")
    press(app, f"approve-series-{done.series_id}-")
    assert states(*done.post_ids) == ["in_review"] * 3
    assert any("Tout autre chose." in getattr(shown, "body", "") for shown in app.get("html"))
    press(app, f"approve-series-{done.series_id}-")
    assert states(*done.post_ids) == ["scheduled"] * 3


def test_a_link_for_an_outsider_is_made_beside_the_words_and_shown_once(
    crew: cast.Cast, approvals: Callable[[], AppTest]
) -> None:
    words = [VariantText(crew.channel["mulhouse/x"], "Les mots lus.")]
    post = posts.draft(crew.user["dora"], crew.territory["mulhouse"], words)
    posts.submit(crew.user["dora"], post)
    app = approvals()
    app.text_input(key=f"outside-name-{post}").input("Me Weber").run()
    press(app, f"outside-make-{post}")
    (code,) = [one.value for one in app.code if "/approve/" in one.value]
    assert outsiders.shown(code.rsplit("/", 1)[-1]).name == "Me Weber"
    assert not [one for one in approvals().code if "/approve/" in one.value]


def _laid(crew: cast.Cast, first: date) -> series.Laid:
    rule = series.Rule("week", first, first + timedelta(weeks=2), "10:00", "Europe/Paris")
    words = [VariantText(crew.channel["mulhouse/x"], "Atelier, {date}.")]
    done = series.lay(crew.user["dora"], crew.territory["mulhouse"], words, rule)
    assert series.submit(crew.user["dora"], done.series_id, and_schedule=True).count("in_review") == 3
    return done
