"""A series from the command line: laid once however often it is typed, and what cannot be read is one sentence."""

from __future__ import annotations

import pytest

from data import store
from data.models import Delivery, Post
from tests import cast
from tests.commands.conftest import Parvis

MARKET = ("post", "--as", "alice", "--channel", "strasbourg/x", "--text", "Marché de Noël, {date}.")
FIRST = ("--at", "2026-12-12T10:00+01:00")
SATURDAYS = (*FIRST, "--every", "week", "--on", "sat", "--until", "2027-01-02")


def _local_times() -> list[str | None]:
    with store.reading() as session:
        return [post.local_time for post in session.query(Post).order_by(Post.local_date)]


def test_every_saturday_until_a_day(parvis: Parvis, people: cast.Cast) -> None:
    done = parvis(*MARKET, *SATURDAYS).data
    assert (done["status"], len(done["post_ids"]), len(done["delivery_ids"])) == ("scheduled", 4, 4)
    assert _local_times() == ["2026-12-12T10:00", "2026-12-19T10:00", "2026-12-26T10:00", "2027-01-02T10:00"]
    assert parvis(*MARKET, *SATURDAYS).data == done
    with store.reading() as session:
        assert session.query(Delivery).count() == 4
    needs_eyes = ("post", "--as", "dora", "--channel", "mulhouse/x", "--text", "Atelier, {date}.")
    assert parvis(*needs_eyes, *SATURDAYS).data["status"] == "in_review"


def test_other_rhythms_and_an_offset_that_is_not_the_territorys(parvis: Parvis, people: cast.Cast) -> None:
    assert (
        len(
            parvis(*MARKET, "--at", "2026-12-12T04:00-05:00", "--every", "3 days", "--until", "2026-12-18").data[
                "post_ids"
            ]
        )
        == 3
    )
    assert _local_times() == ["2026-12-12T10:00", "2026-12-15T10:00", "2026-12-18T10:00"]
    monthly = parvis(*MARKET, *FIRST, "--every", "month", "--on", "last", "--until", "2027-03-01").data
    assert _local_times()[3:] == ["2026-12-31T10:00", "2027-01-31T10:00", "2027-02-28T10:00"]
    assert len(monthly["post_ids"]) == 3


def test_odd_hours_are_asked_about_and_answered_by_an_option(parvis: Parvis, people: cast.Cast) -> None:
    night = (*MARKET, "--at", "2027-03-27T02:30+01:00", "--every", "day", "--until", "2027-03-29")
    assert parvis(*night).failed_saying("28/03/2027 (03:30)")
    assert len(parvis(*night, "--odd-hours", "left_out").data["post_ids"]) == 2
    assert len(parvis(*night, "--odd-hours", "moved").data["post_ids"]) == 3


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ((*FIRST, "--every", "fortnight", "--until", "2027-01-02"), "fortnight"),
        (("--every", "week", "--until", "2027-01-02"), "--at"),
        ((*FIRST, "--every", "week"), "--until"),
        ((*FIRST, "--every", "week", "--until", "Noël"), "Noël"),
        ((*FIRST, "--every", "week", "--on", "lundi", "--until", "2027-01-02"), "lundi"),
        ((*FIRST, "--every", "month", "--on", "sat", "--until", "2027-01-02"), "sat"),
        ((*FIRST, "--every", "day", "--on", "1", "--until", "2027-01-02"), "--on"),
        ((*FIRST, "--every", "week", "--until", "2028-01-02"), "un an"),
        ((*FIRST, "--on", "sat"), "--every"),
        (("--at", "2026-12-12T10:00", "--every", "week", "--until", "2027-01-02"), "fuseau"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_leaves_nothing(
    parvis: Parvis, people: cast.Cast, said: tuple[str, ...], says: str
) -> None:
    assert parvis(*MARKET, *said).failed_saying(says)
    assert _local_times() == []
