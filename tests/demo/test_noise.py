"""Noise takes its share of all that is heard, says what it is, and never enters the season by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commands.demo import margins, noise, season


@pytest.fixture(scope="module")
def drawn() -> tuple[list[season.Said], list[season.Said]]:
    until = season.START + timedelta(days=50)
    return noise.draw(5, 1, until=until), season.draw(5, 1, until=until)


@pytest.mark.parametrize("territory", margins.TERRITORIES)
def test_noise_takes_its_share_of_all_that_is_heard(
    drawn: tuple[list[season.Said], list[season.Said]], territory: str
) -> None:
    heard = [s for s in drawn[0] if s.territory == territory]
    ours = [s for s in drawn[1] if s.territory == territory and s.intent != "thanks"]
    assert abs(len(heard) / (len(heard) + len(ours)) - noise.SHARES[territory]) < 0.06


def test_noise_says_so_is_never_in_the_season_and_never_named_as_real() -> None:
    heard = noise.draw(6, 0.2)
    assert heard == noise.draw(6, 0.2)
    assert all(s.noise and s.author.endswith("_demo") and "{" not in s.text for s in heard)
    assert {s.topic for s in heard} == {
        "football", "parliament", "court", "crime", "industry", "sport", "wine_trade", "colmar_tropicale", "politics",
        "dog",
    }  # fmt: skip
    assert not any(s.noise for s in season.draw(6, 0.1))
