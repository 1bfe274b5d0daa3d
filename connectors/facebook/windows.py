"""Reads Graph's limits from its headers: per cent used, of the application and of the page. Nothing else.

https://developers.facebook.com/docs/graph-api/overview/rate-limiting
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from connectors.facebook.errors import retry_at
from connectors.windows import Window
from connectors.wire import Heard

OF_THE_APP, OF_THE_PAGE = "X-App-Usage", "X-Business-Use-Case-Usage"
COUNTED = ("call_count", "total_time", "total_cputime")  # per cent; the highest of them throttles
UNREADABLE = (ValueError, TypeError, AttributeError, OverflowError)


def windows(heard: Mapping[str, Heard], page: str) -> tuple[Window, ...]:
    """Return what the newest answers told of the application's use and of the page's, of any kind of call."""
    found: dict[str, Window] = {}
    for answer in heard.values():
        with suppress(KeyError, *UNREADABLE):
            use = json.loads(answer.headers[OF_THE_APP])
            found["app"] = _window("app", use, answer, whole_app=True)
        with suppress(KeyError, *UNREADABLE):
            for use in json.loads(answer.headers[OF_THE_PAGE])[page]:
                if use.get("type") == "pages":
                    found["pages"] = _window("pages", use, answer, whole_app=False)
    return tuple(found.values())


def _window(name: str, use: Mapping[str, Any], answer: Heard, *, whole_app: bool) -> Window:
    throttled = float(use.get("estimated_time_to_regain_access") or 0) > 0
    used = 100 if throttled else int(max(float(use.get(what) or 0) for what in COUNTED))
    resets_at = retry_at(answer.headers, answer.at) if used >= 100 else None
    return Window(name, "all", 100, max(0, 100 - used), resets_at, whole_app, answer.at)
