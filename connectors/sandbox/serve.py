"""The sandbox's server: networks by Host header, the control API and the visitor's page beside them.

It answers this machine only: by the address it binds, by the peer's address and by the Host header.
"""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

import words
from connectors.sandbox import consent, control, networks, visitor
from connectors.sandbox.faults import Faults
from connectors.sandbox.limits import Windows
from connectors.sandbox.store import Store
from connectors.sandbox.switches import Switches
from connectors.sandbox.wire import World
from settings import is_loopback


def app(path: Path) -> ASGIApp:
    """Return the sandbox over the SQLite file at `path`, as an ASGI application."""
    store = Store(path)
    world, faults = World(store, Switches(store), Windows()), Faults()
    own = Starlette(routes=[*control.routes(world, faults), *visitor.routes(world), *consent.routes(world)])
    pages = Starlette(routes=consent.routes(world))

    async def sandbox(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await own(scope, receive, send)
        host = networks.host_of(dict(scope["headers"]).get(b"host", b"").decode("latin-1"))
        if not _from_here(scope):
            answer = PlainTextResponse(words.t("Le bac à sable ne répond qu'à cette machine."), 403)
            return await answer(scope, receive, send)
        if host in networks.HOSTS:
            return await networks.speak(world, faults, scope, receive, send)
        if host in consent.HOSTS:
            return await pages(scope, receive, send)
        if not is_loopback(f"http://{host}"):
            answer = PlainTextResponse(words.t("Le bac à sable ne joue pas « {host} ».", host=host), 421)
            return await answer(scope, receive, send)
        if not _own_page(scope):
            answer = PlainTextResponse(words.t("Une autre page ne commande pas le bac à sable."), 403)
            return await answer(scope, receive, send)
        await own(scope, receive, send)

    return sandbox


def _own_page(scope: Scope) -> bool:
    """A browser that carries a request from somewhere else says so in `Origin`."""
    origin = dict(scope["headers"]).get(b"origin", b"").decode("latin-1")
    return not origin or is_loopback(origin)


def _from_here(scope: Scope) -> bool:
    try:
        return ip_address(scope["client"][0]).is_loopback
    except (TypeError, ValueError):
        return False


class Droppable(H11Protocol):
    """HTTP/1.1 whose connection the application may cut without answering (a scope extension)."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        inner: Any = self.app  # uvicorn and Starlette name ASGI's types differently

        async def cutting(scope: Any, receive: Any, send: Any) -> None:
            await inner({**scope, "extensions": {networks.DROP: self.transport.abort}}, receive, send)

        self.app = cutting


def server(host: str, port: int, path: Path) -> uvicorn.Server:
    """Return a server ready to run; ValueError with a sentence for a host that is not this machine."""
    if not is_loopback(f"http://[{host}]" if ":" in host else f"http://{host}"):
        raise ValueError(
            words.t("Le bac à sable ne s'ouvre que sur cette machine (127.0.0.1), pas sur {host}.", host=host)
        )
    config = uvicorn.Config(
        app(path), host=host, port=port, http=Droppable, log_level="warning", access_log=False, lifespan="off",
        server_header=False, proxy_headers=False, timeout_keep_alive=30, log_config=None, timeout_graceful_shutdown=1,
    )  # fmt: skip
    return uvicorn.Server(config)


def serve(host: str, port: int, path: Path) -> None:
    """Run the sandbox until it is stopped; ValueError with a sentence for a host that is not this machine."""
    server(host, port, path).run()
