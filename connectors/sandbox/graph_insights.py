"""Figures of posts on Graph: those Meta still gives, made up from likes and comments so that they move together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.sandbox import graph_errors, graph_nodes
from connectors.sandbox.store import Row, Store
from connectors.sandbox.wire import Answer

# withdrawn for all versions on 2025-11-15 and 2026-06-15: *_impressions*, page_fans*, post_video_views*
METRICS = ("post_media_view", "post_total_media_view_unique", "post_clicks", "post_reactions_by_type_total")


def read(store: Store, args: Mapping[str, str], row: Row) -> Answer:
    """GET /{post}/insights?metric=: one bad metric fails the whole question."""
    wanted = [one for one in args.get("metric", "").split(",") if one]
    for name in wanted or [""]:
        if name not in METRICS:
            raise graph_errors.invalid("The value must be a valid insights metric")
    return Answer(200, {"data": [_metric(name, _value(store, row, name), row) for name in wanted]})


def _value(store: Store, row: Row, name: str) -> Any:
    views = 7 + 23 * int(row["likes"]) + 31 * graph_nodes.count_below(store, row)
    if name == "post_reactions_by_type_total":
        return {"like": row["likes"]}
    return {"post_media_view": views, "post_total_media_view_unique": views * 4 // 5, "post_clicks": views // 9}[name]


def _metric(name: str, value: Any, row: Row) -> dict[str, Any]:
    found = {"name": name, "period": "lifetime", "values": [{"value": value}]}
    return {**found, "id": f"{row['id']}/insights/{name}/lifetime"}
