"""What a network is asked and what it answers, apart from any web framework."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from connectors.sandbox.limits import Windows
from connectors.sandbox.store import Row, Store
from connectors.sandbox.switches import Switches

JSON = "application/json; charset=utf-8"


@dataclass(frozen=True)
class World:
    """What lives as long as the sandbox runs: its memory, its switches, the rate windows."""

    store: Store
    switches: Switches
    windows: Windows


@dataclass(frozen=True)
class Asked:
    """One request to a network. Header names are lower-case; `lag` (ms) delays a new object in lists (a fault)."""

    world: World
    method: str
    host: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    raw_query: str = ""
    form: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    lag: int = 0

    @property
    def store(self) -> Store:
        """The sandbox's memory."""
        return self.world.store

    def json(self) -> dict[str, Any]:
        """Return the body as a JSON object; ValueError when it is none."""
        found = json.loads(self.body or b"{}")
        if not isinstance(found, dict):
            raise ValueError("not a JSON object")
        return found

    def form_only(self) -> dict[str, str]:
        """Return a urlencoded body as a dict."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))


@dataclass(frozen=True)
class Answer:
    """One answer of a network: a JSON value, or bytes as they are."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = JSON

    def content(self) -> bytes:
        """Return the bytes that go over the wire."""
        if isinstance(self.body, bytes):
            return self.body
        return json.dumps(self.body, separators=(",", ":")).encode()


class Refused(Exception):
    """A network says no: its answer, as a client sees it."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


@dataclass(frozen=True)
class Speaker:
    """Who asks: a hub account (None for an application alone), how it proved itself, what it may do."""

    account: Row | None
    kind: str
    app_id: str
    scope: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """The account's id on the network."""
        return str(self.account["remote_id"]) if self.account else ""


Handler = Callable[[Asked, Speaker, tuple[str, ...]], Answer]
