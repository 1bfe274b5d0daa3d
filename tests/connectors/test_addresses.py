"""What a person pastes to say « it is there »: the id is read from any address a browser shows, or not at all."""

from __future__ import annotations

import pytest

from connectors import connector_class
from connectors.contract import Account

X, PAGE = Account("9", "@Colmar_Demo"), Account("1000", "colmar")
POST = "https://www.facebook.com/1000/posts/123"


@pytest.mark.parametrize(
    ("given", "remote_id"),
    [
        ("1850", "1850"),
        ("https://x.com/colmar_demo/status/1850", "1850"),
        ("https://twitter.com/Colmar_Demo/status/1850?s=20", "1850"),
        ("https://mobile.twitter.com/colmar_demo/status/1850/photo/1", "1850"),
        ("https://x.com/i/web/status/1850", "1850"),
        ("https://x.com/i/status/1850", "1850"),
        ("https://x.com/another/status/1850", None),
        ("https://x.com/colmar_demo", None),
        ("https://x.com.evil.example/colmar_demo/status/1850", None),
        ("colmar", None),
        ("https://[x", None),
        ("", None),
    ],
)
def test_x_reads_a_post_of_ours_and_nothing_else(given: str, remote_id: str | None) -> None:
    assert connector_class("x").remote_id_of(given, X) == remote_id


@pytest.mark.parametrize(
    ("given", "remote_id"),
    [
        ("1000_123", "1000_123"),
        (POST, "1000_123"),
        ("https://m.facebook.com/Colmar/posts/le-marche-ouvre/123/", "1000_123"),
        ("https://www.facebook.com/permalink.php?story_fbid=123&id=1000", "1000_123"),
        ("https://www.facebook.com/1000_123", "1000_123"),
        (f"{POST}?comment_id=77", "123_77"),
        (f"{POST}?comment_id=77&reply_comment_id=78", "123_78"),
        ("https://www.facebook.com/strasbourg/posts/123", None),
        ("https://www.facebook.com/permalink.php?story_fbid=123&id=2000", None),
        ("https://www.facebook.com/colmar/posts/pfbid0abc", None),
        ("https://notfacebook.com/1000/posts/123", None),
        ("https://example.org/1000/posts/123", None),
    ],
)
def test_facebook_reads_a_post_or_comment_of_ours_and_nothing_else(given: str, remote_id: str | None) -> None:
    assert connector_class("facebook").remote_id_of(given, PAGE) == remote_id
