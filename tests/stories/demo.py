"""The whole demo as a person starts it (`parvis.py demo`), in a home of its own, on free ports."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from settings import ROOT

PATIENCE = 240.0  # seconds until the first page, on a busy machine


@dataclass(frozen=True)
class Demo:
    """Where dashboard and sandbox listen."""

    url: str
    sandbox: str

    def ledger(self, words: str) -> list[dict[str, Any]]:
        """Return what was ever visible with these words in it."""
        objects = requests.get(f"{self.sandbox}/_sandbox/ledger", timeout=20).json()["objects"]
        return [one for one in objects if words in one["text"]]

    def awaited(self, words: str, seconds: float) -> list[dict[str, Any]]:
        """Return what is visible with these words as soon as something is, at the latest after `seconds`."""
        until = time.monotonic() + seconds
        while not (found := self.ledger(words)) and time.monotonic() < until:
            time.sleep(0.2)
        return found


@contextmanager
def started(home: Path, scale: float = 0.004) -> Iterator[Demo]:
    """Run a small demo until the block ends; fail with what it printed when it does not open."""
    port, sandbox_port = _free(), _free()
    command = [sys.executable, "parvis.py", "demo", "--scale", str(scale), "--port", str(port)]
    command += ["--sandbox-port", str(sandbox_port)]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PARVIS_")}
    log = home / "demo.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=kept | {"PARVIS_HOME": str(home)}, stdout=out, stderr=subprocess.STDOUT
        )
    try:
        _opened(process, log, f"http://127.0.0.1:{port}")
        yield Demo(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{sandbox_port}")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(40)


def _opened(process: subprocess.Popen[bytes], log: Path, url: str) -> None:
    until = time.monotonic() + PATIENCE
    while url not in log.read_text("utf-8"):
        if process.poll() is not None or time.monotonic() > until:
            raise AssertionError(log.read_text("utf-8"))
        time.sleep(0.2)


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
