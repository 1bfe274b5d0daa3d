"""What a decision takes with every rule and every file, beside the engine without a rule: over all saved events."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from policies.book import SHIPPED, Book
from policies.engine import decide
from policies.rules import RULES
from policies.verdict import Rule
from tests.bench.measuring import tell

ROUNDS = 30  # of each event; its median counts
MOST = 2.0  # CPU ms


def run() -> None:
    """Decide every saved event again and again; the median event must take less than two milliseconds."""
    book = Book.load()
    saved = [json.loads(path.read_text("utf-8")) for path in sorted((SHIPPED / "fixtures").glob("*/*.json"))]
    ours, bare = ([_median(event, book, rules) for event in saved] for rules in (RULES, {}))
    value, floor = statistics.median(ours), statistics.median(bare)
    unit = f"CPU ms, {len(RULES)} rules, {len(saved)} saved events"
    tell("decide", value, unit, floor, value / floor, f"< {MOST:g} ms", value < MOST)
    tell("decide, slowest event", max(ours), unit, floor, max(ours) / floor, "none: for knowing it", None)


def _median(event: dict[str, Any], book: Book, rules: dict[str, Rule]) -> float:
    decide(event, book, rules)
    return statistics.median(_spent(lambda: decide(event, book, rules)) for _ in range(ROUNDS)) * 1e3


def _spent(what: Callable[[], Any]) -> float:
    before = time.thread_time()
    what()
    return time.thread_time() - before
