"""Figures for Prometheus, read from the database and kept for some seconds. No territory, no handle, no text.

Open to this machine, and to who shows the token. Behind a proxy everybody looks like this machine: then only the token.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from threading import Lock
from typing import Any

from anyio import to_thread
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

import clock
from dashboard import build
from data.queries.metrics import Figures, figures
from settings import is_loopback, settings

KEPT_FOR = 5.0  # seconds
THROUGH = ("forwarded", "via", "x-real-ip", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto")
Endpoint = Callable[[Request], Awaitable[Response]]


def answering(*, open_here: bool) -> Endpoint:
    """Return the route. `open_here`: the desk has no public name, so a request of this machine needs no token."""
    page = _Page()
    registry = CollectorRegistry()
    registry.register(page)

    async def metrics(request: Request) -> Response:
        """Answer the figures; 401 asks for the token, 404 where none was set."""
        if not _shows_token(request) and not (open_here and _is_local(request)):
            if settings().metrics_token:
                return PlainTextResponse("", 401, {"WWW-Authenticate": "Bearer"})
            return PlainTextResponse("", 404)
        encode, kind = choose_encoder(request.headers.get("accept", ""))
        return Response(await to_thread.run_sync(encode, registry), media_type=kind)

    return metrics


class _Page(Collector):
    """The figures, read again when those kept are older than some seconds."""

    def __init__(self) -> None:
        self._lock, self._read_at, self._kept = Lock(), float("-inf"), None

    _kept: Figures | None

    def collect(self) -> Iterator[Metric]:
        """Yield every family; without a database only that it is down."""
        with self._lock:
            if time.monotonic() - self._read_at >= KEPT_FOR:
                self._kept = _read()
                self._read_at = time.monotonic()
            found = self._kept
        yield _one("parvis_up", "Whether the database answers.", int(found is not None))
        yield _build(found)
        if found is not None:
            yield from _counted(found)
            yield from _aged(found)

    def describe(self) -> Iterator[Metric]:
        """Name nothing ahead: what is served depends on what is there."""
        return iter(())


def _read() -> Figures | None:
    try:
        return figures(clock.now())
    except SQLAlchemyError:
        return None


def _counted(found: Figures) -> Iterator[Metric]:
    yield _many("parvis_deliveries", "Deliveries.", ("state", "network"), found.deliveries)
    yield _one("parvis_deliveries_overdue", "Queued, due for over a minute and free to leave.", found.overdue)
    yield _one("parvis_deliveries_for_a_person", "Unconfirmed, and only a person can tell.", found.for_a_person)
    yield _many("parvis_attempts_24h", "Tries ended in the last 24 hours.", ("result",), found.attempts)
    yield _one("parvis_messages_24h", "Visitors' messages dated within the last 24 hours.", found.messages)
    yield _one("parvis_messages_unread", "Messages that wait over a minute for the deep judge.", found.unread)
    yield _many("parvis_channels", "Accounts.", ("state", "network"), found.channels)
    yield _one("parvis_freezes", "Suspensions in force.", found.freezes)
    yield _many("parvis_notices", "Notices.", ("state",), found.notices)
    yield _one("parvis_database_bytes", "Size of the database.", found.size)


def _aged(found: Figures) -> Iterator[Metric]:
    oldest = found.oldest_due or 0.0
    yield _one("parvis_oldest_due_seconds", "How long the oldest delivery free to leave has been due; 0: none.", oldest)
    since = "Since each scheduler's last sign of life."
    yield _many("parvis_heartbeat_age_seconds", since, ("worker",), found.heartbeats)
    since = "Since the account of a network that waits longest was read."
    yield _many("parvis_collect_age_seconds", since, ("network",), found.collected)
    left = {(one.network, one.verb): one.left for one in found.windows}
    yield _many("parvis_rate_window_left_ratio", "Left of the tightest rate window.", ("network", "verb"), left)


def _build(found: Figures | None) -> Metric:
    labels = build.version(), build.revision(), (found.schema if found else None) or ""
    return _many("parvis_build_info", "Which program this is.", ("version", "revision", "schema"), {labels: 1})


def _one(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(name, about, value=value)


def _many(name: str, about: str, labels: tuple[str, ...], values: Mapping[Any, float]) -> Metric:
    family = GaugeMetricFamily(name, about, labels=labels)
    for key, value in sorted(values.items()):
        family.add_metric(key if isinstance(key, tuple) else (key,), value)
    return family


def _shows_token(request: Request) -> bool:
    wanted, (kind, _, shown) = settings().metrics_token, request.headers.get("authorization", "").partition(" ")
    return bool(wanted) and kind.lower() == "bearer" and hmac.compare_digest(shown.strip().encode(), wanted.encode())


def _is_local(request: Request) -> bool:
    host = request.client.host if request.client else ""
    return is_loopback(f"//[{host}]" if ":" in host else f"//{host}") and not any(h in request.headers for h in THROUGH)
