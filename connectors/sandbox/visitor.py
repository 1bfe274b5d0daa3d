"""The visitor's page: somebody speaks to a town, and sees what the town answers. Plain HTML, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from connectors.sandbox import accounts, speech, visitor_page
from connectors.sandbox.store import Row, Store, now_ms
from connectors.sandbox.visitor_page import Item
from connectors.sandbox.wire import World

THREADS, ANSWERS = 15, 60
# no script, no frame, nothing from elsewhere
HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}


def routes(world: World) -> list[Route]:
    """Return the page's routes."""
    return [
        Route("/", _page(world.store), methods=["GET"]),
        Route("/say", _say(world.store), methods=["POST"]),
    ]


def _page(store: Store) -> Callable[[Request], Awaitable[Response]]:
    async def page(request: Request) -> Response:
        return HTMLResponse(_drawn(store, dict(request.query_params)), headers=HEADERS)

    return page


def _say(store: Store) -> Callable[[Request], Awaitable[Response]]:
    async def say(request: Request) -> Response:
        given = dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))
        network, to, author = (given.get(name, "") for name in ("network", "to", "author"))
        try:
            said = speech.say(store, network, to, author, given.get("text", ""), given.get("in_reply_to") or None)
        except speech.Unsayable as problem:
            return HTMLResponse(_drawn(store, given, str(problem)), 422, HEADERS)
        kept = urlencode({"network": network, "to": to, "author": author, "said": said})
        return RedirectResponse(f"/?{kept}#o-{said}", 303)

    return say


def _drawn(store: Store, given: Mapping[str, str], problem: str = "") -> str:
    answered = _item_called(store, given.get("in_reply_to", ""))
    threads = {network: _threads(store, network) for network in speech.NETWORKS}
    return visitor_page.page(accounts.everyone(store), given, threads, answered, problem)


def _item_called(store: Store, remote_id: str) -> Item | None:
    row = store.row("SELECT * FROM objects WHERE id=? AND removed_at IS NULL AND visible_at<=?", remote_id, now_ms())
    return _item(store, row, {}) if row else None


def _threads(store: Store, network: str) -> list[Item]:
    """Return the conversations where something was said last, the newest first, as trees."""
    sql = "SELECT thread FROM objects WHERE network=? AND visible_at<=? AND removed_at IS NULL ORDER BY visible_at DESC"
    newest = store.rows(sql + " LIMIT 400", network, now_ms())
    found = []
    for thread in list(dict.fromkeys(row["thread"] for row in newest))[:THREADS]:
        rows = store.rows(
            "SELECT * FROM objects WHERE network=? AND thread=? AND visible_at<=? ORDER BY visible_at, seq LIMIT ?",
            network, thread, now_ms(), ANSWERS,
        )  # fmt: skip
        below: dict[str, list[Row]] = {}
        for row in rows:
            if row["parent"]:
                below.setdefault(row["parent"], []).append(row)
        found += [_item(store, row, below) for row in rows if row["id"] == thread]
    return found


def _item(store: Store, row: Row, below: Mapping[str, list[Row]]) -> Item:
    author = accounts.who(store, row["network"], row["author"])
    return Item(
        network=row["network"],
        id=row["id"],
        name=author["name"] or author["handle"],
        to=row["account"],
        text=row["text"],
        at=row["visible_at"],
        by_hub=bool(row["by_hub"]),
        hidden=bool(row["hidden"]),
        removed=row["removed_at"] is not None,
        media=row["media"] != "[]",
        answers=tuple(_item(store, one, below) for one in below.get(row["id"], [])),
    )
