"""A page's own edges: posting on its feed, its photos, and the lists of what stands on the page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from connectors.sandbox import graph_errors, graph_fields, graph_nodes, graph_paging, objects
from connectors.sandbox.store import Row, Store, now_ms
from connectors.sandbox.wire import Answer, Asked, Speaker

TEXT, PHOTO_BYTES = 63_206, 4_000_000
SOON, LATE = 600, 30 * 86_400  # a scheduled post lies 10 minutes to 30 days ahead
FEED = re.compile(
    r"access_token|appsecret_proof|fields|message|link|published|scheduled_publish_time|unpublished_content_type|"
    r"attached_media(\[\d+\])?|place|tags|targeting|feed_targeting|backdated_time|call_to_action|format|locale|method"
)
PHOTOS = re.compile(
    r"access_token|appsecret_proof|fields|source|url|caption|message|published|temporary|alt_text_custom|no_story|"
    r"scheduled_publish_time|unpublished_content_type|format|locale|method|targeting|place|tags"
)
LISTS = {
    "feed": "account=? AND kind IN ('post','visitor_post','tag')",
    "posts": "account=? AND kind='post'",
    "published_posts": "account=? AND kind='post'",
    "visitor_posts": "account=? AND kind='visitor_post'",
    "tagged": "account=? AND kind='tag'",
}


def flag(args: Mapping[str, str], name: str, usual: bool) -> bool:
    """Read a boolean as Graph reads it; a word that is none is refused."""
    given = args.get(name)
    if given is None:
        return usual
    if given.lower() not in ("true", "false", "1", "0"):
        raise graph_errors.invalid(f"{name} must be a boolean")
    return given.lower() in ("true", "1")


def known_only(args: Mapping[str, str], known: re.Pattern[str]) -> None:
    """Refuse a parameter this edge does not have."""
    for name in args:
        if not known.fullmatch(name):
            raise graph_errors.invalid(f"Param {name} is not allowed")


def read(asked: Asked, args: Mapping[str, str], page: Row, edge: str) -> Answer:
    """GET /{page}/feed, posts, published_posts, visitor_posts, tagged, scheduled_posts: newest first."""
    fields = graph_fields.parse(args.get("fields", ""))

    def show(row: Row) -> dict[str, Any]:
        return graph_nodes.node(asked.store, row, fields)

    if edge == "scheduled_posts":
        where, values = "account=? AND kind='post' AND visible_at>?", [page["remote_id"], now_ms()]
        return graph_paging.listed(asked, args, where, values, show, newest_first=False, until=2**62)
    return graph_paging.listed(asked, args, LISTS[edge], [page["remote_id"]], show, newest_first=True)


def post(asked: Asked, args: Mapping[str, str], who: Speaker) -> Answer:
    """POST /{page}/feed: words, a link, photos uploaded before; now, later, or never shown."""
    known_only(args, FEED)
    text, link = args.get("message", ""), args.get("link", "")
    if len(text) > TEXT:
        raise graph_errors.invalid("message is too long")
    media = _attached(asked.store, who, args)
    if not text.strip() and not link and not media:
        raise graph_errors.invalid("Missing message or attachment")
    if link and not re.match(r"https?://[^\s/]+\.[^\s/]", link):
        raise graph_errors.refused(1609005, "(#1609005) Error Posting Link")
    visible_at = _when(args)
    if asked.world.switches["duplicates"] and visible_at is not None:
        _refuse_duplicate(asked.store, who.id, text, link, media)
    with asked.store.transaction():
        number = objects.fresh_number(asked.store, "facebook", now_ms())
        remote_id = objects.add(
            asked.store,
            objects.New(
                "facebook", f"{who.id}_{number}", "post", who.id, who.id, text, visible_at, media=media, link=link,
                by_hub=True, listed_for=asked.lag,
            ),
        )  # fmt: skip
        for one in media:
            asked.store.run("UPDATE media SET used_by=? WHERE id=?", remote_id, one["id"])
    return read_after_write(asked.store, remote_id, args)


def read_after_write(store: Store, remote_id: str, args: Mapping[str, str]) -> Answer:
    """Answer the id alone, or the fields asked for in the same request."""
    row = store.row("SELECT * FROM objects WHERE network='facebook' AND id=?", remote_id)
    if "fields" not in args or row is None:
        return Answer(200, {"id": remote_id})
    return Answer(200, graph_nodes.node(store, row, graph_fields.parse(args["fields"])))


def _when(args: Mapping[str, str]) -> int | None:
    later = args.get("scheduled_publish_time")
    if flag(args, "published", True):
        if later:
            raise graph_errors.invalid("You cannot specify scheduled_publish_time on a published post")
        return now_ms()
    if not later:
        return None
    at = graph_paging.time_of("scheduled_publish_time", later)
    if not SOON * 1000 <= at - now_ms() <= LATE * 1000:
        raise graph_errors.invalid("The specified scheduled publish time is invalid.")
    return at


def _attached(store: Store, who: Speaker, args: Mapping[str, str]) -> list[dict[str, str]]:
    given = [args[name] for name in sorted((n for n in args if n.startswith("attached_media")), key=_position)]
    if len(given) == 1 and given[0].startswith("["):
        given = [json.dumps(one) for one in _json(given[0])]
    found = []
    for one in given:
        value = _json(one)
        photo_id = str(value.get("media_fbid", "")) if isinstance(value, dict) else ""
        row = store.row("SELECT * FROM media WHERE network='facebook' AND owner=? AND id=?", who.id, photo_id)
        if row is None:
            raise graph_errors.invalid("Param attached_media must hold media_fbid of your own photos.")
        if row["used_by"]:
            raise graph_errors.photos_posted()
        found.append({"id": row["id"], "alt": row["alt"], "type": "photo"})
    return found


def _position(name: str) -> int:
    return int(re.sub(r"\D", "", name) or 0)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise graph_errors.invalid("Param attached_media must be an array.") from None


def _refuse_duplicate(store: Store, page_id: str, text: str, link: str, media: Sequence[dict[str, str]]) -> None:
    """Only the last post counts, and photos make it another post."""
    last = store.row(
        "SELECT * FROM objects WHERE network='facebook' AND account=? AND kind='post' AND visible_at<=? "
        "AND removed_at IS NULL ORDER BY visible_at DESC, seq DESC LIMIT 1",
        page_id, now_ms(),
    )  # fmt: skip
    if last and not media and last["media"] == "[]" and (last["text"], last["link"]) == (text, link):
        raise graph_errors.duplicate()


def photo(asked: Asked, args: Mapping[str, str], who: Speaker) -> Answer:
    """POST /{page}/photos: bytes or an address; published alone it becomes a post of its own."""
    known_only(args, PHOTOS)
    content = asked.files.get("source", b"")
    if not content and not args.get("url", "").startswith(("https://", "http://")):
        raise graph_errors.refused(324, "(#324) Requires upload file", is_transient=False)
    if len(content) > PHOTO_BYTES:
        raise graph_errors.invalid("Your photos couldn't be uploaded. Photos should be less than 4 MB.")
    public, alt = flag(args, "published", True), args.get("alt_text_custom", "")
    with asked.store.transaction():
        photo_id = str(objects.fresh_number(asked.store, "facebook", now_ms()))
        post_id = f"{who.id}_{objects.fresh_number(asked.store, 'facebook', now_ms())}" if public else None
        asked.store.run(
            "INSERT INTO media VALUES (?,'facebook',?,'image','photo',?,?,?,'succeeded',?,?)",
            photo_id, who.id, alt, content, len(content), post_id, now_ms(),
        )  # fmt: skip
        if post_id is None:
            return Answer(200, {"id": photo_id})
        text = args.get("caption") or args.get("message", "")
        media = [{"id": photo_id, "alt": alt, "type": "photo"}]
        objects.add(
            asked.store,
            objects.New("facebook", post_id, "post", who.id, who.id, text, now_ms(), media=media, by_hub=True,
                        listed_for=asked.lag),
        )  # fmt: skip
    return Answer(200, {"id": photo_id, "post_id": post_id})


def change(store: Store, row: Row, args: Mapping[str, str]) -> None:
    """Change a post or comment: its words, its time, whether it shows."""
    if "message" in args:
        store.run("UPDATE objects SET text=? WHERE seq=?", args["message"], row["seq"])
    if "is_hidden" in args:
        store.run("UPDATE objects SET hidden=? WHERE seq=?", int(flag(args, "is_hidden", False)), row["seq"])
    moved = None
    if args.get("is_published") and flag(args, "is_published", False):
        moved = now_ms() if row["visible_at"] is None or row["visible_at"] > now_ms() else row["visible_at"]
    elif "scheduled_publish_time" in args:
        moved = _when({**args, "published": "false"})
    if moved is not None:
        store.run("UPDATE objects SET visible_at=?, listed_at=? WHERE seq=?", moved, moved, row["seq"])
