"""How Graph shows a page, a post, a comment, a photo: the fields asked for, or each kind's usual ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from connectors.sandbox import accounts, graph_errors
from connectors.sandbox.graph_fields import Field, names
from connectors.sandbox.store import Row, Store, moment, now_ms

USUAL = {
    "post": names("created_time", "message", "id"),
    "comment": names("created_time", "from", "message", "id"),
    "photo": names("created_time", "id"),
    "page": names("name", "id"),
}
NODE = {"post": "PagePost", "comment": "Comment", "photo": "Photo", "page": "Page"}


def kind_of(row: Row) -> str:
    """Return which kind of node an object is for Graph."""
    return "comment" if row["kind"] == "comment" else "post"


def shown_time(milliseconds: int) -> str:
    """Return a time as Graph writes it."""
    return moment(milliseconds).strftime("%Y-%m-%dT%H:%M:%S+0000")


def page(row: Row, fields: tuple[Field, ...], *, with_token: bool = False) -> dict[str, Any]:
    """Show a page."""
    every: dict[str, Callable[[Field], Any]] = {
        "id": lambda _: row["remote_id"],
        "name": lambda _: row["name"],
        "username": lambda _: row["handle"],
        "link": lambda _: f"https://www.facebook.com/{row['handle']}",
        "category": lambda _: "Travel & Transportation",
        "fan_count": lambda _: 0,
        "followers_count": lambda _: 0,
        "about": lambda _: "",
        "tasks": lambda _: ["MODERATE", "CREATE_CONTENT", "MANAGE", "MESSAGING", "ADVERTISE", "ANALYZE"],
        "instagram_business_account": lambda _: None,
        "access_token": lambda _: json.loads(row["credentials"])["access_token"] if with_token else None,
    }
    return _pick(every, fields or USUAL["page"], "page")


def node(store: Store, row: Row, fields: tuple[Field, ...]) -> dict[str, Any]:
    """Show a post or a comment."""
    kind = kind_of(row)
    every = {**_common(store, row), **(_comment(store, row) if kind == "comment" else _post(store, row))}
    return _pick(every, fields or USUAL[kind], kind)


def photo(row: Row, fields: tuple[Field, ...]) -> dict[str, Any]:
    """Show an uploaded photo."""
    every: dict[str, Callable[[Field], Any]] = {
        "id": lambda _: row["id"],
        "created_time": lambda _: shown_time(row["created_at"]),
        "alt_text_custom": lambda _: row["alt"] or None,
        "alt_text": lambda _: row["alt"] or None,
        "link": lambda _: f"https://www.facebook.com/photo.php?fbid={row['id']}",
        "name": lambda _: None,
    }
    return _pick(every, fields or USUAL["photo"], "photo")


def _pick(every: dict[str, Callable[[Field], Any]], fields: tuple[Field, ...], kind: str) -> dict[str, Any]:
    """Take the fields asked for; what is empty is left out, and `id` is always there."""
    found = {}
    for one in (*fields, *names("id")):
        if one.name not in every:
            raise graph_errors.no_field(one.name, NODE[kind])
        value = every[one.name](one)
        if value is not None:
            found[one.name] = value
    return found


def _common(store: Store, row: Row) -> dict[str, Callable[[Field], Any]]:
    own = row["author"] == row["account"]
    return {
        "id": lambda _: row["id"],
        "message": lambda _: row["text"] or None,
        "created_time": lambda _: shown_time(row["visible_at"] or row["created_at"]),
        "updated_time": lambda _: shown_time(row["visible_at"] or row["created_at"]),
        "from": lambda one: _someone(store, row["author"], one),
        "is_hidden": lambda _: bool(row["hidden"]),
        "permalink_url": lambda _: permalink(row),
        "comment_count": lambda _: count_below(store, row),
        "like_count": lambda _: row["likes"],
        "likes": lambda one: _summed(row["likes"], one, "can_like"),
        "reactions": lambda one: _summed(row["likes"], one, "viewer_reaction"),
        "comments": lambda one: _comments(store, row, one),
        "can_comment": lambda _: True,
        "can_hide": lambda _: not own,
        "can_reply_privately": lambda _: not own,
        "message_tags": lambda _: None,
    }


def _post(store: Store, row: Row) -> dict[str, Callable[[Field], Any]]:
    published = row["visible_at"] is not None and row["visible_at"] <= now_ms()
    later = row["visible_at"] if row["visible_at"] is not None and not published else None
    return {
        "is_published": lambda _: published,
        "scheduled_publish_time": lambda _: later // 1000 if later is not None else None,
        "status_type": lambda _: "added_photos" if json.loads(row["media"]) else "mobile_status_update",
        "story": lambda _: None,
        "shares": lambda _: None,
        "full_picture": lambda _: None,
        "to": lambda _: {"data": [_someone(store, row["account"], Field("to"))]},
        "attachments": lambda _: _attachments(row),
    }


def _comment(store: Store, row: Row) -> dict[str, Callable[[Field], Any]]:
    def parent(one: Field) -> dict[str, Any] | None:
        above = store.row("SELECT * FROM objects WHERE network='facebook' AND id=?", row["parent"])
        if above is None or above["kind"] != "comment":
            return None
        return node(store, above, one.below)

    return {
        "parent": parent,
        "object": lambda _: {"id": row["thread"]},
        "can_remove": lambda _: True,
        "user_likes": lambda _: None,
        "attachment": lambda _: None,
    }


def _someone(store: Store, remote_id: str, asked: Field) -> dict[str, Any]:
    known = accounts.who(store, "facebook", remote_id)
    every = {"id": remote_id, "name": known["name"]}
    if not asked.below:
        return {"name": every["name"], "id": every["id"]}
    return {one.name: every[one.name] for one in asked.below if one.name in every}


def permalink(row: Row) -> str:
    """Return the address where people read an object."""
    page_id, _, number = row["thread"].partition("_")
    post = f"https://www.facebook.com/{page_id}/posts/{number}"
    return post if row["kind"] != "comment" else f"{post}?comment_id={row['id'].partition('_')[2]}"


def count_below(store: Store, row: Row) -> int:
    """Count what answers an object directly and can still be seen."""
    sql = (
        "SELECT count(*) AS n FROM objects WHERE network='facebook' AND parent=? AND removed_at IS NULL "
        "AND visible_at<=?"
    )
    found = store.row(sql, row["id"], now_ms())
    return int(found["n"]) if found else 0


def _summed(count: int, one: Field, flag: str) -> dict[str, Any]:
    found: dict[str, Any] = {"data": []}
    if one.modifiers.get("summary", "").lower() in ("true", "1", "total_count"):
        found["summary"] = {"total_count": count, flag: "NONE" if flag == "viewer_reaction" else True}
    return found


def _comments(store: Store, row: Row, one: Field) -> dict[str, Any] | None:
    limit = int(one.modifiers.get("limit", "25")) if one.modifiers.get("limit", "25").isdigit() else 25
    sql = (
        "SELECT * FROM objects WHERE network='facebook' AND parent=? AND removed_at IS NULL AND listed_at<=? "
        "ORDER BY visible_at, seq LIMIT ?"
    )
    rows = store.rows(sql, row["id"], now_ms(), min(limit, 100))
    found: dict[str, Any] = {"data": [node(store, below, one.below) for below in rows]}
    if one.modifiers.get("summary", "").lower() in ("true", "1", "total_count"):
        found["summary"] = {"order": "chronological", "total_count": count_below(store, row), "can_comment": True}
    return found if found["data"] or "summary" in found else None


def _attachments(row: Row) -> dict[str, Any] | None:
    media = json.loads(row["media"])
    found = [{"media_type": "photo", "target": {"id": one["id"]}, "title": one.get("alt", "")} for one in media]
    if row["link"]:
        found.append({"media_type": "link", "unshimmed_url": row["link"], "title": row["link"]})
    if len(media) > 1:
        found = [{"media_type": "album", "subattachments": {"data": found}}]
    return {"data": found} if found else None
