"""One idle tick of the publisher, however many posts are scheduled for later."""

from __future__ import annotations

from datetime import datetime

from scheduler.claiming import due_channels
from tests.bench import world
from tests.bench.measuring import ROUNDS, seconds, tell
from tests.cast import Cast

SIZES = (1_000, 100_000)
TICKS = 200


def run(people: Cast, at: datetime) -> None:
    """Look for due deliveries with a thousand and with a hundred thousand scheduled; both should cost the same."""
    cost = []
    stored = 0
    for size in SIZES:
        world.schedule(people, size - stored, at)
        stored = size
        at = at.replace(microsecond=(at.microsecond + 1) % 1_000_000)
        cost.append(min(seconds(lambda at=at: [due_channels(at) for _ in range(TICKS)]) for _ in range(ROUNDS)) / TICKS)
    few, many = cost
    tell(
        "idle tick, 100,000 scheduled", many * 1e6, "CPU-us", few * 1e6, many / few, "<= 1.5 (flat)", many / few <= 1.5
    )
