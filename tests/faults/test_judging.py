"""The judge itself: each way to break the promise is seen, and what a person is told of is no loss."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.faults.judging import Row, judge

DUE = datetime(2026, 10, 25, 1, tzinfo=UTC)
ROW = Row(1, "n00001", ("x", "7000000"), "published", False, False, "11", None, DUE, first_try=1, tries=1)
SHOWN: dict[str, Any] = {
    "network": "x", "author": "7000000", "id": "11", "parent": None, "text": "Fête [n00001]", "by_hub": True,
    "removed_at": None, "visible_at": (DUE + timedelta(seconds=2)).isoformat(),
}  # fmt: skip
OPEN: dict[str, Any] = {"remote_id": None, "tries": 1}


def test_published_once_and_visible_once_is_sound() -> None:
    verdict = judge([ROW], [SHOWN])
    assert verdict.sound
    assert verdict.late == [2.0]


@pytest.mark.parametrize(
    ("row", "ledger", "broken"),
    [
        (ROW, [SHOWN, SHOWN | {"id": "12"}], "visible_twice"),
        (ROW, [], "lost"),
        (ROW, [SHOWN | {"id": "12"}], "lost"),
        (ROW, [SHOWN | {"author": "7000001"}], "lost"),
        (ROW, [SHOWN | {"parent": "9"}], "lost"),
        (ROW, [SHOWN | {"removed_at": "2026-10-25T02:00:00+00:00"}], "lost"),
        (replace(ROW, state="queued", **OPEN), [], "lost"),
        (replace(ROW, state="sending", **OPEN), [SHOWN], "lost"),
        (replace(ROW, state="cancelled", **OPEN), [], "lost"),
        (replace(ROW, state="failed", **OPEN), [], "lost"),  # nobody is told why
        (replace(ROW, state="failed", told=True, **OPEN), [SHOWN], "lost"),  # told that it did not leave, and it did
        (replace(ROW, state="unconfirmed", looking=True, told=True, **OPEN), [], "unresolved"),
        (replace(ROW, state="unconfirmed", **OPEN), [], "unresolved"),
        (ROW, [SHOWN | {"visible_at": (DUE - timedelta(seconds=2)).isoformat()}], "early"),
        (replace(ROW, tries=0), [SHOWN], "more_than_tries"),
    ],
)
def test_a_broken_promise_is_seen(row: Row, ledger: list[dict[str, Any]], broken: str) -> None:
    verdict = judge([row], ledger)
    assert not verdict.sound
    assert getattr(verdict, broken) == 1
    assert len(verdict.why) == 1 + (broken == "visible_twice")


@pytest.mark.parametrize("visible", [True, False])
def test_what_a_person_is_asked_about_is_named_whether_it_stands_there_or_not(visible: bool) -> None:
    row = replace(ROW, state="unconfirmed", told=True, **OPEN)
    verdict = judge([row], [SHOWN] if visible else [])
    assert (verdict.sound, verdict.named_for_a_person) == (True, 1)


def test_a_pair_of_the_same_words_is_two_deliveries_and_may_stand_there_twice_not_thrice() -> None:
    pair = [ROW, replace(ROW, id=2, remote_id="12", first_try=2)]
    there = [SHOWN, SHOWN | {"id": "12"}]
    assert judge(pair, there).sound
    assert judge(pair, [*there, SHOWN | {"id": "13"}]).visible_twice == 1
    assert judge(pair, there[:1]).lost == 1


def test_a_wall_time_taken_for_the_other_two_oclock_is_seen() -> None:
    an_hour_off = replace(ROW, due_at=DUE - timedelta(hours=1))
    shown = SHOWN | {"visible_at": an_hour_off.due_at.isoformat()}
    assert judge([ROW], [SHOWN], planned={"n00001": [DUE]}).sound
    assert judge([an_hour_off], [shown], planned={"n00001": [DUE]}).at_another_time == 1


def test_an_account_that_speaks_in_another_order_is_seen() -> None:
    later = replace(ROW, id=2, mark="n00002", remote_id="12", due_at=DUE + timedelta(seconds=1), first_try=1)
    there = [SHOWN, SHOWN | {"id": "12", "text": "[n00002]"}]
    assert judge([ROW, replace(later, first_try=2)], there).out_of_order == 0
    assert judge([replace(ROW, first_try=2), later], there).out_of_order == 1
