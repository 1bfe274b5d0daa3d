"""`make faults`: thousands of deliveries under faults, compared with what is visible. The last line is one JSON object.

It exits with 1 when anything is visible twice, lost or unresolved; with 0 when every promise was kept.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tests.faults.judging import Verdict
from tests.faults.killing import Survived, kill_again_and_again
from tests.faults.plan import Wish
from tests.faults.round import Report, play


def main(arguments: Sequence[str]) -> int:
    """Play the round asked for and print its report; return the exit code."""
    wish, kills = _wish(arguments)
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))  # the processes of the round end with it
    home = Path(tempfile.mkdtemp(prefix="parvis-faults-"))
    print(f"seed {wish.seed}; everything of this round is in {home}", file=sys.stderr, flush=True)
    if kills:
        survived = kill_again_and_again(kills, wish.seed, home, partial(print, file=sys.stderr, flush=True))
        return _end(
            home, told_of_kills(kills, wish, survived), sound=survived.verdict.sound and survived.whole == kills
        )
    report = play(wish, home)
    return _end(home, told(wish, report), sound=report.sound)


def _end(home: Path, said: dict[str, Any], *, sound: bool) -> int:
    """Print the result; keep what a failed round left behind."""
    print(json.dumps(said, ensure_ascii=False))
    if sound:
        shutil.rmtree(home)
    return 0 if sound else 1


def promised(verdict: Verdict) -> dict[str, Any]:
    """Return the figures every result begins with."""
    late = sorted(verdict.late) or [0.0]
    return {
        "deliveries": verdict.deliveries,
        "visible_twice": verdict.visible_twice,
        "lost": verdict.lost,
        "unresolved": verdict.unresolved,
        "named_for_a_person": verdict.named_for_a_person,
        "p50_late_s": round(late[len(late) // 2], 2),
        "p99_late_s": round(late[int(len(late) * 0.99)], 2),
    }


def told_of_kills(kills: int, wish: Wish, survived: Survived) -> dict[str, Any]:
    """Return what the kills came to as the one object that is printed."""
    found = {"kills": kills, "file_whole": survived.whole, "tries_interrupted": survived.interrupted}
    return {**promised(survived.verdict), **found, "seed": wish.seed, "database": wish.database}


def told(wish: Wish, report: Report) -> dict[str, Any]:
    """Return the report as the one object that is printed."""
    verdict, staff = report.verdict, report.staff
    return {
        **promised(verdict),
        "early": verdict.early,
        "out_of_order": verdict.out_of_order,
        "at_another_time": verdict.at_another_time,
        "more_visible_than_tries": verdict.more_than_tries,
        "left_under_a_suspension": staff.left_frozen,
        "left_by_itself_after_it": staff.flushed,
        "released_by_a_person": staff.released,
        "accounts_reconnected": staff.reconnected,
        "did_not_stop_when_asked": report.overstayed,
        "seed": wish.seed,
        "database": wish.database,
        "engine": wish.engine,
        "workers": wish.workers,
        "seconds": round(report.seconds),
        "struck": dict(sorted(report.struck.items())),
        "tries": dict(sorted(report.results.items())),
        "exits": {str(code): times for code, times in sorted(report.exits.items())},
    }


def _wish(arguments: Sequence[str]) -> tuple[Wish, int]:
    parser = argparse.ArgumentParser(prog="make faults", description=__doc__)
    parser.add_argument("--deliveries", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--engine", choices=("scheduler", "celery"), default="scheduler")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--break-the-fence", action="store_true", help="to see that the harness sees it")
    parser.add_argument("--kills", type=int, default=0, help="kill a writer of a SQLite file so often, and no more")
    given = parser.parse_args(arguments)
    fenced = not given.break_the_fence
    return Wish(given.deliveries, given.workers, given.database, given.seed, given.engine, fenced), given.kills


if __name__ == "__main__":
    for name in [name for name in os.environ if name.startswith("PARVIS_")]:
        del os.environ[name]
    sys.exit(main(sys.argv[1:]))
