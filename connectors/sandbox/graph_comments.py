"""Talking under posts: reading comments, commenting, liking."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from connectors.sandbox import graph_errors, graph_feed, graph_fields, graph_nodes, graph_paging, objects
from connectors.sandbox.store import Row, now_ms
from connectors.sandbox.wire import Answer, Asked, Speaker

TEXT = 8000
COMMENT = re.compile(r"access_token|appsecret_proof|fields|message|attachment_url|attachment_id|format|locale|method")


def read(asked: Asked, args: Mapping[str, str], above: Row) -> Answer:
    """GET /{post or comment}/comments: `filter=toplevel` shows direct answers, `stream` everything below."""
    how, order = args.get("filter", "toplevel"), args.get("order", "chronological")
    if how not in ("toplevel", "stream"):
        raise graph_errors.invalid("filter must be one of the following values: toplevel, stream")
    if order not in ("chronological", "reverse_chronological", "ranked"):
        raise graph_errors.invalid("order must be one of: chronological, reverse_chronological, ranked")
    fields = graph_fields.parse(args.get("fields", ""))
    where, values = "kind='comment' AND parent=?", [above["id"]]
    if how == "stream" and above["kind"] != "comment":
        where, values = "kind='comment' AND thread=?", [above["id"]]

    def show(row: Row) -> dict[str, Any]:
        return graph_nodes.node(asked.store, row, fields)

    newest_first = order == "reverse_chronological"
    return graph_paging.listed(asked, args, where, values, show, newest_first=newest_first)


def write(asked: Asked, args: Mapping[str, str], who: Speaker, above: Row) -> Answer:
    """POST /{post or comment}/comments: an answer, one visible level deep."""
    graph_feed.known_only(args, COMMENT)
    text = args.get("message", "")
    if not text.strip() and "attachment_url" not in args:
        raise graph_errors.invalid("Message cannot be empty")
    if len(text) > TEXT:
        raise graph_errors.invalid("message is too long")
    with asked.store.transaction():
        remote_id = objects.add(
            asked.store,
            objects.New(
                "facebook", comment_id(asked, above), "comment", above["account"], who.id, text, now_ms(),
                top_comment(above), above["thread"], by_hub=True, listed_for=asked.lag,
            ),
        )  # fmt: skip
    return graph_feed.read_after_write(asked.store, remote_id, args)


def comment_id(asked: Asked, above: Row) -> str:
    """Return a new id `{post}_{comment}`, without the page's part."""
    return f"{above['thread'].partition('_')[2]}_{objects.fresh_number(asked.store, 'facebook', now_ms())}"


def top_comment(above: Row) -> str:
    """Return what an answer to `above` hangs under: an answer to an answer goes to the first comment."""
    if above["kind"] != "comment" or above["parent"] == above["thread"]:
        return str(above["id"])
    return str(above["parent"])


def like(asked: Asked, who: Speaker, row: Row, *, wanted: bool) -> Answer:
    """POST or DELETE /{object}/likes: once for each account, however often asked."""
    sql = "SELECT 1 FROM likes WHERE network='facebook' AND object=? AND person=?"
    with asked.store.transaction():
        there = asked.store.row(sql, row["id"], who.id) is not None
        if wanted and not there:
            asked.store.run("INSERT INTO likes VALUES ('facebook',?,?)", row["id"], who.id)
        if there and not wanted:
            asked.store.run("DELETE FROM likes WHERE network='facebook' AND object=? AND person=?", row["id"], who.id)
        step = int(wanted) - int(there)
        asked.store.run("UPDATE objects SET likes=max(0, likes+?) WHERE seq=?", step, row["seq"])
    return Answer(200, {"success": True})
