"""How emergencies are measured: on events left out of the learning, by the curve's own arithmetic."""

from __future__ import annotations

import pytest

from sentiment.learning.emergencies import Item, curve, quarters


def test_each_event_is_left_out_once_and_whole() -> None:
    told = [Item(f"event{number % 22}", broad=True, narrow=False, text="…") for number in range(100)]
    parts = quarters(told)
    assert sorted(event for part in parts for event in part) == sorted({item.event for item in told})
    assert {len(part) for part in parts} == {5, 6}
    assert parts == quarters(told)


def test_the_curve_tells_precision_where_nearly_all_are_found() -> None:
    found = curve([True, True, False, True, False], [0.9, 0.8, 0.7, 0.6, 0.1])
    assert (found["n"], found["prevalence"]) == (5, 0.6)
    assert found["precision_at_recall_0.95"] == 0.75
    assert found["recall_at_precision_0.6"] == 1.0
    assert found["average_precision"] == pytest.approx((1 + 1 + 0.75) / 3, abs=1e-3)
