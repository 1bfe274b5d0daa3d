"""What X sends beside tweets when asked to expand them: users, referenced tweets, media."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from connectors.sandbox import accounts, objects, x_tweets
from connectors.sandbox.store import Row, Store


def envelope(store: Store, rows: Sequence[Row], chosen: dict[str, frozenset[str]]) -> dict[str, Any]:
    """Return `{"data": [...], "includes": {...}}`; either key is left out when it would be empty."""
    data = [x_tweets.show(store, row, chosen["tweet.fields"] | _implied(chosen["expansions"])) for row in rows]
    found = {"data": data, "includes": _includes(store, rows, chosen)}
    return {name: value for name, value in found.items() if value}


def _implied(expansions: frozenset[str]) -> frozenset[str]:
    """An expansion brings the field it expands along."""
    fields = set()
    for one in expansions:
        fields.add(one.split(".")[0] if one.startswith(("author", "in_reply", "attachments", "referenced")) else "")
    if "entities.mentions.username" in expansions:
        fields.add("entities")
    return frozenset(fields - {"", "author_screen_name"})


def _includes(store: Store, rows: Sequence[Row], chosen: dict[str, frozenset[str]]) -> dict[str, Any]:
    wanted = chosen["expansions"]
    parents = _parents(store, rows) if wanted & {"referenced_tweets.id", "referenced_tweets.id.author_id"} else []
    users: dict[str, None] = {}
    if "author_id" in wanted:
        users |= dict.fromkeys(row["author"] for row in rows)
    if "referenced_tweets.id.author_id" in wanted:
        users |= dict.fromkeys(row["author"] for row in parents)
    for row in rows:
        tweet = x_tweets.show(store, row, frozenset({"in_reply_to_user_id", "entities"}))
        if "in_reply_to_user_id" in wanted and "in_reply_to_user_id" in tweet:
            users[tweet["in_reply_to_user_id"]] = None
        if "entities.mentions.username" in wanted:
            mentions = tweet.get("entities", {}).get("mentions", [])
            users |= dict.fromkeys(one["id"] for one in mentions if "id" in one)
    found = {
        "users": [show_user(store, one, chosen["user.fields"]) for one in users],
        "tweets": [x_tweets.show(store, row, chosen["tweet.fields"]) for row in parents],
        "media": _media(rows, chosen["media.fields"]) if "attachments.media_keys" in wanted else [],
    }
    return {name: value for name, value in found.items() if value}


def _parents(store: Store, rows: Sequence[Row]) -> list[Row]:
    ids = dict.fromkeys(row["parent"] for row in rows if row["parent"])
    return [row for row in (objects.get(store, "x", one) for one in ids) if row]


def show_user(store: Store, remote_id: str, fields: frozenset[str]) -> dict[str, Any]:
    """Return a user with id, name and username, and the fields asked for."""
    someone = accounts.who(store, "x", remote_id)
    user: dict[str, Any] = {"id": remote_id, "name": someone["name"], "username": someone["handle"]}
    every: dict[str, Any] = {
        "created_at": x_tweets.shown_time(int(someone["since"])),
        "description": "",
        "protected": False,
        "verified": False,
        "verified_type": "none",
        "profile_image_url": "https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png",
        "public_metrics": {
            "followers_count": 0, "following_count": 0, "tweet_count": 0, "listed_count": 0, "like_count": 0,
        },
    }  # fmt: skip
    return user | {name: every[name] for name in every if name in fields}


def _media(rows: Sequence[Row], fields: frozenset[str]) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        for one in json.loads(row["media"]):
            every = {
                "url": f"https://pbs.twimg.com/media/{one['key']}.jpg",
                "alt_text": one.get("alt") or None,
                "width": 1200,
                "height": 900,
            }
            chosen = {name: every[name] for name in every if name in fields and every[name] is not None}
            found.append({"media_key": one["key"], "type": one.get("type", "photo"), **chosen})
    return found
