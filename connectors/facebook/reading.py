"""Turns Graph's posts and comments, as dictionaries, into our records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from clock import aware
from connectors.contract import Author, Kind, Mention

Item = Mapping[str, Any]
COMMENT = "id,from,message,created_time,parent{id},permalink_url,attachment"
POST = "id,from,message,created_time,permalink_url,attachments{media_type,subattachments}"
PICTURES = frozenset({"photo", "video", "video_inline", "sticker", "animated_image_share", "animated_image_video"})


def comment(item: Item, post_id: str) -> Mention:
    """Return one comment, or answer to a comment, under the post `post_id`. Its thread is the comment at its top."""
    above = (item.get("parent") or {}).get("id")
    return _mention(item, "comment", str(above or item["id"]), str(above or post_id))


def post(item: Item, kind: Kind) -> Mention:
    """Return one post of somebody else, which opens its own thread."""
    return _mention(item, kind, str(item["id"]), None)


def written_at(item: Item) -> datetime:
    """Return when the item appeared."""
    return aware(datetime.fromisoformat(str(item["created_time"])))


def author_id(item: Item) -> str:
    """Return who wrote; empty when Graph hides it (the permission pages_read_user_content is missing)."""
    return str((item.get("from") or {}).get("id") or "")


def permalink(item: Item) -> str:
    """Return the public address of an item."""
    return str(item.get("permalink_url") or f"https://www.facebook.com/{item['id']}")


def total(item: Item, edge: str) -> int | None:
    """Return how many things Graph counts on an edge that was asked for with `summary(true)`."""
    count = ((item.get(edge) or {}).get("summary") or {}).get("total_count")
    return None if count is None else int(count)


def media_count(item: Item) -> int:
    """Return how many pictures or films hang on a post or a comment; a link's preview is none."""
    hung = (item.get("attachments") or {}).get("data") or [item.get("attachment") or {}]
    return sum(_pictures(one) for one in hung)


def _pictures(attachment: Item) -> int:
    within = (attachment.get("subattachments") or {}).get("data")
    return len(within) if within else int((attachment.get("media_type") or attachment.get("type")) in PICTURES)


def _mention(item: Item, kind: Kind, thread_id: str, parent_id: str | None) -> Mention:
    remote_id = str(item["id"])
    who = author_id(item)
    return Mention(
        remote_id=remote_id,
        thread_id=thread_id,
        # nobody named: each hidden writer stays apart, never all of them one person
        author=Author(who or f"hidden-{remote_id}", "", str((item.get("from") or {}).get("name") or "")),
        text=str(item.get("message") or ""),
        posted_at=written_at(item),
        kind=kind,
        parent_id=parent_id,
        permalink=permalink(item),
        media_count=media_count(item),
    )
