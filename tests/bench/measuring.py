"""What every benchmark stands on: paired medians, and one JSON line for each figure."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

ROUNDS = 9


def paired(ours: Callable[[], Any], theirs: Callable[[], Any], rounds: int = ROUNDS) -> tuple[float, float]:
    """Return the median seconds of CPU of both, run in turn so that a machine's mood falls on both."""
    mine, other = [], []
    ours(), theirs()
    for _ in range(rounds):
        mine.append(seconds(ours))
        other.append(seconds(theirs))
    return statistics.median(mine), statistics.median(other)


def seconds(what: Callable[[], Any]) -> float:
    """Return the CPU seconds a call takes in this process."""
    before = time.process_time()
    what()
    return time.process_time() - before


def tell(
    name: str, value: float, unit: str, reference: float, ratio: float, demand: str, met: bool | None
) -> dict[str, Any]:
    """Print one figure as a JSON line and return it; `met` None: nothing is demanded yet."""
    line = {
        "name": name, "value": round(value, 6), "unit": unit, "reference": round(reference, 6),
        "ratio": round(ratio, 3), "demand": demand, "met": met,
    }  # fmt: skip
    print(json.dumps(line, ensure_ascii=False), flush=True)
    return line
