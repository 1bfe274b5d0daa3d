"""The session cookie, and the person behind it. The cookie holds a secret; only the desk knows whose it is."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from desk import signing

COOKIE = "parvis_session"


def of_cookies(cookies: Mapping[str, str]) -> signing.Person | None:
    """Return who holds this browser's session, or None."""
    secret = cookies.get(COOKIE, "")
    return signing.who(secret) if secret else None


def open_in(response: Response, secret: str, request: Request) -> None:
    """Hand the browser its session: unreadable by scripts, not sent along from other sites."""
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, secret, httponly=True, samesite="lax", secure=secure, path="/")


def close_in(response: Response) -> None:
    """Take the session back from the browser."""
    response.delete_cookie(COOKIE, path="/")
