"""Collects what others wrote to us on X: mentions, and answers in our own threads that name us no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

import clock
from connectors.contract import Mention
from connectors.x import reading
from connectors.x.line import Answer, Line
from connectors.x.snowflake import id_at

SEARCHED_FOR = timedelta(days=7) - timedelta(minutes=10)  # X searches seven days back and refuses older ids
THREADS_A_QUERY = 11  # a query holds 512 characters; a thread takes up to 39 of them
ASKED: dict[str, Any] = {
    "max_results": 100,
    "tweet_fields": reading.FIELDS,
    "expansions": ["author_id"],
    "user_fields": ["username", "name"],
}


def mentions(line: Line, me: str, since: datetime | None) -> Iterator[Mention]:
    """Yield the posts that name us since `since`; X keeps the newest 800."""
    after: dict[str, Any] = {"since_id": id_at(since)} if since else {}
    for page in line.pages(line.client.get_users_mentions, me, **after, **ASKED):
        yield from _others(page, me)


def answers(line: Line, me: str, since: datetime | None) -> Iterator[Mention]:
    """Yield the posts of others in threads where we spoke these seven days: they need not name us.

    Only threads in which X counts an answer to us are searched.
    """
    earliest = clock.now() - SEARCHED_FOR
    threads = sorted(_answered_threads(line, me, earliest))
    after = id_at(max(since or earliest, earliest))
    for start in range(0, len(threads), THREADS_A_QUERY):
        query = " OR ".join(f"conversation_id:{thread}" for thread in threads[start : start + THREADS_A_QUERY])
        search = line.client.search_recent_tweets
        for page in line.pages(search, query, next_as="next_token", most=30, since_id=after, **ASKED):
            yield from _others(page, me)


def _answered_threads(line: Line, me: str, earliest: datetime) -> set[str]:
    fields = ["conversation_id", "public_metrics", "referenced_tweets"]
    pages = line.pages(
        line.client.get_users_tweets, me, since_id=id_at(earliest), max_results=100, tweet_fields=fields, most=4
    )
    own = [post for page in pages for post in reading.posts(page) if not reading.is_repost(post)]
    return {str(p.get("conversation_id") or p["id"]) for p in own if (p.get("public_metrics") or {}).get("reply_count")}


def _others(page: Answer, me: str) -> Iterable[Mention]:
    known = reading.authors(page)
    posts = [p for p in reading.posts(page) if str(p.get("author_id")) != me and not reading.is_repost(p)]
    return [reading.mention(post, known, me) for post in posts]
