"""Where reading stopped, and what was read around that moment. Shared by networks that are asked "since when?".

Networks list late: an item may appear after a newer one. So each fetch looks back over `OVERLAP` and leaves out what it
already gave.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from clock import aware
from connectors.contract import Batch, Mention

OVERLAP = timedelta(minutes=2)


@dataclass(frozen=True)
class Cursor:
    """`newest_at` is platform time of the newest item given; `seen` maps the ids given around it to their time."""

    newest_at: datetime | None = None
    seen: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def since(self) -> datetime | None:
        """From when to ask again."""
        return self.newest_at - OVERLAP if self.newest_at else None

    def written(self) -> str:
        """Return the form that is stored."""
        seen = {i: at.isoformat() for i, at in sorted(self.seen.items())}
        return json.dumps({"newest_at": self.newest_at and self.newest_at.isoformat(), "seen": seen})


def opened(cursor: str | None) -> Cursor:
    """Read a stored cursor; one that cannot be read starts over, which is safe: items are stored once."""
    try:
        kept = json.loads(cursor or "")
        seen = {str(i): _at(at) for i, at in dict(kept["seen"]).items()}
        return Cursor(_at(kept["newest_at"]), seen)
    except (ValueError, KeyError, TypeError, OverflowError):
        return Cursor()


def batch(before: Cursor, found: Iterable[Mention]) -> Batch:
    """Return what `before` had not given, oldest first and each once, with the cursor to ask with next."""
    since = before.since
    items = {m.remote_id: m for m in found if m.remote_id not in before.seen and (not since or m.posted_at >= since)}
    if not items:
        return Batch((), before.written() if before.newest_at else None)
    new = sorted(items.values(), key=lambda m: (m.posted_at, len(m.remote_id), m.remote_id))
    newest_at = max(new[-1].posted_at, before.newest_at or new[-1].posted_at)
    given = {**before.seen, **{m.remote_id: m.posted_at for m in new}}
    seen = {i: at for i, at in given.items() if at >= newest_at - OVERLAP}
    return Batch(tuple(new), Cursor(newest_at, seen).written())


def _at(text: str) -> datetime:
    return aware(datetime.fromisoformat(text))
