"""Rate windows of X: how many calls an account has left on an endpoint, and until when. Forgotten at a restart."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.sandbox.store import now_ms

# endpoint -> (per user in 15 minutes, per application in 15 minutes); X, fundamentals/rate-limits, 2026-08-22.
# An endpoint without an application limit answers applications with the user's.
PER_QUARTER: dict[str, tuple[int, int]] = {
    "POST /2/tweets": (100, 100),
    "DELETE /2/tweets/:id": (50, 50),
    "GET /2/tweets": (5000, 3500),
    "GET /2/tweets/:id": (900, 450),
    "GET /2/tweets/search/recent": (300, 450),
    "GET /2/users/:id/mentions": (300, 450),
    "GET /2/users/:id/tweets": (900, 10000),
    "GET /2/users/me": (75, 75),
    "GET /2/users": (900, 300),
    "GET /2/users/:id": (900, 300),
    "GET /2/users/by": (900, 300),
    "GET /2/users/by/username/:username": (900, 300),
    "PUT /2/tweets/:id/hidden": (50, 50),
    "POST /2/media/upload": (500, 500),
    "GET /2/media/upload": (1000, 1000),
    "POST /2/media/upload/initialize": (1875, 1875),
    "POST /2/media/upload/:id/append": (1875, 1875),
    "POST /2/media/upload/:id/finalize": (1875, 1875),
    "POST /2/media/metadata": (500, 500),
}
DAILY_BY_APP = {"POST /2/tweets": 10_000}
DAY = 86_400_000


@dataclass
class Window:
    """A run of calls: how many were made, and when (ms) it starts anew."""

    used: int
    reset_at: int


class Windows:
    """The windows now open, by who asks and for what; and how many calls were `refused` as too many."""

    def __init__(self) -> None:
        self.refused = 0
        self._open: dict[tuple[str, str], Window] = {}

    def forget(self) -> None:
        """Close every window."""
        self._open.clear()
        self.refused = 0

    def count(
        self, endpoint: str, who: str, app_id: str, *, by_app: bool, scale: int = 1, seconds: int = 900
    ) -> tuple[bool, dict[str, str]]:
        """Count one call; return whether it is within the limits (`scale` times the usual), and the headers for it.

        `seconds` is the length of the short window.
        """
        limit = PER_QUARTER[endpoint][1 if by_app else 0] * scale
        fine, left, reset_at = self._take((endpoint, who), limit, seconds * 1000)
        headers = {
            "x-rate-limit-limit": str(limit),
            "x-rate-limit-remaining": str(left),
            "x-rate-limit-reset": str(reset_at // 1000),
        }
        if endpoint in DAILY_BY_APP and fine:
            daily = DAILY_BY_APP[endpoint] * scale
            fine, left, reset_at = self._take((endpoint, f"app {app_id}"), daily, DAY)
            headers["x-app-limit-24hour-limit"] = str(daily)
            headers["x-app-limit-24hour-remaining"] = str(left)
            headers["x-app-limit-24hour-reset"] = str(reset_at // 1000)
        return fine, headers

    def used(self, key: tuple[str, str], length: int) -> tuple[int, int]:
        """Count one call; return how many this window (`length` ms) saw, and when (ms, a whole second) it ends."""
        now = now_ms()
        window = self._open.get(key)
        if window is None or window.reset_at <= now:
            whole = -(-(now + length) // 1000) * 1000  # the headers say seconds, and may not promise too early
            window = self._open[key] = Window(0, whole)
        window.used += 1
        return window.used, window.reset_at

    def _take(self, key: tuple[str, str], limit: int, length: int) -> tuple[bool, int, int]:
        used, reset_at = self.used(key, length)
        return used <= limit, max(0, limit - used), reset_at
