"""Which processes do a round's work: the product's own commands, or, to prove the proof, some with a broken fence."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from tests.faults.plan import Wish
from tests.faults.processes import Child
from tests.faults.sky import Sky


def workers(wish: Wish, sky: Sky, home: Path) -> list[Child]:
    """Return the workers of a round, not started yet."""
    return [_worker(wish, sky, home, f"worker-{number + 1}") for number in range(wish.workers)]


def _worker(wish: Wish, sky: Sky, home: Path, name: str) -> Child:
    command = ("parvis.py", "scheduler", "--worker", name) if wish.fenced else ("tests.faults.broken", name)
    return Child(name, sky.over(*command, right=False), partial(sky.environment, right=False), home / "workers.log")
