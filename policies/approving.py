"""Who must approve, one step after the other, until when, and what happens when nobody does (AC-22). Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from policies.hours import Hours, add_open
from policies.overriding import ABOVE

Default = Literal["leaves", "escalates"]
MILD = "cm"  # the role whose silence may count as a yes; a director's, a lawyer's never does


@dataclass(frozen=True)
class Step:
    """One step: which role is asked, and what its silence means."""

    role: str
    by_default: Default


def steps(
    approvers: Sequence[str], tags: Collection[str], overlays: Collection[str], settings: Mapping[str, Any]
) -> tuple[Step, ...]:
    """Return the steps of an approval in order: the roles that rules ask for, then those the files add.

    Silence lets words go out where the files say so, only a community manager is asked, no tag is a high risk, and no
    crisis is on; else it goes up.
    """
    roles = tuple(dict.fromkeys((*approvers, *settings["steps"])))
    high = set(tags) & set(settings["high_risk_tags"]) or "crisis" in overlays
    leaves = settings["low_risk_leaves"] and not high and roles == (MILD,)
    return tuple(Step(role, "leaves" if leaves else "escalates") for role in roles)


def due_at(asked_at: datetime, settings: Mapping[str, Any], hours: Hours) -> datetime | None:
    """Return until when an answer is awaited, counted in open time; None where the doors stay shut for a year."""
    return add_open(asked_at, settings["minutes"], hours)


def answers(role: str, held: Collection[str]) -> bool:
    """Tell whether somebody who holds the roles `held` may answer a step that asks for `role`."""
    return bool(set(ABOVE.get(role, (role,))) & set(held))
