"""AC-57: outside on-call windows nobody is disturbed, but for the safety of people. On the pure function."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from policies.book import Book
from policies.duty import Level, level_of, may_push, push_from, read_on_call
from tests.policies.samples import BOOK, TEXTS

PARIS = ZoneInfo("Europe/Paris")
SECTION = BOOK.for_("colmar").values["on_call"]
HERE = read_on_call(SECTION, "Europe/Paris")


def paris(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=PARIS)


@pytest.mark.parametrize("level", ["P1", "P2", "P3", "P4"])
@pytest.mark.parametrize(
    ("at", "within"),
    [("2026-12-05 06:59", False), ("2026-12-05 07:00", True), ("2026-12-05 21:59", True), ("2026-12-05 22:00", False)],
)
def test_ac_57_outside_the_window_only_p1_is_pushed(level: Level, at: str, within: bool) -> None:
    assert may_push(level, paris(at), HERE) is (within or level == "P1")


def test_ac_57_what_must_wait_is_told_when_the_window_opens() -> None:
    assert push_from("P4", paris("2026-12-05 23:00"), HERE) == paris("2026-12-06 07:00")
    assert push_from("P3", paris("2026-12-06 03:00"), HERE) == paris("2026-12-06 07:00")
    assert push_from("P1", paris("2026-12-05 23:00"), HERE) == paris("2026-12-05 23:00")
    assert push_from("P4", paris("2026-12-05 12:00"), HERE) == paris("2026-12-05 12:00")


def test_ac_57_the_window_is_lived_in_the_territory_s_zone_and_a_roster_s_own_stands_before_the_file_s() -> None:
    quebec = read_on_call(SECTION, "America/Montreal")
    assert not may_push("P4", paris("2026-12-05 12:00"), quebec)
    short = read_on_call(SECTION, "Europe/Paris", "08:00-20:00")
    assert not may_push("P4", paris("2026-12-05 21:00"), short)


def test_a_city_sets_its_own_window_and_a_window_that_makes_no_sense_is_refused() -> None:
    head = "schema: 1\nterritory: mulhouse\ninherits: [alsace]\n"
    book = Book.of({**TEXTS, "mulhouse.yaml": head + 'on_call: {window: "08:00-12:00"}\n'}, BOOK)
    assert book.for_("mulhouse").values["on_call"] == {"window": "08:00-12:00", "push_only": ["P1"]}
    wrong = Book.of({**TEXTS, "mulhouse.yaml": head + 'on_call: {window: "22:00-07:00"}\n'}, BOOK)
    assert wrong.problems
    assert wrong.for_("mulhouse").values["on_call"]["window"] == "07:00-22:00"


def test_words_of_safety_are_p1() -> None:
    assert (level_of(["safety", "verified"]), level_of(["promo"]), level_of([])) == ("P1", "P4", "P4")
