"""Real servers on this machine that receive what is told outside: a mail server, and a team's room over HTTP."""

from __future__ import annotations

import email
import email.policy
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller


def free_port() -> int:
    """Return a port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Mailbox:
    """A mail server. `letters` are those accepted; `refuses` are addresses it does not know."""

    port: int
    letters: list[EmailMessage] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Return its address, as an operator writes it."""
        return f"mailto://127.0.0.1:{self.port}?from=parvis@example.org"

    def texts(self, to: str) -> list[str]:
        """Return subject and text of every letter to somebody, in order."""
        return [f"{m['Subject']}\n{m.get_content()}" for m in self.letters if m["To"] == to]

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Accept or refuse a recipient."""
        if address in self.refuses:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep a letter."""
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 OK"


@contextmanager
def mailbox(port: int | None = None) -> Iterator[Mailbox]:
    """Run a mail server."""
    box = Mailbox(port or free_port())
    server = Controller(box, hostname="127.0.0.1", port=box.port)
    server.start()
    try:
        yield box
    finally:
        server.stop()


@dataclass
class Room:
    """A server that takes what teams' rooms are sent. `heard` are path and JSON body of each request."""

    port: int
    heard: list[tuple[str, Any]] = field(default_factory=list)
    answers: int = 200
    turns_to: str = ""  # an address it redirects to

    @property
    def url(self) -> str:
        """Return the address of a Mattermost room there, as an operator writes it."""
        return f"mmost://127.0.0.1:{self.port}/3ccdd113474722377935511fc85d3dd4"

    def texts(self) -> list[str]:
        """Return what was said in the Mattermost room, in order."""
        return [body["text"] for _, body in self.heard]


@contextmanager
def room(port: int | None = None) -> Iterator[Room]:
    """Run a server for rooms."""
    there = Room(port or free_port())

    class Ear(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            there.heard.append((self.path, json.loads(body or b"null")))
            said = json.dumps({"status": "success", "success": True, "room_id": "!r:here", "user_id": "@p:here"})
            self.send_response(302 if there.turns_to else there.answers)
            if there.turns_to:
                self.send_header("Location", there.turns_to)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said.encode())

        do_GET = do_POST = do_PUT = _answer

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", there.port), Ear)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield there
    finally:
        server.shutdown()
        server.server_close()
