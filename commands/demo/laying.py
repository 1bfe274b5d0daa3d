"""Write the chronicle into the sandbox, as history of its networks, and learn the ids it gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import clock
from commands.demo.chronicle import Line
from commands.demo.season import NOW
from commands.demo.staff import SPEAKERS
from connectors.sandbox.running import Sandbox

PORTION = 1000  # objects a request


@dataclass(frozen=True)
class Laid:
    """What the sandbox knows now: the remote id of each line, in order, and the credentials of each account."""

    remote_ids: Sequence[str]
    credentials: Sequence[dict[str, str]]
    shift: timedelta


def lay_down(sandbox: Sandbox, lines: Sequence[Line]) -> Laid:
    """Create the accounts and lay the history around now: the story's present becomes this moment."""
    shift = clock.now() - NOW
    accounts = [
        {"network": s.network, "remote_id": s.remote_id, "handle": s.handle, "name": s.name, "place": s.place}
        for s in SPEAKERS
    ]
    credentials = sandbox.ask("POST", "/_sandbox/accounts", {"accounts": accounts})["credentials"]
    ids: list[str] = []
    for start in range(0, len(lines), PORTION):
        ids += sandbox.seed(_portion(lines, start, ids, shift))
    return Laid(ids, credentials, shift)


def moved(at: datetime, shift: timedelta) -> datetime:
    """Return a moment of the story in the demo's own time."""
    return clock.aware(at) + shift


def _portion(lines: Sequence[Line], start: int, ids: Sequence[str], shift: timedelta) -> list[dict[str, Any]]:
    objects = []
    for line in lines[start : start + PORTION]:
        one = _object(line, shift)
        if line.answers is not None:
            known = line.answers < start
            key = "in_reply_to" if known else "in_reply_to_index"
            one[key] = ids[line.answers] if known else line.answers - start
        objects.append(one)
    return objects


def _object(line: Line, shift: timedelta) -> dict[str, Any]:
    handle = next(s.handle for s in SPEAKERS if (s.place, s.network) == (line.territory, line.network))
    return {"network": line.network, "to": handle, "author": line.author, "text": line.text, "lang": line.lang,
            "at": moved(line.at, shift).isoformat()}  # fmt: skip
