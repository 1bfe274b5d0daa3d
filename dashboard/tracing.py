"""What the dashboard writes to its log: one line for each request and each page that failed. Never who asked for what.

Addresses lose their query; a link, which is a secret, loses its token.
"""

from __future__ import annotations

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scheduler import logs

log = structlog.get_logger(__name__)
SILENT = ("/static/", "/parvis/", "/favicon")
LINKS = ("/contribute/", "/approve/")


class Traced:
    """An ASGI layer that writes down how each request ended."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; write its line when it is answered, or when it broke."""
        if scope["type"] != "http" or scope["path"].startswith(SILENT):
            return await self.app(scope, receive, send)
        status = 500

        async def heard(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, heard)
        except Exception as failure:
            log.error("request failed", method=scope["method"], path=shown(scope["path"]), **logs.told(failure))
            raise
        log.info("request", method=scope["method"], path=shown(scope["path"]), status=status)


def shown(path: str) -> str:
    """Return a path as a log may hold it."""
    kind = next((link for link in LINKS if path.startswith(link)), None)
    if kind is None:
        return path
    _, _, rest = path.removeprefix(kind).partition("/")
    return f"{kind}…" + (f"/{rest}" if rest else "")


def page_failed(error: Exception) -> None:
    """Write down that a page failed, without the error's words."""
    log.error("page failed", **logs.told(error))
