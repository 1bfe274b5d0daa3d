"""Plays `make faults` for tests, as a person does, and reads its last line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from settings import ROOT

SEED = 20_261_025


def played(folder: Path, *arguments: object) -> tuple[int, dict[str, Any], str]:
    """Play a round in `folder`; return its exit code, its last line read, and all it told on the way."""
    command = [sys.executable, "-m", "tests.faults", *map(str, arguments), "--seed", str(SEED)]
    environment = os.environ | {"TMPDIR": str(folder)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    return done.returncode, json.loads(lines[-1]) if lines else {}, done.stderr + done.stdout
