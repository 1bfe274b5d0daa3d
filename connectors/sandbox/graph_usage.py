"""How much of its limits a page and its application used, as Graph counts it: calls of an hour, told in per cent."""

from __future__ import annotations

from connectors.sandbox import graph_errors
from connectors.sandbox.store import now_ms
from connectors.sandbox.wire import Asked, Speaker

HOUR = 3_600_000


def counted(asked: Asked, who: Speaker) -> dict[str, str]:
    """Count one call and return the headers that tell of it; refuse it when there were too many.

    Two switches say how many calls an hour holds: `graph_calls` for each page, `graph_app_calls` for an application;
    0 is a generous plan, of which one per cent is used.
    """
    page, page_reset = _percent(asked, f"page {who.id}", asked.world.switches["graph_calls"])
    app, app_reset = _percent(asked, f"application {who.app_id}", asked.world.switches["graph_app_calls"])
    reset = max(page_reset if page >= 100 else 0, app_reset if app >= 100 else 0)
    minutes = max(0, -(-(reset - now_ms()) // 60_000))
    headers = graph_errors.usage(who.id or "0", page, minutes, app)
    if asked.world.switches["rate_limits"] and max(app, page) > 100:
        asked.world.windows.refused += 1
        raise graph_errors.app_limit(headers) if app > 100 else graph_errors.page_limit(headers)
    return headers


def _percent(asked: Asked, key: str, calls: int) -> tuple[int, int]:
    if not calls:
        return 1, 0
    used, reset_at = asked.world.windows.used(("graph", key), HOUR)
    return (used * 100) // calls if used <= calls else max(101, (used * 100) // calls), reset_at
