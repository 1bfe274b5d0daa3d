"""The door every request passes: who may come in, how much they may carry, and what the browser is told to refuse.

It knows sessions by `desk.signing.who` only; what a person may see inside is the desk's and the reads' to say.
"""

from __future__ import annotations

from urllib.parse import quote

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.web import session, shell

OPEN = (
    "/health",
    "/metrics",
    "/sign-in",
    "/contribute/",
    "/approve/",
    "/parvis/",
    "/static/",
    "/favicon.png",
    "/_stcore/health",
)
NOT_PAGES = ("/_stcore", "/media/", "/component/", "/sign-out")
MOST_BYTES = 11 * 1024 * 1024  # a picture of 10 MB and the form around it

# Streamlit styles its widgets inline, loads its components from blobs, and its charts run without eval
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "frame-src 'self'{frames}",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


class TooHeavy(Exception):
    """A body longer than anybody here needs."""


class Door:
    """An ASGI layer around the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in, show the way to sign in, or close."""
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        headers = Headers(scope=scope)
        if scope["type"] == "http":
            send = _guarded(scope, send)
            if int(headers.get("content-length") or 0) > MOST_BYTES:
                return await PlainTextResponse("", 413)(scope, receive, send)
            receive = _counted(receive)
        try:
            await self._let_in(scope, headers, receive, send)
        except TooHeavy:
            await PlainTextResponse("", 413)(scope, receive, send)

    async def _let_in(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        if _is_open(scope["path"]):
            return await self.app(scope, receive, send)
        visitor = await to_thread.run_sync(session.of_cookies, _cookies(headers))
        if visitor is None:
            return await _refuse(scope, receive, send)
        if _is_page(scope):
            page = HTMLResponse(shell.page(visitor.lang), headers={"Cache-Control": "no-store"})
            return await page(scope, receive, send)
        await self.app(scope, receive, send)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        return await send({"type": "websocket.close", "code": 1008})
    if _is_page(scope):
        query = scope["query_string"].decode("latin-1")
        wanted = scope["path"] + (f"?{query}" if query else "")
        target = "/sign-in" if wanted == "/" else f"/sign-in?next={quote(wanted, safe='')}"
        return await RedirectResponse(target, 303)(scope, receive, send)
    await PlainTextResponse("", 401)(scope, receive, send)


def _is_open(path: str) -> bool:
    return any(path == name.rstrip("/") or path.startswith(name) for name in OPEN if name.endswith("/")) or path in OPEN


def _is_page(scope: Scope) -> bool:
    path = scope["path"]
    return (
        scope["type"] == "http"
        and scope["method"] in ("GET", "HEAD")
        and not path.startswith(NOT_PAGES)
        and "/_stcore/" not in path  # Streamlit feels its way to its own root from a page's address: it must fail there
        and "." not in path.rsplit("/", 1)[-1]
    )


def _cookies(headers: Headers) -> dict[str, str]:
    return cookie_parser(headers.get("cookie", ""))  # lenient as browsers are: others set odd names on this host


def _guarded(scope: Scope, send: Send) -> Send:
    policy = POLICY.format(frames=shell.frames())

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Content-Security-Policy"] = policy
            headers["X-Content-Type-Options"] = "nosniff"
            headers["X-Frame-Options"] = "DENY"
            headers["Referrer-Policy"] = "same-origin"
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
            if not scope["path"].startswith(("/static/", "/parvis/", "/favicon")):
                headers["Cache-Control"] = "no-store"
        await send(message)

    return guarded


def _counted(receive: Receive) -> Receive:
    """A body without a declared length is counted as it comes, and cut off when it is too long."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MOST_BYTES:
            raise TooHeavy
        return message

    return counted
