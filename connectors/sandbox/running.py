"""A sandbox in a thread of this process, on a free port: for tests and for the fault harness."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from connectors.sandbox.serve import server


@dataclass(frozen=True)
class Sandbox:
    """A running sandbox, seen over its control API."""

    url: str

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Send one request to the control API and return its JSON; ValueError with its sentence when it refuses."""
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        try:
            content = None if body is None else json.dumps(body)
            connection.request(method, path, content, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            found = json.loads(answer.read())
        finally:
            connection.close()
        if answer.status != 200:
            raise ValueError(found["error"])
        return found

    def account(
        self, network: str, remote_id: str, handle: str, name: str = "", place: str = "", *, needs_proof: bool = False
    ) -> dict[str, str]:
        """Create an account of the hub and return its credentials."""
        known = {"network": network, "remote_id": remote_id, "handle": handle, "name": name or handle, "place": place}
        made = self.ask("POST", "/_sandbox/accounts", {**known, "needs_proof": needs_proof})
        found: dict[str, str] = made["credentials"]
        return found

    def say(self, network: str, to: str, text: str, author: str = "Camille", in_reply_to: str | None = None) -> str:
        """Speak as a visitor; return the new object's id."""
        body = {"network": network, "to": to, "author": author, "text": text, "in_reply_to": in_reply_to}
        return str(self.ask("POST", "/_sandbox/say", body)["id"])

    def ledger(self) -> list[dict[str, Any]]:
        """Return every object that is or was publicly visible."""
        found: list[dict[str, Any]] = self.ask("GET", "/_sandbox/ledger")["objects"]
        return found

    def faults(self, *rules: Mapping[str, Any], seed: int | None = None) -> None:
        """Put these fault rules in force; none: good health."""
        self.ask("PUT", "/_sandbox/faults", {"rules": list(rules), "seed": seed})

    def switch(self, **switches: Any) -> None:
        """Turn switches."""
        self.ask("PUT", "/_sandbox/switches", switches)

    def seed(self, history: list[dict[str, Any]]) -> list[str]:
        """Lay down history; return the ids in order."""
        found: list[str] = self.ask("POST", "/_sandbox/seed", {"objects": history})["ids"]
        return found


@contextmanager
def running(path: Path, port: int = 0) -> Iterator[Sandbox]:
    """Run a sandbox over the file at `path` inside the block, on 127.0.0.1 and a free port (or `port`)."""
    engine = server("127.0.0.1", port, path)
    door = _door(port)
    thread = threading.Thread(target=engine.run, args=([door],), name="sandbox", daemon=True)
    thread.start()
    try:
        limit = time.monotonic() + 20
        while not engine.started:
            if time.monotonic() > limit or not thread.is_alive():
                raise RuntimeError("the sandbox did not start")
            time.sleep(0.01)
        yield Sandbox(f"http://127.0.0.1:{door.getsockname()[1]}")
    finally:
        engine.should_exit = True
        thread.join(10)
        door.close()


def _door(port: int) -> socket.socket:
    # named as TCP, or asyncio leaves Nagle's delay on: 40 ms for each answer
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.bind(("127.0.0.1", port))
    return door
