"""The paths of X, and the way every request takes: who asks, how much is left, then the answer."""

from __future__ import annotations

import re
import secrets
from typing import Any

from connectors.sandbox import x_auth, x_errors, x_lists, x_lookups, x_media, x_posts
from connectors.sandbox.limits import PER_QUARTER
from connectors.sandbox.wire import Answer, Asked, Handler, Refused, Speaker

# (endpoint, handler, scope an OAuth 2.0 user token needs, whether an application alone may ask)
ROUTES: tuple[tuple[str, Handler, str, bool], ...] = (
    ("POST /2/tweets", x_posts.create, "tweet.write", False),
    ("GET /2/tweets", x_lookups.tweets, "tweet.read", True),
    ("GET /2/tweets/search/recent", x_lists.search, "tweet.read", True),
    ("GET /2/tweets/:id", x_lookups.tweet, "tweet.read", True),
    ("DELETE /2/tweets/:id", x_posts.delete, "tweet.write", False),
    ("PUT /2/tweets/:id/hidden", x_posts.hide, "tweet.moderate.write", False),
    ("GET /2/users/me", x_lookups.me, "users.read", False),
    ("GET /2/users", x_lookups.users, "users.read", True),
    ("GET /2/users/by/username/:username", x_lookups.user_by_name, "users.read", True),
    ("GET /2/users/:id", x_lookups.user, "users.read", True),
    ("GET /2/users/:id/mentions", x_lists.mentions, "tweet.read", True),
    ("GET /2/users/:id/tweets", x_lists.own_tweets, "tweet.read", True),
    ("POST /2/media/upload", x_media.upload, "media.write", False),
    ("GET /2/media/upload", x_media.status, "media.write", False),
    ("POST /2/media/upload/initialize", x_media.initialize, "media.write", False),
    ("POST /2/media/upload/:id/append", x_media.append, "media.write", False),
    ("POST /2/media/upload/:id/finalize", x_media.finalize, "media.write", False),
    ("POST /2/media/metadata", x_media.metadata, "media.write", False),
)
HABITS = {"api-version": "2.166", "x-access-level": "read-write-directmessages"}
POST_WORDS = {
    "edit_history_tweet_ids": "edit_history_post_ids",
    "referenced_tweets": "referenced_posts",
    "tweets": "posts",
    "retweet_count": "repost_count",
    "note_tweet": "note_post",
}


def _compiled(endpoint: str) -> re.Pattern[str]:
    return re.compile("^" + re.sub(r":(\w+)", lambda m: r"(\d{1,19})" if m[1] == "id" else r"(\w+)", endpoint) + "$")


PATTERNS = [(_compiled(endpoint), endpoint, handler, scope, alone) for endpoint, handler, scope, alone in ROUTES]


def answer(asked: Asked) -> Answer:
    """Answer one request to api.twitter.com or api.x.com."""
    try:
        found = _answer(asked)
    except Refused as refusal:
        found = refusal.answer
    headers = {**HABITS, "x-transaction-id": secrets.token_hex(8), "x-response-time": "7", **found.headers}
    body = found.body
    if asked.world.switches["vocabulary"] == "post" and not isinstance(body, bytes):
        body = _in_post_words(body)
    return Answer(found.status, body, headers, found.kind)


def _answer(asked: Asked) -> Answer:
    if (asked.method, asked.path) == ("POST", "/2/oauth2/token"):
        return x_auth.token(asked)
    for pattern, endpoint, handler, scope, alone in PATTERNS:
        matched = pattern.match(f"{asked.method} {asked.path}")
        if matched:
            who = x_auth.speaker(asked)
            if who.kind == "app" and not alone:
                raise x_errors.app_only()
            if who.kind == "oauth2" and scope not in who.scope:
                raise x_errors.no_permission()
            return _counted(asked, who, endpoint, handler, matched.groups())
    raise x_errors.no_such_route()


def _counted(asked: Asked, who: Speaker, endpoint: str, handler: Handler, ids: tuple[str, ...]) -> Answer:
    """Count the call, refuse it when too many, and put what is left on every answer, refusals included."""
    switches = asked.world.switches
    fine, left = asked.world.windows.count(
        endpoint, who.id or who.app_id, who.app_id, by_app=who.kind == "app", scale=switches["rate_scale"],
        seconds=switches["rate_seconds"],
    )  # fmt: skip
    if not fine and switches["rate_limits"]:
        asked.world.windows.refused += 1
        raise x_errors.too_many(left)
    try:
        found = handler(asked, who, ids)
    except Refused as refusal:
        found = refusal.answer
    return Answer(found.status, found.body, {**left, **found.headers}, found.kind)


def _in_post_words(value: Any) -> Any:
    if isinstance(value, dict):
        return {POST_WORDS.get(name, name): _in_post_words(one) for name, one in value.items()}
    return [_in_post_words(one) for one in value] if isinstance(value, list) else value


assert {endpoint for endpoint, *_ in ROUTES} <= set(PER_QUARTER)
