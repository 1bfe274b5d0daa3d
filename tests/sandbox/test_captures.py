"""Requests captured from the unmodified libraries, byte for byte but for ids and tokens: each is understood."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.sandbox.conftest import COLMAR, STRASBOURG
from tests.sandbox.test_x_media import PNG

CAPTURED = json.loads((Path(__file__).parent / "captures" / "requests.json").read_text(encoding="utf-8"))


def ids(answer) -> str:
    return answer.json()["data"]["id"]


@pytest.mark.parametrize("label", [one["label"] for one in CAPTURED["x"]])
def test_x_understands(sandbox, x, wired, label: str) -> None:
    case = next(one for one in CAPTURED["x"] if one["label"] == label)
    keys = sandbox.account("x", STRASBOURG, "VisitStrasbourg", "Strasbourg", "strasbourg")
    own = x.create_tweet(text="Bonjour").data["id"]
    reply = sandbox.say("x", "strasbourg", "Bonjour", in_reply_to=own)
    body = {"media": "aGVsbG8=", "media_category": "tweet_image"}
    picture = ids(x.request("POST", "/2/media/upload/initialize",
                            json={"media_type": "image/png", "total_bytes": 5}, user_auth=True))  # fmt: skip
    if "finalize" in label or "reply+media" in label:
        x.request("POST", f"/2/media/upload/{picture}/append", json={"media": "aGVsbG8=", "segment_index": 0},
                  user_auth=True)  # fmt: skip
        if "reply" in label:
            x.request("POST", f"/2/media/upload/{picture}/finalize", user_auth=True)
    target = reply if "hide" in label else own
    replaced = {
        "/users/99/": f"/users/{STRASBOURG}/", "/2/tweets/123": f"/2/tweets/{target}", "conversation_id%3A123": "a",
        "start_time=2026-11-01T12%3A00%3A00Z": "start_time=2026-01-01T00%3A00%3A00Z", "&pagination_token=TOK": "",
        "next_token=NT&": "", "since_id=100&": "", "upload/7/": f"upload/{picture}/",
        "media_id=7": f"media_id={picture}",
    }  # fmt: skip
    url, content = case["url"], (case["body"] or "")
    for before, after in replaced.items():
        url = url.replace(before, after)
    content = content.replace('"in_reply_to_tweet_id": "123"', f'"in_reply_to_tweet_id": "{reply}"')
    content = content.replace('["7", "8"]', f'["{picture}"]').replace('"id": "7"', f'"id": "{picture}"')
    content = content.replace("refresh_token=RT", "refresh_token=" + keys["refresh_token"])
    content = content.replace("client_id=CID", "client_id=" + keys["client_id"])
    if "one-shot" in label:
        content = json.dumps({**body, "media": base64.b64encode(PNG).decode()})
    headers = {"Content-Type": case["content_type"]} if case["content_type"] else {}
    headers["Authorization"] = f"Bearer {keys['bearer_token']}"
    if "oauth2/token" in url or "refresh" in label:
        headers.pop("Authorization")
    answer = wired().request(case["method"], url, data=content.encode() or None, headers=headers)
    assert answer.status_code in (200, 201), answer.text
    assert "application/json" in answer.headers["content-type"]


@pytest.mark.parametrize("label", [one["label"] for one in CAPTURED["facebook"]])
def test_graph_understands(sandbox, page, wired, label: str) -> None:
    case = next(one for one in CAPTURED["facebook"] if one["label"] == label)
    keys = sandbox.account("facebook", COLMAR, "ColmarTourisme", "Colmar", "colmar")
    post = page.put_object("me", "feed", message="Marché")["id"]
    comment = sandbox.say("facebook", "colmar", "Bonjour", in_reply_to=post)
    photos = [page.request("v26.0/me/photos", post_args={"published": "false"}, files={"source": PNG}, method="POST")
              for _ in range(2)]  # fmt: skip
    token = keys["access_token"]
    if "accounts" in label:
        token = sandbox.ask("POST", "/_sandbox/user_token", {"app_id": keys["app_id"]})["access_token"]
    proof = hmac.new(keys["app_secret"].encode(), token.encode(), hashlib.sha256).hexdigest()
    replaced = {
        "PAGE_POST": post, "POST_COMMENT": comment, "/PAGE/": f"/{COLMAR}/", "PTOK": token, "PROOF": proof,
        "APPID": keys["app_id"], "APPSECRET": keys["app_secret"], "ids=1%2C2": f"ids={quote(post)}%2C{COLMAR}",
        "fields=id%2Cmessage&ids": "fields=id&ids", "%2211%22": f"%22{photos[0]['id']}%22",
        "%2212%22": f"%22{photos[1]['id']}%22", "since=1790000000": "since=1700000000",
    }  # fmt: skip
    url, content = case["url"], (case["body"] or "")
    for before, after in replaced.items():
        url, content = url.replace(before, after), content.replace(before, after)
    headers = {"Content-Type": case["content_type"]} if case["content_type"] else {}
    answer = wired().request(case["method"], url, data=content.encode() or None, headers=headers)
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) & {"id", "data", "success", post}
