"""AC-77: the demo's true labels give the net sentiment its tables imply, and what the pipeline makes of it is near."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import pytest

from commands.demo import margins, season
from commands.demo.law import expected_nss
from commands.demo.said import Said
from data.queries.nss import score, tally
from sentiment.weigh import weigh_many

UNTIL = datetime(2026, 12, 21, tzinfo=season.ZONE)
SAMPLES = {"fast": 1500, "deep": 600}  # texts of a territory, every nth of the season: the whole would take minutes
TRUE_WITHIN, NEAR = 2.0, 6.0


@pytest.fixture(scope="module")
def said() -> list[Said]:
    return [s for s in season.draw(77, 1.0, until=UNTIL) if s.intent not in {"spam", "thanks"}]


@pytest.mark.parametrize("territory", margins.TERRITORIES)
def test_ac_77_true_labels_are_within_two_points_of_the_tables(said: list[Said], territory: str) -> None:
    assert len(said) >= 20_000
    here = [s for s in said if s.territory == territory]
    seasons = Counter(_season(s) for s in here)
    expected = sum(count * expected_nss(territory, name) for name, count in seasons.items()) / len(here)
    assert abs(_nss([s.mood for s in here]) - expected) <= TRUE_WITHIN


@pytest.mark.parametrize("tier", SAMPLES)
@pytest.mark.parametrize("territory", margins.TERRITORIES)
def test_ac_77_the_pipeline_is_within_six_points_of_the_true_labels(
    said: list[Said], territory: str, tier: str
) -> None:
    here = [s for s in said if s.territory == territory and s.text]
    sample = here[:: max(1, len(here) // SAMPLES[tier])][: SAMPLES[tier]]
    judged = [j for j in weigh_many([s.text for s in sample], tier=tier) if j.intent != "spam"]
    assert len(judged) >= 0.95 * len(sample)
    pipeline, true = _nss([j.label for j in judged]), _nss([s.mood for s in sample])
    assert abs(pipeline - true) <= NEAR, f"{territory}: {pipeline:+.1f} for {true:+.1f}, n = {len(judged)}"


def _nss(labels: Sequence[str]) -> float:
    """Return net sentiment as the director reads it: the undetermined is not in the denominator."""
    found = score(tally(dict(Counter(labels)))).nss
    assert found is not None
    return found


def _season(said: Said) -> str:
    local = said.at.astimezone(season.ZONE)
    return margins.season_of(local.month, local.day)
