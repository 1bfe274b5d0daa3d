"""When people may be disturbed outside the product (droit à la déconnexion): the on-call window. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from policies.hours import Hours, next_opening, open_at, read_intervals

Level = Literal["P1", "P2", "P3", "P4"]


@dataclass(frozen=True)
class OnCall:
    """The window in which anything may be pushed, and the levels that are pushed at any hour."""

    window: Hours
    push_only: frozenset[str]


def read_on_call(section: Mapping[str, Any], zone: str, window: str | None = None) -> OnCall:
    """Return what a file's `on_call` says, lived in `zone`; `window`, of a week's roster, stands before the file's."""
    day = read_intervals([window or section["window"]])
    return OnCall(Hours(ZoneInfo(zone), (day,) * 7), frozenset(section["push_only"]))


def may_push(level: Level, at: datetime, on_call: OnCall) -> bool:
    """Tell whether somebody may be disturbed at `at`: in the window, or at any hour for what cannot wait (AC-57)."""
    return level in on_call.push_only or open_at(at, on_call.window)


def push_from(level: Level, at: datetime, on_call: OnCall) -> datetime:
    """Return from when somebody may be disturbed: `at` itself, or the next time the window opens."""
    return at if may_push(level, at, on_call) else next_opening(at, on_call.window) or at


def level_of(tags: Sequence[str]) -> Level:
    """Return the level of trouble with a post: words of safety are P1, all others wait for the window."""
    return "P1" if "safety" in tags else "P4"
