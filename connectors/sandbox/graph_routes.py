"""The paths of Graph, and the way every request takes: version, token, object, edge."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Any

from connectors.sandbox import (
    accounts,
    graph_auth,
    graph_comments,
    graph_errors,
    graph_feed,
    graph_fields,
    graph_insights,
    graph_nodes,
    graph_usage,
    objects,
)  # fmt: skip
from connectors.sandbox.store import Row
from connectors.sandbox.wire import Answer, Asked, Refused, Speaker

VERSION = re.compile(r"v(\d+)\.(\d+)")
OLDEST, NEWEST = 21, 26  # v20.0 expired on 2026-09-24; a dead version is served by the oldest living one
CHANGES = re.compile(
    r"access_token|appsecret_proof|message|is_hidden|is_published|scheduled_publish_time|format|locale|method|"
    r"attachment_url|fields"
)


def answer(asked: Asked) -> Answer:
    """Answer one request to graph.facebook.com."""
    version, parts = _path(asked.path)
    args = {**asked.query, **asked.form}
    usage: dict[str, str] = {}
    try:
        who = None if _about_tokens(parts) else graph_auth.speaker(asked, args)
        usage = graph_usage.counted(asked, who) if who else {}
        found = _answer(asked, args, who, parts) if who else _of_tokens(asked, args, parts)
    except Refused as refusal:
        found = refusal.answer
    headers = {
        "facebook-api-version": version,
        "x-fb-trace-id": secrets.token_urlsafe(8),
        "x-fb-request-id": secrets.token_urlsafe(16),
        "cache-control": "private, no-cache, no-store, must-revalidate",
        **(usage if found.status == 200 else {}),
        **found.headers,
    }
    return Answer(found.status, found.body, headers, graph_errors.JSON)


def _path(path: str) -> tuple[str, list[str]]:
    parts = [part for part in path.split("/") if part]
    matched = VERSION.fullmatch(parts[0]) if parts else None
    if matched is None:
        return f"v{OLDEST}.0", parts
    return f"v{max(OLDEST, min(NEWEST, int(matched[1])))}.0", parts[1:]


def _about_tokens(parts: list[str]) -> bool:
    return parts in (["oauth", "access_token"], ["debug_token"])


def _of_tokens(asked: Asked, args: Mapping[str, str], parts: list[str]) -> Answer:
    return graph_auth.debug_token(asked, args) if parts == ["debug_token"] else graph_auth.exchange(asked, args)


def _answer(asked: Asked, args: Mapping[str, str], who: Speaker, parts: list[str]) -> Answer:
    if not parts:
        return _several(asked, args, who)
    if parts[0] == "me" and who.id:
        parts = [who.id, *parts[1:]]
    if parts[0] == "me":
        return _person(asked, args, who, parts)
    if len(parts) == 1:
        return _object(asked, args, who, parts[0])
    if len(parts) == 2:
        return _edge(asked, args, who, parts[0], parts[1])
    raise graph_errors.refused(2500, f"Unknown path components: /{'/'.join(parts[2:])}")


def _person(asked: Asked, args: Mapping[str, str], who: Speaker, parts: list[str]) -> Answer:
    """/me and /me/accounts of a person who manages pages."""
    if who.kind != "user":
        message = "An active access token must be used to query information about the current user."
        raise graph_errors.refused(2500, message)
    if parts == ["me"]:
        return Answer(200, {"name": "Responsable des pages", "id": "100000000000001"})
    fields = graph_fields.parse(args.get("fields", "access_token,category,name,id,tasks"))
    rows = asked.store.rows("SELECT * FROM accounts WHERE network='facebook' AND app_id=? ORDER BY name", who.app_id)
    data = [graph_nodes.page(row, fields, with_token=True) for row in rows]
    return Answer(200, {"data": data, "paging": {"cursors": {"before": "MAZDZD", "after": "MAZDZD"}}})


def _object(asked: Asked, args: Mapping[str, str], who: Speaker, remote_id: str) -> Answer:
    if asked.method == "GET":
        return Answer(200, _show(asked, args, who, remote_id))
    row = _row(asked, who, remote_id, unpublished=True)
    if row is None:
        raise graph_errors.gone(remote_id, asked.method)
    if row["account"] != who.id:
        raise graph_errors.not_allowed()
    own = row["author"] == who.id
    with asked.store.transaction():
        if asked.method == "DELETE":
            objects.remove(asked.store, row)
        else:
            graph_feed.known_only(args, CHANGES)
            if "message" in args and not own:
                raise graph_errors.not_allowed()
            graph_feed.change(asked.store, row, args)
    return Answer(200, {"success": True})


def _show(asked: Asked, args: Mapping[str, str], who: Speaker, remote_id: str) -> dict[str, Any]:
    fields = graph_fields.parse(args.get("fields", ""))
    page = accounts.by_id(asked.store, "facebook", remote_id) or accounts.by_handle(asked.store, "facebook", remote_id)
    if page is not None:
        return graph_nodes.page(page, fields, with_token=page["remote_id"] == who.id)
    row = _row(asked, who, remote_id, unpublished=True)
    if row is not None:
        return graph_nodes.node(asked.store, row, fields)
    photo = asked.store.row("SELECT * FROM media WHERE network='facebook' AND owner=? AND id=?", who.id, remote_id)
    if photo is None:
        raise graph_errors.gone(remote_id)
    return graph_nodes.photo(photo, fields)


def _row(asked: Asked, who: Speaker, remote_id: str, *, unpublished: bool = False) -> Row | None:
    """Return what can be seen; a page sees its own unpublished posts too."""
    found = objects.get(asked.store, "facebook", remote_id)
    if found is None and unpublished:
        sql = "SELECT * FROM objects WHERE network='facebook' AND id=? AND author=? AND removed_at IS NULL"
        found = asked.store.row(sql, remote_id, who.id)
    return found


def _several(asked: Asked, args: Mapping[str, str], who: Speaker) -> Answer:
    ids = [one for one in args.get("ids", "").split(",") if one]
    if asked.method != "GET" or not 1 <= len(ids) <= 50:
        raise graph_errors.refused(2500, "(#2500) ids must hold 1 to 50 ids")
    return Answer(200, {one: _show(asked, args, who, one) for one in ids})


def _edge(asked: Asked, args: Mapping[str, str], who: Speaker, remote_id: str, edge: str) -> Answer:
    page = accounts.by_id(asked.store, "facebook", remote_id) or accounts.by_handle(asked.store, "facebook", remote_id)
    if page is not None:
        return _page_edge(asked, args, who, page, edge)
    row = _row(asked, who, remote_id)
    if row is None:
        raise graph_errors.gone(remote_id, asked.method)
    if (asked.method, edge) == ("GET", "comments"):
        return graph_comments.read(asked, args, row)
    if not who.id:
        raise graph_errors.not_allowed()
    if (asked.method, edge) == ("GET", "insights") and row["account"] == who.id and row["kind"] != "comment":
        return graph_insights.read(asked.store, args, row)
    if (asked.method, edge) == ("POST", "comments"):
        return graph_comments.write(asked, args, who, row)
    if edge == "likes" and asked.method in ("POST", "DELETE"):
        return graph_comments.like(asked, who, row, wanted=asked.method == "POST")
    raise graph_errors.no_field(edge, graph_nodes.NODE[graph_nodes.kind_of(row)])


def _page_edge(asked: Asked, args: Mapping[str, str], who: Speaker, page: Row, edge: str) -> Answer:
    if page["remote_id"] != who.id:
        raise graph_errors.not_allowed()
    if asked.method == "GET" and (edge in graph_feed.LISTS or edge == "scheduled_posts"):
        return graph_feed.read(asked, args, page, edge)
    if (asked.method, edge) == ("POST", "feed"):
        return graph_feed.post(asked, args, who)
    if (asked.method, edge) == ("POST", "photos"):
        return graph_feed.photo(asked, args, who)
    raise graph_errors.no_field(edge, "Page")
