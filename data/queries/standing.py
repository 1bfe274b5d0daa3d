"""How a delivery stands, as a record: why, what comes next, the one safe act; and what that is told from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from words import Sentence

Group = Literal["yours", "late", "held", "rest"]
Act = Literal["", "look", "again", "correct", "release", "reconnect", "resume", "restart"]


@dataclass(frozen=True)
class Account:
    """What an account's own row says, the reason of a suspension in force here, and how many go before each id."""

    handle: str
    state: str = "active"
    quiet_until: datetime | None = None
    write_after: datetime | None = None
    read_after: datetime | None = None
    renewing_until: datetime | None = None
    suspended: str | None = None
    before: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Around:
    """What surrounds one delivery. `scheduled`: its post still is; `passes`: a suspension may let it through;
    `result`: of its last try; `dead`: the engine gives no sign of life since `last_beat` (None: it never did).
    """

    account: Account
    zone: str
    scheduled: bool = True
    passes: bool = False
    result: str | None = None
    dead: bool = False
    last_beat: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """`group`: who is to move (yours: a person; late: it should be gone; held: a suspension; rest: all is well)."""

    group: Group
    act: Act = ""
    why: Mapping[str, Any] | None = None
    next: Mapping[str, Any] | None = None


def say(group: Group, why: Sentence, then: Sentence, act: Act = "") -> Standing:
    """Return a standing, its sentences kept."""
    return Standing(group, act, why.kept(), then.kept())


def clock_time(moment: datetime, zone: str, at: datetime) -> str:
    """Return a moment as the wall clock of `zone` shows it: « 14:05 », with the day when it is not today's."""
    local, today = moment.astimezone(ZoneInfo(zone)), at.astimezone(ZoneInfo(zone)).date()
    return local.strftime("%H:%M" if local.date() == today else "%d/%m %H:%M")


def length(minutes: float) -> str:
    """Return a length of time that every language reads: « 45 min », « 3 h », « 3 h 05 »."""
    hours, rest = divmod(round(minutes), 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"
