"""The promise: the SQLite file survives SIGKILL at random moments, and what stands on the networks is what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.playing import played

KILLS = 15


@pytest.mark.kill
def test_the_file_survives_a_worker_killed_again_and_again(tmp_path: Path) -> None:
    code, said, how = played(tmp_path, "--kills", KILLS)
    assert code == 0, how
    assert said["file_whole"] == said["kills"] == KILLS
    assert said["tries_interrupted"], "no kill fell between claim and outcome: this run proves nothing"
    assert [said[name] for name in ("visible_twice", "lost", "unresolved")] == [0, 0, 0]
