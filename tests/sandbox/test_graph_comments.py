"""Talking under posts on Facebook, and who may, through the unmodified facebook-sdk."""

from __future__ import annotations

import hashlib
import hmac

import facebook
import pytest

from connectors.sandbox.running import Sandbox
from tests.sandbox.conftest import COLMAR, graph


@pytest.fixture
def post(page: facebook.GraphAPI) -> str:
    return page.put_object("me", "feed", message="Marché de Noël")["id"]


def test_comments_are_read_by_level_and_in_order(sandbox: Sandbox, page: facebook.GraphAPI, post: str) -> None:
    first = sandbox.say("facebook", "colmar", "Trop cher", author="Zoé", in_reply_to=post)
    reply = page.put_object(first, "comments", message="Nous vous écrivons.")["id"]
    second = sandbox.say("facebook", "colmar", "Superbe", in_reply_to=post)
    deeper = sandbox.say("facebook", "colmar", "Merci", author="Zoé", in_reply_to=reply)
    assert first.startswith(post.partition("_")[2] + "_")

    def ids(**args: str) -> list[str]:
        return [one["id"] for one in page.get_connections(post, "comments", **args)["data"]]

    assert ids() == [first, second]
    assert ids(filter="stream") == [first, reply, second, deeper]
    assert ids(filter="stream", order="reverse_chronological") == [deeper, second, reply, first]
    fields = "id,from,message,created_time,parent{id},is_hidden,can_hide,permalink_url"
    shown = {one["id"]: one for one in page.get_connections(post, "comments", filter="stream", fields=fields)["data"]}
    assert shown[first]["from"]["name"] == "Zoé"
    assert "parent" not in shown[first]
    assert shown[reply]["parent"] == {"id": first}
    assert shown[deeper]["parent"] == {"id": first}, "one visible level deep"
    assert [one["parent"] for one in sandbox.ledger()] == [None, post, first, post, first]


def test_comments_come_inside_their_post_with_a_total(sandbox: Sandbox, page: facebook.GraphAPI, post: str) -> None:
    for n in range(3):
        sandbox.say("facebook", "colmar", f"avis {n}", in_reply_to=post)
    found = page.get_object(post, fields="comments.limit(2).summary(true){id,message},likes.summary(true)")
    assert [one["message"] for one in found["comments"]["data"]] == ["avis 0", "avis 1"]
    assert found["comments"]["summary"]["total_count"] == 3
    assert found["likes"]["summary"]["total_count"] == 0


def test_all_comments_are_found_page_after_page(sandbox: Sandbox, page: facebook.GraphAPI, post: str) -> None:
    said = [sandbox.say("facebook", "colmar", f"avis {n}", in_reply_to=post) for n in range(7)]
    assert [one["id"] for one in page.get_all_connections(post, "comments", limit=3)] == said


def test_hiding_liking_and_deleting_comments(sandbox: Sandbox, page: facebook.GraphAPI, post: str) -> None:
    rude = sandbox.say("facebook", "colmar", "Nul", in_reply_to=post)
    page.request(f"v26.0/{rude}", post_args={"is_hidden": "true"}, method="POST")
    assert page.get_object(rude, fields="is_hidden")["is_hidden"] is True
    for _ in range(2):
        assert page.put_like(rude) == {"success": True}
    assert page.get_object(rude, fields="like_count")["like_count"] == 1
    with pytest.raises(facebook.GraphAPIError, match="#200"):
        page.request(f"v26.0/{rude}", post_args={"message": "Parfait"}, method="POST")
    page.delete_object(post)
    assert all(one["removed_at"] for one in sandbox.ledger()), "what hangs below goes too"


def test_a_comment_under_nothing_or_without_words_is_refused(page: facebook.GraphAPI, post: str) -> None:
    for target, message, code in (("1_1", "Bonjour", 100), (post, " ", 100)):
        with pytest.raises(facebook.GraphAPIError) as caught:
            page.put_comment(target, message)
        assert caught.value.code == code


def test_several_objects_at_once(page: facebook.GraphAPI, post: str) -> None:
    assert page.get_objects([post, COLMAR], fields="id")[post] == {"id": post}
    with pytest.raises(facebook.GraphAPIError):
        page.get_objects([post, "1"])


def test_a_token_nobody_knows_or_none_at_all_is_refused(page: facebook.GraphAPI, wired) -> None:
    for token, code in (("EAAunknown", 190), (None, 104)):
        api = graph({"access_token": token}, wired())
        with pytest.raises(facebook.GraphAPIError) as caught:
            api.get_object("me")
        assert caught.value.code == code
        assert caught.value.result["error"]["fbtrace_id"]


def test_the_proof_is_asked_for_and_checked(sandbox: Sandbox, wired) -> None:
    keys = sandbox.account("facebook", COLMAR, "ColmarTourisme", "Colmar", needs_proof=True)
    api = graph(keys, wired())
    with pytest.raises(facebook.GraphAPIError, match="require an appsecret_proof"):
        api.get_object("me")
    with pytest.raises(facebook.GraphAPIError, match="Invalid appsecret_proof"):
        api.get_object("me", appsecret_proof="wrong")
    proof = hmac.new(keys["app_secret"].encode(), keys["access_token"].encode(), hashlib.sha256).hexdigest()
    assert api.get_object("me", appsecret_proof=proof)["id"] == COLMAR
    made = api.put_object("me", "feed", message="Bonjour", appsecret_proof=proof)["id"]
    answer = api.request(f"v26.0/{made}", args={"appsecret_proof": proof}, method="DELETE")
    assert answer == {"success": True}


def test_a_persons_token_lists_the_pages_and_their_tokens(sandbox: Sandbox, page: facebook.GraphAPI, wired) -> None:
    keys = sandbox.account("facebook", COLMAR, "ColmarTourisme", "Colmar", "colmar")
    person = sandbox.ask("POST", "/_sandbox/user_token", {"app_id": keys["app_id"]})
    pages = graph(person, wired()).get_object("me/accounts", fields="id,name,access_token,tasks")["data"]
    assert [(one["id"], one["access_token"]) for one in pages] == [(COLMAR, keys["access_token"])]
    longer = graph(person, wired()).extend_access_token(keys["app_id"], keys["app_secret"])
    assert longer["expires_in"] == 5_184_000


def test_tokens_can_be_examined(sandbox: Sandbox, page: facebook.GraphAPI) -> None:
    keys = sandbox.account("facebook", COLMAR, "ColmarTourisme", "Colmar", "colmar")
    found = page.debug_access_token(keys["access_token"], keys["app_id"], keys["app_secret"])["data"]
    assert found["is_valid"] is True
    assert found["expires_at"] == 0
    assert page.debug_access_token("EAAother", keys["app_id"], keys["app_secret"])["data"]["is_valid"] is False


def test_dead_versions_are_served_by_the_oldest_living_one(page: facebook.GraphAPI) -> None:
    page.version = "v2.8"
    page.get_object("me")
    assert page.session.answers[-1].headers["facebook-api-version"] == "v21.0"
    assert page.session.answers[-1].headers["X-App-Usage"].startswith("{")
