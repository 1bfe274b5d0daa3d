"""Time is aware, can be held, and zones are looked up without walking the disk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

import clock


def test_the_clock_can_be_held_and_let_go() -> None:
    moment = datetime(2026, 12, 5, 9, tzinfo=UTC)
    with clock.stopped_at(moment):
        assert clock.now() == moment
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="sans fuseau"):
        clock.aware(datetime(2026, 12, 5, 9))


@pytest.mark.parametrize("name", ["Europe/Paris", "UTC", "America/Montreal"])
def test_a_known_zone_is_found_and_kept(name: str) -> None:
    assert clock.zone(name).key == name
    assert clock.zone(name) is clock.zone(name)


@pytest.mark.parametrize("name", ["", "Paris", "Europe", "../../etc/passwd", "/etc/localtime", "Europe/Paris\0"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the name is the message
        clock.zone(name)
