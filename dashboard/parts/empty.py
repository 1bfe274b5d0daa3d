"""What a page says when there is nothing: that this is good, or what to do about it."""

from __future__ import annotations

from dashboard.parts.tags import show, tag


def nothing(title: str, under: str = "") -> None:
    """Draw an empty state."""
    show(tag("div", tag("p", title, cls="empty-title"), *([tag("p", under, cls="soft")] if under else []), cls="empty"))
