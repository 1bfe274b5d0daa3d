"""`make bench`: figures as ratios against a reference run in the same minute. Prints JSON lines, judges nothing."""

from __future__ import annotations

import os
import tempfile

import clock
from data import store
from settings import put
from tests.bench import deciding, deep, judging, reading, scoring, ticking, vader, weighing, world
from tests.conftest import KEY

SIZES = {"": 100_000, "1m": 1_000_000, "5m": 5_000_000}


def main() -> None:
    """Run every benchmark at the size asked for (`SCALE`, 100,000 messages without it)."""
    vader.run()
    judging.run()
    scoring.run()
    deep.run()
    deciding.run()
    size = SIZES[os.environ.get("SCALE", "").lower()]
    weighing.run(size)
    with tempfile.TemporaryDirectory() as home:
        put(home=home, secret_key=KEY)
        store.migrate()
        at = clock.now()
        people = world.fill(size, at)
        reading.run(people)
        ticking.run(people, at)
        store.close()


if __name__ == "__main__":
    main()
