"""An outsider approves by link over real HTTP: no password, no script, two taps, once; the log never holds the link."""

from __future__ import annotations

import pytest
import requests

from dashboard.tracing import shown
from data import store
from data.models import Post
from desk import outsiders, posts
from desk.posts import VariantText, When
from tests.dashboard.serving import Served, working_in


def asked(desk: Served, text: str) -> tuple[int, str]:
    """Return a post of Mulhouse that waits, and the address of the link made for a lawyer."""
    with working_in(desk.home):
        cast = desk.cast
        words = [VariantText(cast.channel["mulhouse/x"], text)]
        post = posts.draft(cast.user["dora"], cast.territory["mulhouse"], words, when=When("2031-12-07T10:00"))
        posts.submit(cast.user["dora"], post)
        secret = outsiders.invite(cast.user["alice"], post, "Me <Weber>")
    return post, f"{desk.url}/approve/{secret}"


def state_of(desk: Served, post: int) -> str:
    with working_in(desk.home), store.reading() as session:
        return session.get_one(Post, post).state


def test_the_page_fits_a_phone_shows_the_words_and_asks_for_no_password(desk: Served) -> None:
    _, link = asked(desk, "Le <marché> ouvre.")
    page = requests.get(link, timeout=10)
    assert page.status_code == 200
    for said in ("width=device-width", "Me &lt;Weber&gt;", "Le &lt;marché&gt; ouvre.", "Alice"):
        assert said in page.text
    for unwanted in ("<script", 'type="password"'):
        assert unwanted not in page.text
    assert requests.get(f"{link}?lang=de", timeout=10).text.count("Freigeben") >= 1


@pytest.mark.parametrize(
    ("said", "state"), [({"answer": "yes"}, "scheduled"), ({"answer": "no", "because": "Faux"}, "draft")]
)
def test_one_answer_moves_the_post_and_the_link_is_spent(desk: Served, said: dict[str, str], state: str) -> None:
    post, link = asked(desk, f"Bonsoir Mulhouse {said['answer']}.")
    assert requests.post(link, data=said, timeout=20).status_code == 200
    assert state_of(desk, post) == state
    assert requests.get(link, timeout=10).status_code == 404
    assert requests.post(link, data={"answer": "yes"}, timeout=10).status_code == 404


def test_a_no_needs_a_reason_and_changes_nothing_without(desk: Served) -> None:
    post, link = asked(desk, "Bonjour Mulhouse.")
    answer = requests.post(link, data={"answer": "no", "because": " "}, timeout=20)
    assert (answer.status_code, "pourquoi" in answer.text.lower(), state_of(desk, post)) == (400, True, "in_review")


def test_a_link_nobody_made_opens_nothing(desk: Served) -> None:
    assert requests.get(f"{desk.url}/approve/rien", timeout=10).status_code == 404


def test_the_log_holds_no_link() -> None:
    assert shown("/approve/secret") == "/approve/…"
    assert shown("/contribute/secret/status") == "/contribute/…/status"
