"""The promise: never twice by the machine, never lost silently, every unknown named and resolved, whatever strikes.

A short round of `make faults` on each database; and one whose fence is broken on purpose, which must be seen.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import strikes, weather
from tests.faults.plan import Wish
from tests.faults.playing import SEED, played

pytestmark = pytest.mark.kill
FIRST = ("deliveries", "visible_twice", "lost", "unresolved", "named_for_a_person", "p50_late_s", "p99_late_s")
DELIVERIES, WORKERS = 150, 2


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_short_round_under_every_fault_keeps_every_promise(database: str, tmp_path: Path) -> None:
    wish = Wish(DELIVERIES, WORKERS, database, SEED)
    code, said, how = played(tmp_path, "--deliveries", DELIVERIES, "--workers", WORKERS, "--database", database)
    assert code == 0, how
    assert tuple(said)[: len(FIRST)] == FIRST
    assert said["deliveries"] == DELIVERIES
    assert [said[name] for name in ("visible_twice", "lost", "unresolved")] == [0, 0, 0]
    assert weather.FAULTS | strikes.kinds(wish) <= set(said["struck"]), how  # every kind really struck
    assert said["tries"]["published"] > DELIVERIES / 2
    assert said["tries"]["OutcomeUnknown"]


def test_a_fence_broken_on_purpose_is_seen(tmp_path: Path) -> None:
    code, said, how = played(tmp_path, "--deliveries", 60, "--workers", 1, "--break-the-fence")
    assert code == 1, how
    assert said["visible_twice"] > 0
