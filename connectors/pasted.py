"""An address that a person pasted, taken apart; whatever it is, it raises nothing."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit


def taken_apart(given: str) -> tuple[str, SplitResult]:
    """Return the host, small and without its www or mobile door, and the parts; an empty host for what is none."""
    try:
        parts = urlsplit(given)
        host = parts.hostname or ""
    except ValueError:
        return "", urlsplit("")
    return host.removeprefix("www.").removeprefix("mobile.").removeprefix("m."), parts
