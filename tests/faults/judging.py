"""Compares what the hub believes with what is visible, delivery by delivery. The ledger is the truth.

A delivery is named when a person is told what became of it: it is asked about, failed, missed or held, with a reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from tests.faults.plan import MARK

SECOND = timedelta(seconds=1)  # people type whole ones
NAMED = frozenset({"failed", "missed", "held"})


@dataclass(frozen=True)
class Row:
    """One delivery as the hub keeps it. `account` is its id on the network, `parent` what it answers."""

    id: int
    mark: str
    account: tuple[str, str]
    state: str
    told: bool  # there is a reason for a person
    looking: bool  # unconfirmed, and to be looked for again by itself
    remote_id: str | None
    parent: str | None
    due_at: datetime
    first_try: int | None = None
    tries: int = 0
    held_once: bool = False
    reply: bool = False


@dataclass
class Verdict:
    """What a round came to."""

    deliveries: int = 0
    visible_twice: int = 0
    lost: int = 0
    unresolved: int = 0
    named_for_a_person: int = 0
    more_than_tries: int = 0
    early: int = 0
    out_of_order: int = 0
    at_another_time: int = 0
    late: list[float] = field(default_factory=list)
    why: list[str] = field(default_factory=list)  # one line for each thing that is wrong

    @property
    def sound(self) -> bool:
        """Tell whether the promise was kept."""
        broken = (
            self.visible_twice + self.lost + self.unresolved + self.more_than_tries + self.early + self.out_of_order
        )
        return broken == 0

    def blame(self, what: str, row: Row, times: int = 1) -> None:
        """Count something that is wrong, and say where."""
        setattr(self, what, getattr(self, what) + times)
        self.why.append(f"{what}: delivery {row.id} [{row.mark}] on {row.account}, {row.state}, {row.tries} tries")


def judge(
    rows: Sequence[Row],
    ledger: Iterable[Mapping[str, Any]],
    clock_error: float = 0.0,
    planned: Mapping[str, Sequence[datetime]] | None = None,
) -> Verdict:
    """Return the verdict on all deliveries.

    `clock_error`: how wrong the workers' clock was at worst, in seconds; `planned`: by mark, when each was to be due.
    """
    verdict = Verdict(deliveries=len(rows))
    visible = _visible(ledger)
    by_mark: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_mark[row.mark].append(row)
    for mark, same in by_mark.items():
        _compare(verdict, same, dict(visible.get(mark, {})), clock_error)
    _order(verdict, rows)
    for row in rows:
        wanted = (planned or {}).get(row.mark, ())
        if not row.held_once and wanted and min(abs(row.due_at - moment) for moment in wanted) > SECOND:
            verdict.blame("at_another_time", row)
    return verdict


def _visible(ledger: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Mapping[str, Any]]]:
    """Return what our accounts have visible, by mark and id."""
    found: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for one in ledger:
        marked = MARK.search(one["text"])
        if one["by_hub"] and not one["removed_at"] and marked:
            found[marked[1]][one["id"]] = one
    return found


def _compare(verdict: Verdict, same: list[Row], visible: dict[str, Mapping[str, Any]], clock_error: float) -> None:
    """Judge the one delivery of a mark, or the pair that says the same."""
    surplus = max(0, len(visible) - len(same))
    if surplus:
        verdict.blame("visible_twice", same[0], surplus)
    if len(visible) > sum(row.tries for row in same):
        verdict.blame("more_than_tries", same[0])
    misnamed = 0
    for row in (one for one in same if one.state == "published"):
        shown = visible.pop(row.remote_id or "", None)
        if shown is None or not _is(row, shown):
            verdict.blame("lost", row)  # said to be there, and it is not, or is another's
            misnamed += shown is None
            continue
        late = (datetime.fromisoformat(shown["visible_at"]) - row.due_at).total_seconds()
        if late < -clock_error - 1:
            verdict.blame("early", row)
        if not row.held_once:
            verdict.late.append(max(0.0, late))
    unknown = len(visible) - surplus - misnamed  # visible, and known to nobody as published
    for row in (one for one in same if one.state != "published"):
        unknown -= _unpublished(verdict, row, unknown)
    if unknown > 0:
        verdict.blame("lost", same[0], unknown)


def _unpublished(verdict: Verdict, row: Row, unknown: int) -> int:
    """Judge a delivery that is not known as published; return how many visible ones it accounts for."""
    if row.state == "unconfirmed" and (row.looking or not row.told):
        verdict.blame("unresolved", row)
    elif row.state == "unconfirmed" or (row.state in NAMED and row.told and not unknown):
        verdict.named_for_a_person += 1
    else:
        verdict.blame("lost", row)  # waits for ever, or a person is told it did not leave while it is visible
    return min(1, max(0, unknown))


def _is(row: Row, shown: Mapping[str, Any]) -> bool:
    return (shown["network"], shown["author"]) == row.account and shown["parent"] == row.parent


def _order(verdict: Verdict, rows: Sequence[Row]) -> None:
    """See that each account's posts were first tried in the order they fell due."""
    lanes: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.first_try is not None and not row.held_once and not row.reply:
            lanes[row.account].append(row)
    for lane in lanes.values():
        lane.sort(key=lambda row: row.first_try or 0)
        for earlier, later in pairwise(lane):
            if (later.due_at, later.id) < (earlier.due_at, earlier.id):
                verdict.blame("out_of_order", later)
