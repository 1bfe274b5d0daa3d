"""The figures of a judge: worked examples, bounds, and that doubt is neither right nor hidden."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment import measures
from sentiment.judgement import CLASSES

TABLE = {
    ("negative", "negative"): 40, ("negative", "neutral"): 8, ("negative", "undetermined"): 2,
    ("neutral", "neutral"): 30, ("neutral", "negative"): 10, ("positive", "positive"): 10,
    ("mixed", "positive"): 5, ("undetermined", "neutral"): 3,
}  # fmt: skip


def test_the_interval_is_wilsons_worked_example() -> None:
    found = measures.wilson(81, 263)  # Newcombe 1998, table I: 0.2553 to 0.3662
    assert (found.low, found.high) == (pytest.approx(0.2553, abs=5e-5), pytest.approx(0.3662, abs=5e-5))
    none, all_ = measures.wilson(0, 10), measures.wilson(10, 10)
    assert (none.low, all_.high) == (pytest.approx(0), pytest.approx(1))
    assert none.high
    assert none.high > 0.2  # nothing in ten is not never
    assert measures.wilson(0, 0) == measures.Share(0, 0, None, None, None)


def test_accuracy_is_of_what_both_decided_and_recall_counts_doubt_as_missed() -> None:
    right = measures.accuracy(TABLE)
    assert (right.k, right.n) == (80, 98)
    negative = measures.recall(TABLE, "negative")
    assert (negative.k, negative.n, negative.share) == (40, 50, 0.8)
    assert (measures.undetermined(TABLE).k, measures.undetermined(TABLE).n) == (2, 108)
    assert not measures.recall(TABLE, "positive").enough


def test_macro_f1_is_the_worked_example_and_its_interval_is_around_it() -> None:
    three = {pair: n for pair, n in TABLE.items() if set(pair) <= set(CLASSES)}
    expected = (2 * 40 / (48 + 50) + 2 * 30 / (40 + 38) + 1.0) / 3
    assert measures.macro_f1(three) == pytest.approx(expected)
    low, high = measures.macro_f1_interval(three) or (0, 0)
    assert low < expected < high
    assert 0.05 < high - low < 0.3
    assert measures.macro_f1({}) is None
    assert measures.macro_f1_interval({}) is None


def test_two_classes_are_judged_as_two() -> None:
    assert measures.macro_f1({("negative", "negative"): 3, ("positive", "positive"): 3}) == 1.0


def test_a_judge_that_knows_when_it_is_wrong_gains_by_keeping_silent() -> None:
    judged = [(0.9, True)] * 80 + [(0.4, False)] * 20
    points = {point.coverage: point for point in measures.risk_coverage(judged)}
    assert (points[1.0].accuracy, points[1.0].n) == (0.8, 100)
    assert (points[0.8].accuracy, points[0.8].n) == (1.0, 80)


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_share_lies_in_its_interval_and_the_interval_in_0_and_1(k: int, more: int) -> None:
    found = measures.wilson(k, k + more)
    if found.share is None or found.low is None or found.high is None:
        assert k + more == 0
        return
    assert 0 <= found.low <= found.share + 1e-12
    assert found.share - 1e-12 <= found.high <= 1
