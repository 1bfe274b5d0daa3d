"""Pictures on X: one-shot and in pieces, with words for those who do not see them."""

from __future__ import annotations

import base64

import pytest
import tweepy

from connectors.sandbox.running import Sandbox

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


def ask(x: tweepy.Client, method: str, route: str, **body: object) -> dict:
    return x.request(method, route, json=body or None, user_auth=True).json()["data"]


def uploaded(x: tweepy.Client) -> str:
    body = {"media": base64.b64encode(PNG).decode(), "media_category": "tweet_image"}
    return ask(x, "POST", "/2/media/upload", **body)["id"]


def test_a_picture_with_its_words_hangs_on_the_post(sandbox: Sandbox, x: tweepy.Client) -> None:
    picture = uploaded(x)
    ask(x, "POST", "/2/media/metadata", id=picture, metadata={"alt_text": {"text": "La cathédrale"}})
    made = x.create_tweet(text="Bonjour", media_ids=[picture]).data
    assert made["text"].startswith("Bonjour https://t.co/")
    options = {"expansions": ["attachments.media_keys"], "media_fields": ["alt_text", "url"], "user_auth": True}
    answer = x.get_tweet(made["id"], tweet_fields=["entities"], **options)
    assert answer.includes["media"][0].alt_text == "La cathédrale"
    assert answer.data.entities["urls"][0]["media_key"] == answer.data.attachments["media_keys"][0]
    assert sandbox.ledger()[0]["media"][0]["alt"] == "La cathédrale"
    assert sandbox.ledger()[0]["text"] == "Bonjour"


def test_uploading_shows_nothing(sandbox: Sandbox, x: tweepy.Client) -> None:
    uploaded(x)
    assert sandbox.ledger() == []


def test_pieces_make_a_whole_and_only_a_whole_can_be_used(x: tweepy.Client) -> None:
    options = {"media_type": "image/png", "total_bytes": len(PNG), "media_category": "tweet_image"}
    picture = ask(x, "POST", "/2/media/upload/initialize", **options)["id"]
    ask(x, "POST", f"/2/media/upload/{picture}/append", media=base64.b64encode(PNG[:100]).decode(), segment_index=0)
    with pytest.raises(tweepy.BadRequest, match="do not add up"):
        ask(x, "POST", f"/2/media/upload/{picture}/finalize")
    with pytest.raises(tweepy.BadRequest, match="media IDs are invalid"):
        x.create_tweet(text="Trop tôt", media_ids=[picture])
    ask(x, "POST", f"/2/media/upload/{picture}/append", media=base64.b64encode(PNG[100:]).decode(), segment_index=1)
    assert ask(x, "POST", f"/2/media/upload/{picture}/finalize")["size"] == len(PNG)
    answer = x.request("GET", "/2/media/upload", params={"command": "STATUS", "media_id": picture}, user_auth=True)
    assert answer.json()["data"]["processing_info"]["state"] == "succeeded"
    x.create_tweet(text="Voilà", media_ids=[picture])


def test_what_is_no_picture_or_too_large_is_refused(x: tweepy.Client) -> None:
    for content in (b"hello", b"\x89PNG" + bytes(5_000_001)):
        with pytest.raises(tweepy.BadRequest):
            ask(x, "POST", "/2/media/upload", media=base64.b64encode(content).decode())
    with pytest.raises(tweepy.BadRequest):
        ask(x, "POST", "/2/media/upload", media="not base64 at all!")


def test_at_most_four_pictures_and_words_of_a_thousand_signs(x: tweepy.Client) -> None:
    picture = uploaded(x)
    with pytest.raises(tweepy.BadRequest):
        x.create_tweet(text="cinq", media_ids=[picture] * 5)
    with pytest.raises(tweepy.BadRequest):
        ask(x, "POST", "/2/media/metadata", id=picture, metadata={"alt_text": {"text": "a" * 1001}})
