"""Which processes do a round's work: the product's own commands, or, to prove the proof, some with a broken fence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from settings import put
from tests import brokers
from tests.faults.plan import Wish
from tests.faults.processes import Child
from tests.faults.sky import Sky

AT_ONCE = "2"  # tasks side by side on each node of a fleet


@contextmanager
def workers(wish: Wish, sky: Sky, home: Path) -> Iterator[list[Child]]:
    """Yield the workers of a round, not started yet; a fleet's come with a broker and one that beats."""
    if wish.engine == "scheduler":
        yield [_child(name, _command(wish, name), sky, home) for name in _names(wish)]
        return
    with brokers.redis(home) as url:
        put(broker_url=url)
        beat = _child("beat", ("celery", "-A", "scheduler.fleet", "beat"), sky, home)
        yield [beat, *(_child(name, _node(name), sky, home) for name in _names(wish))]


def heartbeats(wish: Wish) -> int:
    """Return how many heartbeats the database shows once all workers are there: a fleet has one."""
    return wish.workers if wish.engine == "scheduler" else 1


def _names(wish: Wish) -> list[str]:
    return [f"worker-{number + 1}" for number in range(wish.workers)]


def _command(wish: Wish, name: str) -> tuple[str, ...]:
    return ("parvis.py", "scheduler", "--worker", name) if wish.fenced else ("tests.faults.broken", name)


def _node(name: str) -> tuple[str, ...]:
    pool = ("--pool", "prefork", "--concurrency", AT_ONCE)
    return ("celery", "-A", "scheduler.fleet", "worker", "-n", f"{name}@faults", *pool)


def _child(name: str, command: tuple[str, ...], sky: Sky, home: Path) -> Child:
    def environment() -> Mapping[str, str]:
        return sky.environment(right=False)

    return Child(name, sky.over(*command, right=False), environment, home / "workers.log")
