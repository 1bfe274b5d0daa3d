"""One ASGI application: the Streamlit pages, and beside them sign-in, the members' form and health.

Everything enters through the `door`. `PARVIS_*` settings are read when a request comes, never here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dashboard.door import Door
from dashboard.excusing import Excused, on_page
from dashboard.tracing import Traced
from dashboard.web import approve, contribute, health, metrics, sign_in

HERE = Path(__file__).resolve().parent
SCRIPT = HERE / "script" / "main.py"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def application(hosts: Sequence[str] = LOOPBACK) -> st.App:
    """Return the application, answering only to `hosts` (names in the browser's address, `*` for any)."""
    return st.App(SCRIPT, routes=routes(hosts), middleware=middleware(hosts), on_script_error=on_page)


def routes(hosts: Sequence[str] = LOOPBACK) -> list[Route | Mount]:
    """Return what is served beside the pages."""
    return [
        Route("/health", health.health),
        Route("/metrics", metrics.answering(open_here=set(hosts) <= set(LOOPBACK))),
        Route("/sign-in", sign_in.form, methods=["GET"]),
        Route("/sign-in", sign_in.enter, methods=["POST"]),
        Route("/sign-out", sign_in.leave, methods=["GET", "POST"]),
        Route("/contribute/{token}", contribute.form, methods=["GET"]),
        Route("/contribute/{token}", contribute.send, methods=["POST"]),
        Route("/contribute/{token}/status", contribute.status, methods=["GET"]),
        Route("/contribute/{token}/status", contribute.take_back, methods=["POST"]),
        Route("/approve/{token}", approve.form, methods=["GET"]),
        Route("/approve/{token}", approve.answer, methods=["POST"]),
        Mount("/parvis", StaticFiles(directory=HERE / "front")),
    ]


def middleware(hosts: Sequence[str]) -> list[Middleware]:
    """Return what every request passes, outermost first."""
    named = Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    return [Middleware(Traced), named, Middleware(Excused), Middleware(Door)]
