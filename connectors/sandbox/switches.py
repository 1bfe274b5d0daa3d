"""Habits of the networks that differ between plans or are not documented, each with a switch; kept in the store."""

from __future__ import annotations

import json
from typing import Any

from connectors.sandbox.store import Store

DEFAULTS: dict[str, Any] = {
    "duplicates": True,  # X: same words of one account within `duplicate_for`; Facebook: twice the same in a row
    "duplicate_for": 86_400,  # seconds; X does not say how long it remembers
    "summoned": True,  # X, self-serve plans since 2026-02-23: reply only to authors who spoke to us
    "rate_limits": True,  # False: headers stay, nobody is ever refused
    "rate_scale": 1,  # X: every window is so many times as large as on a usual plan
    "rate_seconds": 900,  # X: the length of its short windows
    "graph_calls": 0,  # Facebook: calls an hour allows each page; 0: nobody comes near
    "graph_app_calls": 0,  # Facebook: calls an hour allows an application, all its pages together
    "token_seconds": 7200,  # X: the life of an OAuth 2 access token given from now on
    "reply_prefix": False,  # X: the text of a reply is given back with the @names it answers in front
    "vocabulary": "tweet",  # "post": the field names X's served OpenAPI uses since August 2026
}


class Switches:
    """The switches in force."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known = self._read()

    def _read(self) -> dict[str, Any]:
        kept = {row["name"]: json.loads(row["value"]) for row in self._store.rows("SELECT * FROM switches")}
        return {**DEFAULTS, **kept}

    def __getitem__(self, name: str) -> Any:
        return self._known[name]

    def all(self) -> dict[str, Any]:
        """Return every switch."""
        return dict(self._known)

    def set(self, changes: dict[str, Any]) -> dict[str, Any]:
        """Turn some switches; ValueError for one that does not exist or a value of another kind."""
        for name, value in changes.items():
            if name not in DEFAULTS or type(value) is not type(DEFAULTS[name]):
                raise ValueError(name)
        with self._store.transaction():
            for name, value in changes.items():
                self._store.run("INSERT OR REPLACE INTO switches VALUES (?,?)", name, json.dumps(value))
        self._known = self._read()
        return self.all()

    def forget(self) -> None:
        """Read again, after a reset."""
        self._known = self._read()
