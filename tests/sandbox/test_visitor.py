"""The page where a person speaks as a visitor and sees what the town answers."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import requests
import tweepy

from connectors.sandbox.running import Sandbox
from connectors.sandbox.store import Store
from connectors.sandbox.switches import Switches


class Outline(HTMLParser):
    """Where each article stands, and what the form's fields are called."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.depth = 0
        self.articles: dict[str, int] = {}
        self.fields: set[str] = set()
        self.labelled: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.depth += tag == "ul"
        if tag == "article":
            self.articles[given["data-id"]] = self.depth
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            self.fields.add(given["id"])
        if tag == "label":
            self.labelled.add(given["for"])

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "ul"


def test_a_visitor_speaks_and_sees_the_answer_under_their_words(sandbox: Sandbox, x: tweepy.Client) -> None:
    form = {"network": "x", "to": "strasbourg", "author": "Zoé <b>", "text": "Où est la <gare> ?"}
    page = requests.post(sandbox.url + "/say", data=form, timeout=5)
    assert page.status_code == 200
    assert 'role="status"' in page.text
    asked = sandbox.ledger()[0]["id"]
    answered = x.create_tweet(text="Place de la Gare.", in_reply_to_tweet_id=asked).data["id"]
    page = requests.get(sandbox.url, timeout=5)
    outline = Outline(page.text)
    assert outline.articles == {asked: 1, answered: 2}
    assert "Où est la &lt;gare&gt; ?" in page.text
    assert "<gare>" not in page.text


def test_every_field_has_a_label_and_nothing_comes_from_elsewhere(sandbox: Sandbox, x, page) -> None:
    drawn = requests.get(sandbox.url, timeout=5)
    outline = Outline(drawn.text)
    assert outline.fields == outline.labelled == {"network", "to", "author", "text"}
    assert not re.search(r"(src|href)=.(https?:)?//", drawn.text)
    assert "default-src 'none'" in drawn.headers["content-security-policy"]
    assert '<html lang="fr">' in drawn.text
    for choice in ("strasbourg", "colmar", "VisitStrasbourg", "ColmarTourisme"):
        assert f'value="{choice}"' in drawn.text


def test_what_is_chosen_beforehand_can_be_said(sandbox: Sandbox, x, page) -> None:
    for query in ("", "?network=facebook", "?network=x"):
        drawn = requests.get(f"{sandbox.url}/{query}", timeout=5).text
        network, to = re.findall(r'<option value="([^"]+)" selected', drawn)
        form = {"network": network, "to": to, "author": "Max", "text": "Bonjour"}
        assert requests.post(sandbox.url + "/say", data=form, timeout=5).status_code == 200


def test_a_visitor_answers_under_an_existing_message(sandbox: Sandbox, page) -> None:
    post = page.put_object("me", "feed", message="Marché de Noël")["id"]
    drawn = requests.get(sandbox.url, params={"in_reply_to": post, "network": "facebook", "to": "colmar"}, timeout=5)
    assert f'name="in_reply_to" value="{post}"' in drawn.text
    form = {"network": "facebook", "to": "colmar", "author": "Max", "text": "Superbe", "in_reply_to": post}
    requests.post(sandbox.url + "/say", data=form, timeout=5)
    assert sandbox.ledger()[-1]["parent"] == post


def test_what_cannot_be_said_is_explained_and_the_words_are_kept(sandbox: Sandbox, x) -> None:
    form = {"network": "facebook", "to": "strasbourg", "author": "Max", "text": "Bonjour"}
    drawn = requests.post(sandbox.url + "/say", data=form, timeout=5)
    assert drawn.status_code == 422
    assert 'role="alert"' in drawn.text
    assert ">Bonjour</textarea>" in drawn.text


def test_an_empty_sandbox_says_that_it_is_empty(sandbox: Sandbox) -> None:
    assert "Aucun compte" in requests.get(sandbox.url, timeout=5).text


def test_a_removed_message_no_longer_shows_its_words(sandbox: Sandbox, x: tweepy.Client) -> None:
    made = x.create_tweet(text="Une erreur").data["id"]
    x.delete_tweet(made)
    sandbox.say("x", "strasbourg", "Bonjour")
    assert "Une erreur" not in requests.get(sandbox.url, timeout=5).text


def test_switches_outlive_the_sandbox(home) -> None:
    store = Store(home / "kept.db")
    Switches(store).set({"summoned": False})
    store.close()
    again = Store(home / "kept.db")
    assert Switches(again)["summoned"] is False
    again.close()
