"""How much a network lets us do, as its own headers said: a number of calls, what is left of them, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import clock

Verb = Literal["write", "read", "all"]


@dataclass(frozen=True)
class Window:
    """One limit of a network. `verb` is what it counts: writing, reading, or every call.

    `name` is the network's own: an endpoint, "pages". `left` of `most` calls (or of 100 per cent) remain until
    `resets_at`; None: the network does not say when. `whole_app`: every account of the same application draws on it.
    `seen_at` is when the headers came.
    """

    name: str
    verb: Verb
    most: int
    left: int
    resets_at: datetime | None
    whole_app: bool
    seen_at: datetime

    def __post_init__(self) -> None:
        """Refuse a time without zone where it comes in."""
        for moment in (self.resets_at, self.seen_at):
            if moment is not None:
                clock.aware(moment)
