"""Writing on X: create, delete, hide."""

from __future__ import annotations

import json
from typing import Any

from connectors.sandbox import accounts, objects, x_errors, x_fields, x_text, x_tweets
from connectors.sandbox.store import Row, Store, now_ms
from connectors.sandbox.wire import Answer, Asked, Speaker

# the body X's OpenAPI allows for POST /2/tweets; what is not played here is refused by name rather than ignored
PROPERTIES = x_fields.words_of(
    "text reply media quote_tweet_id poll reply_settings community_id direct_message_deep_link "
    "for_super_followers_only geo nullcast card_uri edit_options share_with_followers made_with_ai paid_partnership"
)
PLAYED = frozenset({"text", "reply", "media", "reply_settings", "nullcast", "made_with_ai"})


def create(asked: Asked, who: Speaker, _: tuple[str, ...]) -> Answer:
    """POST /2/tweets: refuse as X refuses, else write the tweet and answer 201."""
    body = _body(asked)
    text = str(body.get("text", ""))
    media = _media(asked.store, who, body.get("media", {}))
    reply = body.get("reply", {})
    if not text.strip() and not media:
        raise x_errors.invalid("text", text, "$.text: must have a minimum length of 1")
    if x_text.too_long(text, reply=bool(reply)):
        raise x_errors.plain(403, "Forbidden", "Your Tweet text is too long. For more information on how Twitter "
                             "determines text length see https://github.com/twitter/twitter-text.")  # fmt: skip
    parent = _parent(asked, who, reply)
    _refuse_duplicate(asked, who, text, parent)
    prefix = ""
    if parent and asked.world.switches["reply_prefix"] and parent["author"] != who.id:
        prefix = "@" + accounts.who(asked.store, "x", parent["author"])["handle"] + " "
    remote_id = x_tweets.write(
        asked.store, author=who.id, account=who.id, text=text, at=now_ms(), parent=parent, by_hub=True,
        media=media, prefix=prefix, lag=asked.lag,
    )  # fmt: skip
    row = objects.get(asked.store, "x", remote_id)
    data = x_tweets.show(asked.store, row, frozenset()) if row else {}
    return Answer(201, {"data": data}, {"location": f"https://api.twitter.com/2/tweets/{remote_id}"})


def _body(asked: Asked) -> dict[str, Any]:
    try:
        body = asked.json()
    except ValueError:
        raise x_errors.invalid("body", "", "Invalid JSON in request body") from None
    for name in body:
        if name not in PROPERTIES:
            raise x_errors.undefined_property(name, body[name])
        if name not in PLAYED:
            raise x_errors.plain(403, "Forbidden", f"The sandbox does not play [{name}].")
    in_reply = {"in_reply_to_tweet_id", "exclude_reply_user_ids", "auto_populate_reply_metadata"}
    _only(body.get("reply", {}), "reply", in_reply)
    _only(body.get("media", {}), "media", {"media_ids", "tagged_user_ids"})
    if not isinstance(body.get("text", ""), str):
        raise x_errors.invalid("text", body["text"], "$.text: integer found, string expected")
    return body


def _only(part: object, name: str, known: set[str]) -> None:
    if not isinstance(part, dict):
        raise x_errors.invalid(name, part, f"$.{name}: object expected")
    for key in part:
        if key not in known:
            raise x_errors.undefined_property(f"{name}.{key}", part[key])


def _media(store: Store, who: Speaker, part: dict[str, Any]) -> list[dict[str, str]]:
    ids = part.get("media_ids", [])
    if part and not 1 <= len(ids) <= 4:
        raise x_errors.invalid("media.media_ids", ids, "$.media.media_ids: there must be between 1 and 4 items")
    found = []
    for one in ids:
        row = store.row("SELECT * FROM media WHERE network='x' AND owner=? AND id=?", who.id, str(one))
        if row is None or row["state"] != "succeeded":
            raise x_errors.invalid("media.media_ids", [one], "Your media IDs are invalid.")
        kind = {"tweet_gif": "animated_gif", "tweet_video": "video"}.get(row["category"], "photo")
        found.append({"id": row["id"], "key": f"3_{row['id']}", "type": kind, "alt": row["alt"]})
    if len(found) > 1 and any(one["type"] != "photo" for one in found):
        raise x_errors.invalid("media.media_ids", ids, "Your media IDs are invalid.")
    return found


def _parent(asked: Asked, who: Speaker, reply: dict[str, Any]) -> Row | None:
    if not reply:
        return None
    target = str(reply.get("in_reply_to_tweet_id", ""))
    parent = objects.get(asked.store, "x", target)
    if parent is None:
        detail = "You attempted to reply to a Tweet that is deleted or not visible to you."
        raise x_errors.plain(403, "Forbidden", detail)
    if asked.world.switches["summoned"] and not _summoned(asked.store, who.id, parent):
        raise x_errors.not_summoned()
    return parent


def _summoned(store: Store, own_id: str, parent: Row) -> bool:
    """The author spoke to us in the tweet answered, or we answer ourselves (a thread)."""
    if parent["author"] == own_id:
        return True
    sql = "SELECT 1 FROM addressed WHERE network='x' AND person=? AND visible_at=? AND seq=?"
    return store.row(sql, own_id, parent["visible_at"], parent["seq"]) is not None


def _refuse_duplicate(asked: Asked, who: Speaker, text: str, parent: Row | None) -> None:
    """Same words, same parent, not long ago, still there. Media do not make them other words."""
    if not asked.world.switches["duplicates"] or not text:
        return
    since = now_ms() - asked.world.switches["duplicate_for"] * 1000
    twin = asked.store.row(
        "SELECT 1 FROM objects WHERE network='x' AND author=? AND visible_at>? AND removed_at IS NULL AND text=? "
        "AND parent IS ?",
        who.id, since, text, parent["id"] if parent else None,
    )  # fmt: skip
    if twin:
        raise x_errors.duplicate()


def delete(asked: Asked, who: Speaker, ids: tuple[str, ...]) -> Answer:
    """DELETE /2/tweets/:id: our own only; a tweet already gone is gone."""
    row = asked.store.row("SELECT * FROM objects WHERE network='x' AND id=?", ids[0])
    if row is not None and row["author"] != who.id:
        raise x_errors.plain(403, "Forbidden", "You are not authorized to delete this Tweet.")
    if row is not None:
        objects.remove(asked.store, row)
    return Answer(200, {"data": {"deleted": True}})


def hide(asked: Asked, who: Speaker, ids: tuple[str, ...]) -> Answer:
    """PUT /2/tweets/:id/hidden: replies in conversations we started, and no other."""
    hidden = _wanted(asked)
    row = objects.get(asked.store, "x", ids[0])
    root = asked.store.row("SELECT author FROM objects WHERE network='x' AND id=?", row["thread"]) if row else None
    if row is None or root is None or root["author"] != who.id or row["id"] == row["thread"]:
        raise x_errors.no_permission()
    with asked.store.transaction():
        asked.store.run("UPDATE objects SET hidden=? WHERE seq=?", int(hidden), row["seq"])
    return Answer(200, {"data": {"hidden": hidden}})


def _wanted(asked: Asked) -> bool:
    try:
        body = asked.json()
    except json.JSONDecodeError:
        body = {}
    for name in set(body) - {"hidden"}:
        raise x_errors.undefined_property(name, body[name])
    if not isinstance(body.get("hidden"), bool):
        raise x_errors.invalid("hidden", body.get("hidden"), "$.hidden: is missing but it is required")
    return bool(body["hidden"])
