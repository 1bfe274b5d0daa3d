"""The corrected score finds what people would have counted, with an interval that holds, beside the raw one."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.queries.corrected import Stratum, corrected
from data.queries.nss import Tally, score, tally

TRUTH = (("negative", 0.25), ("neutral", 0.4), ("positive", 0.3), ("mixed", 0.05))
# a machine that calls half of what is negative neutral, and is not sure of a tenth
SAYS = {
    "negative": (("negative", 0.45), ("neutral", 0.45), ("undetermined", 0.1)),
    "neutral": (("neutral", 0.8), ("positive", 0.1), ("undetermined", 0.1)),
    "positive": (("positive", 0.85), ("neutral", 0.05), ("undetermined", 0.1)),
    "mixed": (("positive", 0.5), ("negative", 0.5)),
}


def test_the_worked_example() -> None:
    # 100 said negative, of which 10 labelled: 9 are; 100 said neutral, of which 10 labelled: 4 are negative
    found = corrected(
        [Stratum(100, Tally(negative=9, neutral=1)), Stratum(100, Tally(negative=4, neutral=6)), Stratum(0, Tally())]
    )
    assert found.nss == pytest.approx(-65.0)  # (100 × 0.9 + 100 × 0.4) ÷ 200
    assert (found.n, found.enough) == (20, False)
    assert found.half_width
    assert 10 < found.half_width < 30


def test_without_a_label_nothing_is_claimed_and_what_people_cannot_tell_is_in_no_denominator() -> None:
    assert corrected([Stratum(100, Tally())]).nss is None
    assert corrected([]).nss is None
    assert corrected([Stratum(9, Tally(undetermined=9))]).nss is None
    told = corrected([Stratum(100, Tally(positive=10, negative=10, neutral=20))])
    doubt = corrected([Stratum(100, Tally(positive=10, negative=10, neutral=20, undetermined=40))])
    assert (told.nss, told.n, doubt.nss, doubt.n) == (0.0, 40, 0.0, 40)
    kind = corrected([Stratum(100, Tally(positive=30, undetermined=70))])
    assert kind.nss == pytest.approx(100)


def test_people_who_agree_on_all_of_a_few_have_not_proved_it_of_all() -> None:
    found = corrected([Stratum(1000, Tally(positive=10))])
    assert found.nss == pytest.approx(100)
    assert found.half_width
    assert found.half_width > 5


def test_a_stratum_nobody_labelled_joins_the_others_instead_of_vanishing() -> None:
    found = corrected([Stratum(900, Tally(positive=50)), Stratum(100, Tally(negative=2))])
    assert found.n == 52
    assert found.nss
    assert 80 < found.nss < 100


@given(st.lists(st.builds(Stratum, st.integers(0, 900), st.builds(Tally, *[st.integers(0, 60)] * 5)), max_size=6))
def test_a_corrected_score_stays_in_its_bounds(strata: list[Stratum]) -> None:
    found = corrected(strata)
    if found.nss is None:
        return
    assert -100 <= round(found.nss, 9) <= 100
    assert found.half_width is not None
    assert found.half_width >= 0


def test_where_the_machine_is_biased_the_corrected_score_is_not_and_its_interval_holds() -> None:
    chance = random.Random(4)
    names, weights = zip(*TRUTH, strict=True)
    held, missed = 0, 0
    for _ in range(200):
        truths = chance.choices(names, weights, k=3000)
        said = [chance.choices(*zip(*SAYS[true], strict=True))[0] for true in truths]
        real = score(tally(dict(Counter(truths)))).nss or 0.0
        chosen = chance.sample(range(3000), 200)
        strata = [
            Stratum(said.count(label), tally(dict(Counter(truths[i] for i in chosen if said[i] == label))))
            for label in set(said)
        ]
        found, raw = corrected(strata), score(tally(dict(Counter(said))))
        assert found.nss is not None
        assert found.half_width is not None
        assert raw.nss is not None
        assert raw.half_width is not None
        held += abs(found.nss - real) <= found.half_width
        missed += abs(raw.nss - real) > raw.half_width
    assert held >= 184  # of 200: 95 % less what chance may take
    assert missed >= 190  # the raw interval knows nothing of the machine's bias
