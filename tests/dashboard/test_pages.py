"""Every page runs, for each of the cast, and shows nothing of a stranger's territory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
import streamlit.runtime.context as browser
from streamlit.testing.v1 import AppTest

import clock
from dashboard.app import SCRIPT
from data import store
from data.models import Conversation, Delivery, Message, Post, Variant
from desk import freezing, posts, replies, signing
from desk.posts import VariantText
from tests import cast
from tests.dashboard.serving import password, world

Opened = Callable[..., AppTest]
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PAGES = [
    "my_day",
    "inbox",
    "compose",
    "calendar",
    "approvals",
    "deliveries",
    "crisis",
    "contributions",
    "brand",
    "relay",
    "rules",
    "channels",
    "privacy",
    "preferences",
]


@pytest.fixture
def small(database: str) -> tuple[cast.Cast, int, int]:
    """The cast, and a conversation of Colmar and of Mulhouse."""
    return world(clock.now() - timedelta(hours=5))


@pytest.fixture
def opened(small: object, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Open a page as somebody who has really signed in; the browser alone is imagined."""

    def opens(name: str, page: str = "my_day", **query: str) -> AppTest:
        secret = signing.sign_in(f"{name}@example.org", password(name), "here").token if name else ""
        client = SimpleNamespace(cookies={"parvis_session": secret} if secret else {}, headers={})
        monkeypatch.setattr(browser, "_get_client_context", lambda: client)
        app = AppTest.from_file(str(SCRIPT), default_timeout=30)
        app.run()
        for key, value in query.items():
            app.query_params[key] = value
        return app if page == "my_day" else app.switch_page(f"../pages/{page}.py").run()

    return opens


def said(app: AppTest) -> str:
    """Return all the words on a page."""
    kinds = ("html", "markdown", "title", "header", "subheader", "caption", "error", "warning", "button", "text_area")
    return " ".join(
        str(getattr(one, "body", getattr(one, "value", ""))) + str(getattr(one, "label", ""))
        for kind in kinds
        for one in app.get(kind)
    )


@pytest.mark.parametrize("name", ["alice", "chloe", "emile"])
def test_every_page_runs(opened: Opened, name: str) -> None:
    app = opened(name)
    for page in PAGES:
        app = app if page == "my_day" else app.switch_page(f"../pages/{page}.py").run()
        assert not app.exception, f"{page}: {app.exception}"
        assert app.title


def test_a_stranger_sees_nothing_even_past_the_door(opened: Opened) -> None:
    app = opened("")
    assert not app.exception
    assert "session est terminée" in said(app)
    assert not app.title
    assert "Colmar" not in said(app)


def test_a_session_that_was_closed_shows_nothing_at_the_next_click(opened: Opened) -> None:
    app = opened("alice", "inbox")
    assert "Colmar" in said(app)
    person = signing.who(browser._get_client_context().cookies["parvis_session"])
    assert person is not None
    signing.revoke(person.id, person.session_id)
    app.run()
    assert "Colmar" not in said(app)


def test_mulhouse_sees_nothing_of_colmar_by_list_search_or_address(
    opened: Opened, small: tuple[cast.Cast, int, int]
) -> None:
    _, colmar, mulhouse = small
    assert "Accueil déplorable" not in said(opened("dora", "inbox"))
    assert "Accueil déplorable" not in said(opened("dora"))
    by_address = opened("dora", "inbox", c=str(colmar))
    assert "Accueil" not in said(by_address)
    assert "Introuvable ici" in said(by_address)
    assert "text_area" not in [one.type for one in by_address.get("text_area")]
    assert "musée" in said(opened("dora", "inbox", c=str(mulhouse)))


def test_mulhouse_cannot_open_a_post_of_colmar(opened: Opened, small: tuple[cast.Cast, int, int]) -> None:
    people, _, _ = small
    words = VariantText(people.channel["colmar/x"], "Un secret de Colmar")
    post = posts.draft(people.user["alice"], people.territory["colmar"], [words])
    for page in ("calendar", "compose"):
        app = opened("dora", page, p=str(post))
        assert "secret" not in said(app)
        assert "Introuvable ici" in said(app)
    assert "secret" in said(opened("alice", "compose", p=str(post)))


def test_nonsense_in_the_address_is_no_accident(opened: Opened) -> None:
    for page, query in (
        ("inbox", {"c": "9" * 40}),
        ("inbox", {"c": "1;drop"}),
        ("calendar", {"p": "-1"}),
        ("compose", {"p": "²"}),
    ):
        assert not opened("alice", page, **query).exception


def test_a_reply_is_written_judged_and_sent_from_the_page(opened: Opened, small: tuple[cast.Cast, int, int]) -> None:
    people, colmar, _ = small
    app = opened("alice", "inbox", c=str(colmar))
    field = next(one for one in app.text_area if one.key and one.key.startswith("live-reply"))
    field.input("Bonjour, nous sommes désolés et nous nous en occupons.").run()
    assert "caractères" in said(app)
    assert replies.drafted(people.user["alice"], colmar).startswith("Bonjour")
    app.button(key="send").click().run()
    assert not app.exception
    assert "Réponse confiée à l'envoi." in [one.value for one in app.toast]
    with store.reading() as session:
        assert session.get_one(Conversation, colmar).state in ("open", "assigned", "waiting_visitor")


def test_a_reply_goes_under_what_the_page_showed_and_a_newer_message_is_asked_about(
    opened: Opened, small: tuple[cast.Cast, int, int]
) -> None:
    _, colmar, _ = small
    app = opened("alice", "inbox", c=str(colmar))
    field = next(one for one in app.text_area if one.key and one.key.startswith("live-reply"))
    field.input("Bonjour, nous sommes désolés et nous nous en occupons.").run()
    shown = said(app)
    with store.writing() as session:
        first = session.query(Message).filter_by(conversation_id=colmar).one()
        session.add(
            Message(
                conversation_id=colmar, channel_id=first.channel_id, territory_id=first.territory_id, remote_id="900",
                text="Et mon fils est perdu", posted_at=clock.now(), stored_at=clock.now(),
            )
        )  # fmt: skip
    app.button(key="send").click().run()
    assert not app.exception
    assert "Le visiteur a écrit autre chose entre-temps" in said(app)
    with store.reading() as session:
        assert session.query(Delivery).count() == 0
    app.button(key="confirm-yes").click().run()
    with store.reading() as session:
        (post,), (variant,) = session.query(Post), session.query(Variant)
        assert (post.seen_message_id, variant.reply_to) == (first.id, first.remote_id)
    assert "À : « Accueil déplorable" in shown


def test_what_the_desk_refuses_is_a_sentence_and_the_words_stay(
    opened: Opened, small: tuple[cast.Cast, int, int]
) -> None:
    people, colmar, _ = small
    freezing.freeze(people.user["alice"], "exercice", territory_id=people.territory["colmar"])
    app = opened("alice", "inbox", c=str(colmar))
    field = next(one for one in app.text_area if one.key and one.key.startswith("live-reply"))
    field.input("x" * 400).run()
    app.button(key="send").click().run()
    assert not app.exception
    assert app.error
    assert next(one for one in app.text_area if one.key == field.key).value == "x" * 400


def test_a_freeze_is_two_taps_from_any_page_and_then_stands_on_every_page(
    opened: Opened, small: tuple[cast.Cast, int, int]
) -> None:
    for page in ("brand", "preferences"):
        app = opened("alice", page)
        app.button(key="freeze-all").click().run()
        assert app.button(key="freeze-now").label == "Suspendre maintenant"
        assert app.radio(key="freeze-where").value is None  # everything is chosen already: the next tap is the last
    assert not [one for one in opened("emile").button if one.key == "freeze-all"]
    freezing.freeze(small[0].user["alice"], "exercice")
    for page in ("inbox", "channels"):
        assert "Publications suspendues" in said(opened("chloe", page))


def test_a_dead_worker_is_said_on_every_page(opened: Opened) -> None:
    with clock.stopped_at(clock.now() + timedelta(hours=4)):
        for page in ("my_day", "inbox", "preferences"):
            assert "Le moteur ne tourne pas" in said(opened("alice", page))


def test_a_post_is_composed_for_two_cities_and_scheduled(opened: Opened, small: tuple[cast.Cast, int, int]) -> None:
    people, _, _ = small
    accounts = [people.channel["strasbourg/x"], people.channel["colmar/facebook"]]
    app = opened("alice", "compose")
    app.multiselect(key="compose-accounts-0").set_value(accounts).run()
    for account in accounts:
        app.text_area(key=f"live-variant-0-{account}").input(f"Bonne nouvelle {account}").run()
    app.toggle(key="compose-later-0").set_value(True).run()
    app.button(key="submit").click().run()
    assert not app.exception
    assert not app.error
    assert app.toast
    calendar = opened("alice", "calendar")
    assert "Bonne nouvelle" in said(calendar)


def test_a_language_once_chosen_is_kept(opened: Opened, small: tuple[cast.Cast, int, int]) -> None:
    app = opened("alice", "preferences")
    app.button_group(key="lang").set_value("de").run()
    assert not app.exception
    person = signing.who(browser._get_client_context().cookies["parvis_session"])
    assert person is not None
    assert person.lang == "de"
