"""Turns X's posts, as dictionaries, into our records. Reads both of X's vocabularies, tweet and post."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from clock import aware
from connectors.contract import Author, Mention

Post = Mapping[str, Any]
OF_MEDIA = re.compile(r"/(?:photo|video)/\d+$")
NO_LANGUAGE = frozenset({"und", "zxx"})

FIELDS = [
    "created_at",
    "conversation_id",
    "referenced_tweets",
    "lang",
    "author_id",
    "in_reply_to_user_id",
    "attachments",
    "entities",
    "note_tweet",
]


def posts(answer: Mapping[str, Any]) -> list[Post]:
    """Return the posts of an answer; X leaves `data` out when there are none."""
    return list(answer.get("data") or [])


def authors(answer: Mapping[str, Any]) -> dict[str, Author]:
    """Return the writers an answer brought along, by id."""
    users = (answer.get("includes") or {}).get("users") or []
    return {str(u["id"]): Author(str(u["id"]), str(u.get("username", "")), str(u.get("name", ""))) for u in users}


def mention(post: Post, known: Mapping[str, Author], me: str) -> Mention:
    """Return one post of somebody else as a mention; a direct answer to a post of mine (`me`) opens its own thread."""
    remote_id, author_id, parent = str(post["id"]), str(post["author_id"]), answered(post)
    author = known.get(author_id) or Author(author_id)
    language = str(post.get("lang") or "")
    opens = str(post.get("in_reply_to_user_id")) == me and parent == str(post.get("conversation_id"))
    return Mention(
        remote_id=remote_id,
        thread_id=remote_id if opens else str(post.get("conversation_id") or remote_id),
        author=author,
        text=text_of(post),
        posted_at=aware(datetime.fromisoformat(str(post["created_at"]))),
        kind="comment" if parent else "main",
        parent_id=parent,
        permalink=permalink(remote_id, author.handle),
        language_hint=None if language in NO_LANGUAGE or language.startswith("q") else language or None,
        media_count=media_count(post),
    )


def text_of(post: Post) -> str:
    """Return what the writer typed: entities undone, short links expanded, the link to the own pictures left out."""
    whole = post.get("note_tweet") or post.get("note_post") or post  # longer than 280: the text stands apart
    links = {str(u["url"]): u for u in (whole.get("entities") or {}).get("urls") or []}

    def expanded(match: re.Match[str]) -> str:
        link = links[match[0]]
        address = str(link.get("expanded_url") or match[0])
        return "" if link.get("media_key") or OF_MEDIA.search(address) else address

    text = html.unescape(str(whole.get("text", "")))
    # those X named and no others: a letter of the sentence may stand right behind a link
    known = "|".join(re.escape(link) for link in sorted(links, key=len, reverse=True))
    return (re.sub(known, expanded, text) if known else text).strip()


def answered(post: Post) -> str | None:
    """Return the id of the post this one answers."""
    return next((str(r["id"]) for r in references(post) if r.get("type") == "replied_to"), None)


def is_repost(post: Post) -> bool:
    """Tell whether this is somebody's repost, which adds no words."""
    return any(r.get("type") in ("retweeted", "reposted") for r in references(post))


def references(post: Post) -> list[Mapping[str, Any]]:
    """Return what a post refers to, under either name X has for it."""
    return list(post.get("referenced_tweets") or post.get("referenced_posts") or [])


def media_count(post: Post) -> int:
    """Return how many pictures or films a post carries."""
    return len((post.get("attachments") or {}).get("media_keys") or [])


def permalink(remote_id: str, handle: str = "") -> str:
    """Return the public address of a post."""
    return f"https://x.com/{handle.lstrip('@') or 'i/web'}/status/{remote_id}"
