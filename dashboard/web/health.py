"""Tell a watchman whether the desk stands: the database, and how long ago a scheduler was alive."""

from __future__ import annotations

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse

import clock
from data.queries import health as reads


async def health(_request: Request) -> JSONResponse:
    """Answer 200 with `status` (ok, degraded) and the age of the last heartbeat, or 503 without a database."""
    seen = await to_thread.run_sync(reads.look, clock.now())
    return JSONResponse(seen, 200 if seen["database"] == "ok" else 503)
