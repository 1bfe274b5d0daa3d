"""Puts pictures on X before a post: invisible, and harmless to repeat. tweepy has no v2 verbs for them, only `request`.

https://docs.x.com/x-api/media/quickstart/media-upload-chunked, one-shot form: base64 in JSON.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import Any

from connectors.contract import Media
from connectors.failures import OutcomeUnknown
from connectors.x.line import Line


def uploaded(line: Line, media: Iterable[Media]) -> list[str]:
    """Upload pictures with their alternative texts; return their ids. What is unclear is `Unreachable`: try again."""
    try:
        return [_one(line, picture) for picture in media]
    except OutcomeUnknown:
        failure = line.wire.trouble(write=False)
    raise failure


def _one(line: Line, picture: Media) -> str:
    content = base64.b64encode(picture.content).decode("ascii")
    category = "tweet_gif" if picture.mime == "image/gif" else "tweet_image"
    body = {"media": content, "media_category": category}
    data = line.write(_post(line, "/2/media/upload", body))
    remote_id = str(data.get("id") or data.get("media_id_string") or "")
    if not remote_id:
        raise OutcomeUnknown
    if picture.alt:
        line.write(_post(line, "/2/media/metadata", {"id": remote_id, "metadata": {"alt_text": {"text": picture.alt}}}))
    return remote_id


def _post(line: Line, route: str, body: Mapping[str, Any]) -> Any:
    return lambda user_auth: line.client.request("POST", route, json=body, user_auth=user_auth).json()
