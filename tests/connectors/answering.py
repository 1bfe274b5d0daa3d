"""A real server on 127.0.0.1 that gives the answers it was told to, and remembers what it was asked."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Answer:
    """`body` is JSON unless it is a string; `cut` announces more bytes than it sends; `drip` waits between bytes."""

    status: int = 200
    body: Any = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    kind: str | None = "application/json; charset=utf-8"
    wait: float = 0.0
    cut: bool = False
    drip: float = 0.0
    reset: bool = False


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: str


@dataclass
class Server:
    """`answers` are given in order, the last one for ever; or a function of the request decides."""

    url: str
    answers: list[Answer] | Callable[[Asked], Answer]
    asked: list[Asked] = field(default_factory=list)

    def next(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        if callable(self.answers):
            return self.answers(asked)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def answering(answers: list[Answer] | Callable[[Asked], Answer]) -> Iterator[Server]:
    """Serve `answers` until the block ends."""
    served: list[Server] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode(errors="replace")
            url = urlsplit(self.path)
            headers = {k.lower(): v for k, v in self.headers.items()}
            answer = served[0].next(Asked(self.command, url.path, url.query, headers, body))
            time.sleep(answer.wait)
            with suppress(OSError):
                self.reset() if answer.reset else self.give(answer)

        do_GET = do_POST = do_PUT = do_DELETE = handle_one

        def reset(self) -> None:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            self.close_connection = True
            self.connection.close()

        def give(self, answer: Answer) -> None:
            content = (answer.body if isinstance(answer.body, str) else json.dumps(answer.body)).encode()
            self.send_response(answer.status)
            self.send_header("content-length", str(len(content) + (50 if answer.cut else 0)))
            for name, value in (({"content-type": answer.kind} if answer.kind else {}) | answer.headers).items():
                self.send_header(name, value)
            self.end_headers()
            for byte in [content] if not answer.drip else [content[i : i + 1] for i in range(len(content))]:
                self.wfile.write(byte)
                self.wfile.flush()
                time.sleep(answer.drip)
            self.close_connection = self.close_connection or answer.cut

        def log_message(self, *_: Any) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            pass

    http = Quiet(("127.0.0.1", 0), Handler)
    served.append(Server(f"http://127.0.0.1:{http.server_address[1]}", answers))
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield served[0]
    finally:
        http.shutdown()
        http.server_close()
        thread.join(5)


def nobody() -> str:
    """Return an address on this machine where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"
