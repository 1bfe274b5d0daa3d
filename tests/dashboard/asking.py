"""Ask the dashboard's routes in this process, so that the one who asks can be anybody, through whatever door."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any


class Answer:
    """What an ASGI application answered to one GET."""

    def __init__(self, app: Any, client: tuple[str, int], path: str, headers: dict[str, str]) -> None:
        self.status_code, self.text, self.headers = 0, "", dict[str, str]()
        names = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope = {
            "type": "http", "method": "GET", "path": path, "query_string": b"", "headers": names, "client": client,
            "scheme": "http", "http_version": "1.1", "server": ("127.0.0.1", 8501),
        }  # fmt: skip
        with ThreadPoolExecutor(1) as elsewhere:  # after a browser, a loop runs in the thread of the tests
            elsewhere.submit(lambda: asyncio.run(app(scope, self._receive, self._send))).result()

    async def _receive(self) -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def _send(self, message: Any) -> None:
        self.status_code = message.get("status", self.status_code)
        self.headers |= {name.decode(): value.decode() for name, value in message.get("headers", ())}
        self.text += message.get("body", b"").decode()

    def json(self) -> Any:
        """Return the JSON answered."""
        return json.loads(self.text)
