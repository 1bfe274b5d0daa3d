"""Reads X's limits from its headers: a quarter of an hour and a day for each endpoint. Nothing else.

https://docs.x.com/x-api/fundamentals/rate-limits
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from connectors.windows import Verb, Window
from connectors.wire import Heard
from connectors.x.errors import moment

# the endpoints that posts, mentions and looks go through; deleting or hiding too often stops none of them
PACED: Mapping[str, Verb] = {
    "POST /2/tweets": "write",
    "POST /2/media/upload": "write",
    "POST /2/media/metadata": "write",
    "GET /2/users/:id/mentions": "read",
    "GET /2/users/:id/tweets": "read",
    "GET /2/tweets/search/recent": "read",
}
# (how X's headers begin, how we tell the window from the endpoint's others, whether the whole application shares it)
SPANS = (
    ("x-rate-limit", "", False),
    ("x-user-limit-24hour", " 24hour", False),
    ("x-app-limit-24hour", " app-24hour", True),
)


def windows(heard: Mapping[str, Heard]) -> tuple[Window, ...]:
    """Return the limits that answers told of, by request ("GET /2/users/99/mentions"), the last one last."""
    found = (window for request, answer in heard.items() for window in _told(_endpoint(request), answer))
    return tuple({window.name: window for window in found}.values())


def _told(endpoint: str, answer: Heard) -> Iterator[Window]:
    for begins, apart, whole_app in SPANS if endpoint in PACED else ():
        left = _number(answer.headers.get(f"{begins}-remaining"))
        resets_at = moment(answer.headers.get(f"{begins}-reset"))
        if left is not None and resets_at is not None:
            most = _number(answer.headers.get(f"{begins}-limit")) or left
            yield Window(endpoint + apart, PACED[endpoint], most, left, resets_at, whole_app, answer.at)


def _endpoint(request: str) -> str:
    method, _, path = request.partition(" ")
    version, *parts = path.removeprefix("/").split("/")
    return f"{method} /{'/'.join([version, *(':id' if part.isdecimal() else part for part in parts)])}"


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None
