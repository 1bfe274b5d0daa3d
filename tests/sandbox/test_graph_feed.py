"""A Facebook page's posts and photos through the unmodified facebook-sdk."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta

import facebook
import pytest

import clock
from connectors.sandbox.running import Sandbox
from tests.sandbox.conftest import COLMAR, graph

OTHER = "250000000000002"
JPEG = b"\xff\xd8\xff" + bytes(100)


def posted(page: facebook.GraphAPI, **args: str) -> str:
    return page.put_object("me", "feed", **args)["id"]


def texts(answer: dict) -> list[str]:
    return [one["message"] for one in answer["data"]]


def test_a_post_has_the_pages_id_in_front_and_is_read_back(sandbox: Sandbox, page: facebook.GraphAPI) -> None:
    made = page.put_object(COLMAR, "feed", message="Bonjour", link="https://colmar.fr/", fields="id,permalink_url")
    assert made["id"].startswith(f"{COLMAR}_")
    assert made["permalink_url"].startswith("https://www.facebook.com/")
    fields = "id,message,created_time,permalink_url,is_published,from{id,name},attachments"
    back = page.get_connections(COLMAR, "published_posts", fields=fields, limit=25)["data"][0]
    assert back["is_published"] is True
    assert back["from"] == {"id": COLMAR, "name": "Colmar"}
    assert datetime.strptime(back["created_time"], "%Y-%m-%dT%H:%M:%S%z")
    assert back["attachments"]["data"][0]["unshimmed_url"] == "https://colmar.fr/"
    assert [(one["text"], one["by_hub"], one["parent"]) for one in sandbox.ledger()] == [("Bonjour", True, None)]


def test_usual_fields_are_those_of_graph(page: facebook.GraphAPI) -> None:
    posted(page, message="Bonjour")
    assert set(page.get_connections("me", "feed")["data"][0]) == {"created_time", "message", "id"}
    assert page.get_object("me") == {"name": "Colmar", "id": COLMAR}
    with pytest.raises(facebook.GraphAPIError, match=r"nonexisting field \(shoe_size\)"):
        page.get_object("me", fields="shoe_size")


def test_twice_the_same_in_a_row_is_refused_and_later_it_is_not(sandbox: Sandbox, page: facebook.GraphAPI) -> None:
    posted(page, message="Bonjour")
    with pytest.raises(facebook.GraphAPIError, match="Duplicate status message") as caught:
        posted(page, message="Bonjour")
    assert caught.value.code == 506
    posted(page, message="Autre chose")
    posted(page, message="Bonjour")
    sandbox.switch(duplicates=False)
    posted(page, message="Bonjour")
    assert len(sandbox.ledger()) == 4


def test_photos_are_invisible_until_they_hang_on_a_post(sandbox: Sandbox, page: facebook.GraphAPI) -> None:
    first, second = (
        page.put_photo(io.BytesIO(JPEG), "me/photos", published="false", alt_text_custom=f"vue {n}")["id"] for n in "ab"
    )
    assert sandbox.ledger() == []
    hung = {f"attached_media[{n}]": json.dumps({"media_fbid": one}) for n, one in enumerate((first, second))}
    posted(page, message="Deux vues", **hung)
    assert [one["alt"] for one in sandbox.ledger()[0]["media"]] == ["vue a", "vue b"]
    with pytest.raises(facebook.GraphAPIError) as caught:
        posted(page, message="Encore", **hung)
    assert caught.value.result["error"]["error_subcode"] == 1366051
    with pytest.raises(facebook.GraphAPIError):
        page.put_object("me", "feed", message="x", attached_media=[{"media_fbid": first}])


def test_a_published_photo_is_a_post_of_its_own(sandbox: Sandbox, page: facebook.GraphAPI) -> None:
    made = page.put_photo(io.BytesIO(JPEG), "me/photos", caption="La Petite Venise")
    assert [one["id"] for one in sandbox.ledger()] == [made["post_id"]]


def test_a_scheduled_post_shows_at_its_time_and_not_before(sandbox: Sandbox, page: facebook.GraphAPI) -> None:
    now = datetime(2026, 5, 1, 12, tzinfo=UTC)
    at = str(int((now + timedelta(minutes=30)).timestamp()))
    with clock.stopped_at(now):
        made = posted(page, message="Plus tard", published="false", scheduled_publish_time=at)
        assert sandbox.ledger() == []
        assert page.get_connections("me", "published_posts") == {"data": []}
        assert page.get_connections("me", "scheduled_posts")["data"][0]["id"] == made
        for wrong in (5, 60 * 24 * 31):
            with pytest.raises(facebook.GraphAPIError, match="scheduled publish time"):
                late = str(int((now + timedelta(minutes=wrong)).timestamp()))
                posted(page, message="x", published="false", scheduled_publish_time=late)
    with clock.stopped_at(now + timedelta(minutes=31)):
        assert [one["id"] for one in sandbox.ledger()] == [made]
        assert texts(page.get_connections("me", "published_posts")) == ["Plus tard"]


def test_an_unpublished_post_is_seen_by_its_page_alone_until_it_is_published(
    sandbox: Sandbox, page: facebook.GraphAPI
) -> None:
    made = posted(page, message="Brouillon", published="false")
    assert page.get_object(made, fields="is_published")["is_published"] is False
    assert sandbox.ledger() == []
    page.request(f"v26.0/{made}", post_args={"is_published": "true"}, method="POST")
    assert [one["id"] for one in sandbox.ledger()] == [made]


def test_an_edit_shows_and_a_deletion_is_remembered(sandbox: Sandbox, page: facebook.GraphAPI) -> None:
    made = posted(page, message="Bonjuor")
    assert page.request(f"v26.0/{made}", post_args={"message": "Bonjour"}, method="POST") == {"success": True}
    assert page.get_object(made, fields="message")["message"] == "Bonjour"
    assert page.delete_object(made) == {"success": True}
    with pytest.raises(facebook.GraphAPIError) as caught:
        page.get_object(made)
    assert caught.value.result["error"]["error_subcode"] == 33
    assert [bool(one["removed_at"]) for one in sandbox.ledger()] == [True]


def test_lists_page_by_cursor_without_gap_or_repeat_and_next_holds_the_token(page: facebook.GraphAPI) -> None:
    made = [posted(page, message=f"post {n}") for n in range(7)]
    first = page.get_connections("me", "published_posts", limit=3)
    assert "access_token=" in first["paging"]["next"]
    every = list(page.get_all_connections("me", "published_posts", limit=3))
    assert [one["id"] for one in every] == made[::-1]
    second = page.get_connections("me", "published_posts", limit=3, after=first["paging"]["cursors"]["after"])
    back = page.get_connections("me", "published_posts", limit=3, before=second["paging"]["cursors"]["before"])
    assert back["data"] == first["data"]


def test_since_and_until_bound_a_list(page: facebook.GraphAPI) -> None:
    start = datetime(2026, 5, 1, 12, tzinfo=UTC)
    for hour in range(3):
        with clock.stopped_at(start + timedelta(hours=hour)):
            posted(page, message=f"heure {hour}")
    since = int((start + timedelta(hours=1)).timestamp())
    assert texts(page.get_connections("me", "published_posts", since=since)) == ["heure 2", "heure 1"]
    assert texts(page.get_connections("me", "published_posts", until=since)) == ["heure 0"]


def test_visitor_posts_and_tags_have_lists_of_their_own(sandbox: Sandbox, page: facebook.GraphAPI) -> None:
    own = posted(page, message="Bonjour")
    visitor = sandbox.say("facebook", "colmar", "Une question")
    body = {"network": "facebook", "to": "colmar", "author": "Zoé", "text": "À Colmar !", "kind": "tag"}
    tag = sandbox.ask("POST", "/_sandbox/say", body)["id"]
    for edge, wanted in (("published_posts", [own]), ("visitor_posts", [visitor]), ("tagged", [tag])):
        assert [one["id"] for one in page.get_connections("me", edge)["data"]] == wanted
    assert len(page.get_connections("me", "feed")["data"]) == 3


def test_another_page_may_not_write_or_read_here(sandbox: Sandbox, page: facebook.GraphAPI, wired) -> None:
    other = graph(sandbox.account("facebook", OTHER, "MulhouseTourisme"), wired())
    made = posted(page, message="Bonjour")
    for act in (
        lambda: other.put_object(COLMAR, "feed", message="intrus"),
        lambda: other.delete_object(made),
        lambda: other.get_connections(COLMAR, "feed"),
    ):
        with pytest.raises(facebook.GraphAPIError, match="#200"):
            act()


def test_unknown_parameters_and_empty_posts_are_refused(page: facebook.GraphAPI) -> None:
    for args in ({"message": "x", "colour": "red"}, {"message": "  "}, {"message": "x", "published": "perhaps"}):
        with pytest.raises(facebook.GraphAPIError, match="#100"):
            page.put_object("me", "feed", **args)
    with pytest.raises(facebook.GraphAPIError) as caught:
        page.put_object("me", "feed", message="x", link="not a link")
    assert caught.value.code == 1609005
