"""The deep tier's pace, one text and many, and what it takes to start: in a process of its own, on the demo's posts."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta

from commands.demo.season import START, draw
from sentiment import deep
from settings import ROOT
from tests.bench.measuring import tell

POSTS, SINGLE = 2_000, 200
_ALONE = """
import json, sys, time
from pathlib import Path
texts = json.loads(sys.stdin.read())
single = int(sys.argv[1])
from sentiment import deep
deep.chances_of(texts[:1], ["fr"])
started = time.process_time()
def held(): return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6
def spent(what):
    before = time.process_time()
    what()
    return time.process_time() - before
half = len(texts) // 2
many = [spent(lambda: deep.chances_of(part, ["fr"] * half)) for part in (texts[:half], texts[half:2 * half])]
first = held()
one = [spent(lambda: deep.chances_of([text], ["fr"])) for text in texts[:single]]
deep.chances_of(texts, ["fr"] * len(texts))
print(json.dumps({"start": started, "many": half / min(many), "one": sorted(one)[len(one) // 2] * 1e3,
                  "held": held(), "grown": held() - first}))
"""


def run() -> None:
    """Measure batched and single texts, start, memory and its growth; without the artefact nothing is met."""
    if not deep.present():
        tell("deep", 0, f"not measured: {deep.absent_because()}", 0, 0, "the artefact in place", False)
        return
    texts = [said.text for said in draw(1, 1.0, START, START + timedelta(days=25))][:POSTS]
    command = [sys.executable, "-c", _ALONE, str(SINGLE)]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(texts), capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    for name, key, unit, demanded, more in (
        ("deep_many", "many", "texts/CPU-s", 220, True),
        ("deep_one", "one", "CPU ms a text", 8, False),
        ("deep_start", "start", "CPU s to the first judgement", 3, False),
        ("deep_memory", "held", "MB resident", 500, False),
        ("deep_growth", "grown", f"MB more after {POSTS + SINGLE:,} further texts", 20, False),
    ):
        value = float(found[key])
        met = value >= demanded if more else value <= demanded
        ratio = value / demanded if more else demanded / max(value, 1e-9)
        tell(name, value, unit, demanded, ratio, f"{'≥' if more else '≤'} {demanded}", met)
