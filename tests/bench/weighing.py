"""The whole judgement in a process of its own: its start and memory; and how the fast tier's time grows with texts."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

from commands.demo.season import START, draw
from settings import ROOT
from tests.bench.measuring import tell

MOST = 1_000_000  # texts
LINEAR = 12.0  # times as long, for ten times as many
_START = """
import json, sys, time
from pathlib import Path
from sentiment.weigh import weigh, weigh_many
texts = json.loads(sys.stdin.read())
before = time.process_time()
tier = weigh(texts[0]).tier
start = time.process_time()
list(weigh_many(texts))
held = int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6
print(json.dumps({"tier": tier, "start": start, "held": held}))
"""
_GROWTH = """
import json, sys, time
from itertools import islice
from pathlib import Path
from sentiment.fast import tier
from tests.bench.weighing import unlike
def held(): return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6
def spent(many, first):
    left = unlike(many, first)
    next(left)  # the season is drawn before the clock runs
    before = time.process_time()
    while batch := list(islice(left, 1_000)):
        tier.chances_of(batch, ["fr"] * len(batch))
    return time.process_time() - before
most = int(sys.argv[1])
spent(1_000, 0)
few, first = spent(most // 10, 10_000_000), held()
print(json.dumps({"few": few, "many": spent(most, 20_000_000), "grown": held() - first}))
"""


def run(size: int) -> None:
    """Measure start and memory with the best tier there is, and the fast tier over `size` texts and a tenth of them."""
    texts = list(unlike(2_000))
    begun = _alone(_START, text=json.dumps(texts))
    for name, key, unit, most in (("weigh_start", "start", "CPU s", 3), ("weigh_memory", "held", "MB resident", 500)):
        value = float(begun[key])
        tell(name, value, f"{unit}, {begun['tier']} tier", most, most / value, f"≤ {most}", value <= most)
    size = min(size, MOST)
    found = _alone(_GROWTH, str(size))
    ratio = found["many"] / found["few"]
    said = f"≤ {LINEAR:g} × the time for 10 × the texts"
    tell("weigh_growth", found["many"], f"CPU s for {size:,} texts", found["few"], ratio, said, ratio <= LINEAR)
    grown = float(found["grown"])
    tell("weigh_growth_memory", grown, f"MB more after {size:,} texts", 50, grown / 50, "≤ 50", grown <= 50)


def unlike(many: int, first: int = 0) -> Iterator[str]:
    """Yield `many` posts of the demo, each with a word of its own and a number counted from `first`."""
    posts = [said.text for said in draw(1, 0.3, START, START + timedelta(days=25))]
    for n in range(first, first + many):
        yield f"{posts[n % len(posts)]} {n} {posts[n % 997][:3]}{n:x}"


def _alone(program: str, *arguments: str, text: str = "") -> dict[str, float]:
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, cwd=ROOT, input=text, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found
