"""How tweets come to be and how X shows them: default fields, asked fields, expansions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from connectors.sandbox import accounts, objects, x_errors, x_text
from connectors.sandbox.store import Row, Store, moment
from connectors.sandbox.wire import Asked
from connectors.sandbox.x_fields import CHOICES


def shown_time(milliseconds: int) -> str:
    """Return a time as X writes it: to the second, with `.000Z`."""
    return moment(milliseconds).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def check(asked: Asked, own: Iterable[str]) -> dict[str, frozenset[str]]:
    """Refuse any query parameter or field name X does not know; return the chosen fields by parameter."""
    known = (*own, *CHOICES)
    chosen = {}
    for name, value in asked.query.items():
        if name not in known:
            raise x_errors.unknown_parameter(name, value, known)
        if name in CHOICES:
            chosen[name] = frozenset(value.split(","))
            for one in chosen[name] - set(CHOICES[name]):
                message = f"The `{name}` query parameter value [{one}] is not one of [{','.join(CHOICES[name])}]"
                raise x_errors.invalid(name, one, message)
    return {name: chosen.get(name, frozenset()) for name in CHOICES}


def write(
    store: Store, *, author: str, account: str, text: str, at: int, parent: Row | None = None, by_hub: bool,
    media: Sequence[dict[str, str]] = (), prefix: str = "", likes: int = 0, lang: str = "und", lag: int = 0,
) -> str:  # fmt: skip
    """Write a tweet and whom it speaks to; return its id. `prefix` stands before the text X gives back only."""
    with store.transaction():
        remote_id = str(objects.fresh_number(store, "x", at))
        handle = accounts.who(store, "x", author)["handle"]
        wire = x_text.on_the_wire(prefix + text, remote_id, handle, [one["key"] for one in media])
        spoken_to = _addressed(store, author, prefix + text, parent)
        return objects.add(
            store,
            objects.New(
                "x", remote_id, "tweet", account, author, text, at, parent["id"] if parent else None,
                parent["thread"] if parent else remote_id, wire, media, "", lang, likes, by_hub, lag, spoken_to,
            ),
        )  # fmt: skip


def _addressed(store: Store, author: str, text: str, parent: Row | None) -> frozenset[str]:
    found = {parent["author"]} - {author} if parent else set()
    for handle in x_text.mentioned(text):
        row = accounts.by_handle(store, "x", handle) or store.row(
            "SELECT remote_id FROM people WHERE network='x' AND lower(handle)=lower(?)", handle
        )
        if row:
            found.add(row["remote_id"])
    return frozenset(found)


def show(store: Store, row: Row, fields: frozenset[str]) -> dict[str, Any]:
    """Return a tweet with the three default fields and those asked for."""
    wire = json.loads(row["wire"])
    tweet: dict[str, Any] = {"id": row["id"], "text": wire["text"], "edit_history_tweet_ids": [row["id"]]}
    media = json.loads(row["media"])
    parent = _parent_author(store, row)
    every: dict[str, Any] = {
        "author_id": row["author"],
        "conversation_id": row["thread"],
        "created_at": shown_time(row["visible_at"]),
        "lang": row["lang"],
        "possibly_sensitive": False,
        "reply_settings": "everyone",
        "in_reply_to_user_id": parent,
        "referenced_tweets": [{"type": "replied_to", "id": row["parent"]}] if row["parent"] else None,
        "attachments": {"media_keys": [one["key"] for one in media]} if media else None,
        "entities": _entities(store, wire) if "entities" in fields else None,
        "public_metrics": _metrics(store, row) if "public_metrics" in fields else None,
    }
    return tweet | {name: every[name] for name in every if name in fields and every[name] is not None}


def _parent_author(store: Store, row: Row) -> str | None:
    if not row["parent"]:
        return None
    parent = store.row("SELECT author FROM objects WHERE network='x' AND id=?", row["parent"])
    return str(parent["author"]) if parent else None


def _entities(store: Store, wire: dict[str, Any]) -> dict[str, Any] | None:
    mentions = []
    for one in wire["mentions"]:
        someone = _by_name(store, one["name"])
        mentions.append({"start": one["start"], "end": one["end"], "username": one["name"], **someone})
    hashtags = [{"start": one["start"], "end": one["end"], "tag": one["name"]} for one in wire["hashtags"]]
    found = {"urls": wire["urls"], "mentions": mentions, "hashtags": hashtags}
    return {name: value for name, value in found.items() if value} or None


def _by_name(store: Store, handle: str) -> dict[str, str]:
    for table in ("accounts", "people"):
        sql = f"SELECT remote_id FROM {table} WHERE network='x' AND lower(handle)=lower(?)"  # noqa: S608
        row = store.row(sql, handle)
        if row:
            return {"id": row["remote_id"]}
    return {}


def _metrics(store: Store, row: Row) -> dict[str, int]:
    replies = store.row(
        "SELECT count(*) AS n FROM objects WHERE network='x' AND parent=? AND removed_at IS NULL", row["id"]
    )
    return {
        "retweet_count": 0,
        "reply_count": replies["n"] if replies else 0,
        "like_count": row["likes"],
        "quote_count": 0,
        "bookmark_count": 0,
        "impression_count": row["likes"] * 23 + 7,
    }
