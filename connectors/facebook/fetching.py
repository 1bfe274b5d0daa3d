"""Collects what others wrote to a page: under its posts, on its wall, and where they tag it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import clock
from connectors.contract import Kind, Mention
from connectors.facebook import reading
from connectors.facebook.errors import Gone
from connectors.facebook.line import Line
from connectors.failures import Failure, Rejected, Unauthorized

POSTS_READ_FOR = timedelta(days=14)
PAGE = 100
COUNTED = "comments.limit(0).summary(true)"
WALLS: tuple[tuple[str, Kind], ...] = (("visitor_posts", "main"), ("tagged", "tag"))


def everything(line: Line, page: str, since: datetime | None) -> Iterator[Mention]:
    """Yield others' posts and comments since `since`, around the posts of the last `POSTS_READ_FOR`."""
    earliest = int((clock.now() - POSTS_READ_FOR).timestamp())
    for post in line.items(f"{page}/published_posts", fields=f"id,{COUNTED}", since=earliest, limit=PAGE):
        if reading.total(post, "comments") != 0:  # one request less for each post nobody commented
            yield from _thread(line, page, str(post["id"]), since, forgiven=(Gone,))
    for edge, kind in WALLS:
        for post in line.items(f"{page}/{edge}", fields=f"{reading.POST},{COUNTED}", since=earliest, limit=PAGE):
            if reading.author_id(post) == page:
                continue
            yield reading.post(post, kind)
            if reading.total(post, "comments") != 0:
                yield from _thread(line, page, str(post["id"]), since, forgiven=(Rejected, Unauthorized))


def _thread(
    line: Line, page: str, post_id: str, since: datetime | None, *, forgiven: tuple[type[Failure], ...]
) -> list[Mention]:
    """Return the comments of one post, answers to comments among them; nothing on a `forgiven` failure.

    A post can vanish after it was listed, and somebody else's may not be ours to read. A token that has really ended
    was refused already when the posts were listed.
    """
    asked: dict[str, Any] = {"filter": "stream", "order": "chronological", "fields": reading.COMMENT, "limit": PAGE}
    if since:
        asked["since"] = int(since.timestamp())
    try:
        comments = list(line.items(f"{post_id}/comments", most=50, **asked))
    except forgiven:
        return []
    return [reading.comment(item, post_id) for item in comments if reading.author_id(item) != page]
