"""What one item of a page earned. The views are asked for apart: one metric Meta withdraws fails its whole request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.contract import Engagement
from connectors.facebook.errors import Gone
from connectors.facebook.line import Line
from connectors.facebook.reading import total
from connectors.failures import Rejected, Unauthorized

COUNTS = "reactions.summary(true).limit(0),comments.summary(true).limit(0)"


def engagement(line: Line, remote_id: str) -> Engagement | None:
    """Return the counters of a post or a comment; None when Graph no longer knows it."""
    try:
        counts = _counts(line, remote_id)
    except Gone:
        return None
    return Engagement(
        likes=total(counts, "reactions"),
        replies=total(counts, "comments"),
        shares=(counts.get("shares") or {}).get("count"),
        impressions=_views(line, remote_id),
    )


def _counts(line: Line, remote_id: str) -> Mapping[str, Any]:
    try:
        return line.read(remote_id, fields=f"{COUNTS},shares")
    except Gone:
        raise
    except Rejected:  # a comment has no shares, and Graph refuses the whole question
        return line.read(remote_id, fields=COUNTS)


def _views(line: Line, remote_id: str) -> int | None:
    try:
        answer = line.read(f"{remote_id}/insights", metric="post_media_view")
    except (Rejected, Unauthorized):  # a comment has no insights; the permission read_insights may be missing
        return None
    for metric in answer.get("data") or []:
        return int(metric["values"][-1]["value"])
    return None
