"""Wall time means one moment, or a question; in the night the clocks change nothing is guessed."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.refusal import NeedsConfirmation, Refused
from desk.times import moment

PARIS = "Europe/Paris"


def test_winter_and_summer() -> None:
    assert moment("2026-12-05T10:00", PARIS) == datetime(2026, 12, 5, 9, 0, tzinfo=UTC)
    assert moment("2026-07-05T10:00", PARIS) == datetime(2026, 7, 5, 8, 0, tzinfo=UTC)
    assert moment("2026-07-05T10:00", "America/Montreal") == datetime(2026, 7, 5, 14, 0, tzinfo=UTC)


def test_an_hour_that_does_not_exist_is_refused_whatever_the_fold() -> None:
    for fold in (None, 0, 1):
        with pytest.raises(Refused, match="heure d'été"):
            moment("2026-03-29T02:30", PARIS, fold)


def test_an_hour_that_comes_twice_is_asked_about() -> None:
    with pytest.raises(NeedsConfirmation) as asked:
        moment("2026-10-25T02:30", PARIS)
    first = moment("2026-10-25T02:30", PARIS, int(asked.value.token))
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert moment("2026-10-25T02:30", PARIS, 1) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["", "demain", "2026-13-01T10:00", "2026-12-05T10:00+01:00", "2026-12-05T10:00Z"])
def test_what_is_not_wall_time_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        moment(typed, PARIS)


def test_an_unknown_zone_is_refused() -> None:
    for zone in ("Mars/Olympus", "../../etc/passwd", ""):
        with pytest.raises(Refused):
            moment("2026-12-05T10:00", zone)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)), st.sampled_from([PARIS, "America/Montreal", "UTC"]))
def test_the_moment_reads_back_as_it_was_typed(typed: datetime, zone: str) -> None:
    try:
        at = moment(typed.isoformat(), zone, 0)
    except Refused:
        return
    assert at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == typed.replace(fold=0)
