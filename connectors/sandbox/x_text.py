"""What X makes of typed words: short links, HTML entities, mentions, hashtags, and the weighted length."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
import warnings
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore", UserWarning)  # its own use of pkg_resources, nothing of ours
    from twitter_text import extract_urls_with_indices, parse_tweet

MENTION = re.compile(r"(?<![\w@＠/])[@＠](\w{1,15})(?!\w*@)", re.ASCII)
HASHTAG = re.compile(r"(?<![\w&])#(\w*[^\W\d_]\w*)")
LEADING = re.compile(r"^(?:@\w{1,15}\s+)+", re.ASCII)
LIMIT = 280


def too_long(text: str, *, reply: bool) -> bool:
    """Tell whether X would count more than 280; the names a reply opens with are not counted."""
    text = unicodedata.normalize("NFC", text)
    if reply:
        text = LEADING.sub("", text)
    if len(text) <= LIMIT // 2 and "." not in text:  # nothing weighs more than two, but for a link
        return False
    return bool(parse_tweet(text).weightedLength > LIMIT)


def mentioned(text: str) -> list[str]:
    """Return the handles `text` speaks to, without @, in order."""
    return [found[1] for found in MENTION.finditer(text)]


def short_link(key: str) -> str:
    """Return the t.co address of `key`, always the same."""
    letters = hashlib.sha256(key.encode()).hexdigest()[:10]
    return f"https://t.co/{letters}"


def on_the_wire(text: str, remote_id: str, handle: str, media_keys: list[str]) -> dict[str, Any]:
    """Return `{"text", "urls", "mentions", "hashtags"}` as X gives typed `text` back.

    Links become t.co, `& < >` become HTML entities, media hang a t.co at the end; indices count in the text returned.
    """
    pieces: list[str] = []
    urls: list[dict[str, Any]] = []
    done = length = 0
    for found in _links(text):
        start, end = found["indices"]
        before = html.escape(text[done:start], quote=False)
        link = short_link(f"{remote_id}/{start}/{found['url']}")
        length += len(before)
        urls.append(_url(link, length, found["url"]))
        pieces += [before, link]
        length += len(link)
        done = end
    pieces.append(html.escape(text[done:], quote=False))
    wire = "".join(pieces)
    if media_keys:
        wire, tail = _with_media(wire, remote_id, handle, media_keys)
        urls += tail
    return {"text": wire, "urls": urls, "mentions": _spans(MENTION, wire), "hashtags": _spans(HASHTAG, wire)}


def _links(text: str) -> list[dict[str, Any]]:
    return list(extract_urls_with_indices(text)) if "." in text else []


def _url(link: str, start: int, typed: str) -> dict[str, Any]:
    full = typed if re.match("https?://", typed, re.IGNORECASE) else f"http://{typed}"
    shown = re.sub(r"^https?://(www\.)?", "", full, flags=re.IGNORECASE)
    display = shown if len(shown) <= 27 else shown[:26] + "…"
    return {"start": start, "end": start + len(link), "url": link, "expanded_url": full, "display_url": display}


def _with_media(wire: str, remote_id: str, handle: str, keys: list[str]) -> tuple[str, list[dict[str, Any]]]:
    link = short_link(f"{remote_id}/media")
    start = len(wire) + (1 if wire else 0)
    one = {
        "start": start,
        "end": start + len(link),
        "url": link,
        "expanded_url": f"https://twitter.com/{handle}/status/{remote_id}/photo/1",
        "display_url": f"pic.twitter.com/{link[-10:]}",
    }
    return f"{wire} {link}".strip(), [{**one, "media_key": key} for key in keys]


def _spans(pattern: re.Pattern[str], text: str) -> list[dict[str, Any]]:
    return [{"start": found.start(), "end": found.end(), "name": found[1]} for found in pattern.finditer(text)]
