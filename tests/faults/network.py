"""The networks of a round: the product's own sandbox, as a process that may be taken away and comes back."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from connectors.sandbox.running import Sandbox
from settings import put
from tests.faults.laying import PAIRS_LAST
from tests.faults.processes import Child
from tests.faults.sky import Sky


@contextmanager
def network(sky: Sky, home: Path) -> Iterator[tuple[Child, Sandbox]]:
    """Run the networks as a process of their own inside the block, on a plan with large windows."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    put(sandbox_url=f"http://127.0.0.1:{port}")
    command = sky.over("parvis.py", "sandbox", "--port", str(port), right=True)
    process = Child("networks", command, partial(sky.environment, right=True), home / "networks.log")
    sandbox = Sandbox(f"http://127.0.0.1:{port}")
    process.start()
    try:
        listening(sandbox, process)
        sandbox.switch(duplicates=False, rate_scale=100, token_seconds=PAIRS_LAST)
        yield process, sandbox
    finally:
        process.stop()


def listening(sandbox: Sandbox, network: Child) -> None:
    """Wait until the sandbox answers. Raises RuntimeError when it does not."""
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        with suppress(OSError):
            sandbox.ask("GET", "/health")
            return
        network.tend()
        time.sleep(0.1)
    raise RuntimeError("the sandbox does not answer")
