"""Lists of Graph: `limit`, cursors, `since`/`until`, and the `next` address, which carries the token."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from connectors.sandbox import graph_errors
from connectors.sandbox.store import Row, ms, now_ms
from connectors.sandbox.wire import Answer, Asked

USUAL, MOST = 25, 100


def listed(
    asked: Asked, args: Mapping[str, str], where: str, values: list[Any], show: Callable[[Row], dict[str, Any]],
    *, newest_first: bool, until: int | None = None,
) -> Answer:  # fmt: skip
    """Answer one page of the objects that fulfil `where`, in order of time.

    Only what is listed by now is shown; `until` (ms) replaces now for lists of what is still to come.
    """
    size = _size(args)
    bounds, limits = ["network='facebook'", "removed_at IS NULL", "listed_at<=?"], [until or now_ms()]
    for name, sign in (("since", ">="), ("until", "<")):
        if args.get(name):
            bounds.append(f"visible_at{sign}?")
            limits.append(time_of(name, args[name]))
    down = newest_first
    if args.get("after") or args.get("before"):
        at, seq = _opened(args.get("after") or args["before"])
        backwards = not args.get("after")
        bounds.append(f"(visible_at, seq) {'<' if down is not backwards else '>'} (?, ?)")
        limits += [at, seq]
        down = down is not backwards
    rows = asked.store.rows(
        f"SELECT * FROM objects WHERE {' AND '.join(bounds)} AND ({where}) "  # noqa: S608 - our own conditions
        f"ORDER BY visible_at {'DESC' if down else 'ASC'}, seq {'DESC' if down else 'ASC'} LIMIT ?",
        *limits, *values, size + 1,
    )  # fmt: skip
    page, more = rows[:size], len(rows) > size
    if down is not newest_first:
        page.reverse()
    if not page:
        return Answer(200, {"data": []})
    body = {"data": [show(row) for row in page], "paging": _paging(asked, args, page, more, size)}
    return Answer(200, body)


def _paging(asked: Asked, args: Mapping[str, str], page: list[Row], more: bool, size: int) -> dict[str, Any]:
    before, after = _sealed(page[0]), _sealed(page[-1])
    found: dict[str, Any] = {"cursors": {"before": before, "after": after}}
    kept = {name: value for name, value in args.items() if name not in ("after", "before", "limit", "appsecret_proof")}
    address = f"https://{asked.host}{asked.path}?"
    if more and not args.get("before"):
        found["next"] = address + urlencode({**kept, "limit": size, "after": after})
    if args.get("after") or (more and args.get("before")):
        found["previous"] = address + urlencode({**kept, "limit": size, "before": before})
    return found


def _size(args: Mapping[str, str]) -> int:
    given = args.get("limit", str(USUAL))
    if not given.isdigit() or int(given) < 1:
        raise graph_errors.invalid("limit must be a positive number")
    return min(int(given), MOST)


def time_of(name: str, value: str) -> int:
    if value.isdigit() and len(value) <= 12:
        return int(value) * 1000
    try:
        return ms(datetime.fromisoformat(value))
    except ValueError:
        raise graph_errors.invalid(f"{name} must be a time") from None


def _sealed(row: Row) -> str:
    return base64.urlsafe_b64encode(f"{row['visible_at']}/{row['seq']}".encode()).decode().rstrip("=")


def _opened(cursor: str) -> tuple[int, int]:
    try:
        at, _, seq = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition("/")
        return int(at), int(seq)
    except ValueError:
        raise graph_errors.invalid("Invalid cursors values") from None
