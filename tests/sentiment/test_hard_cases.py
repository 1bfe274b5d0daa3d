"""The hundred hard cases: what passes goes on passing, what fails is listed, and the list stays true."""

from __future__ import annotations

from tests.sentiment.hard_cases import cases, failing

SPEC = {
    "irony", "mixed", "negation", "typos", "emoji", "capitals", "hashtags", "question in praise", "neighbour",
    "city implicit", "two cities", "wrong place", "date", "personal data", "minor", "slang",
}  # fmt: skip


def test_there_are_a_hundred_of_every_kind_that_has_words() -> None:
    table = cases()
    assert len({case.text for case in table}) >= 100
    assert {case.kind for case in table} == SPEC


def test_the_fast_tier_fails_those_listed_and_no_other() -> None:
    table = cases()
    found = {case.text for case, fails in zip(table, failing(table), strict=True) if fails}
    listed = {case.text for case in table if case.fails}
    assert {"newly failing": found - listed, "now passing": listed - found} == {
        "newly failing": set(), "now passing": set(),
    }  # fmt: skip


def test_six_of_ten_are_judged_as_a_person_does() -> None:
    table = cases()
    assert sum(not case.fails for case in table) >= 0.6 * len(table)
