"""Days are written as each language writes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dashboard import dates
from words import spoken

NOON = datetime(2026, 12, 5, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "short", "whole"),
    [
        ("fr", "sam. 5 déc., 13:00", "Samedi 5 décembre"),
        ("en", "Sat 5 Dec, 13:00", "Saturday 5 December"),
        ("de", "Sa., 5. Dez., 13:00", "Samstag, 5. Dezember"),
    ],
)
def test_a_day_is_written_as_its_language_writes_it(language: str, short: str, whole: str) -> None:
    with spoken(language):
        assert dates.moment(NOON) == short
        assert dates.opening(dates.day(NOON)) == whole
