"""Commands that make one pass of what the scheduler does: collect, publish, reconcile. Each prints a JSON summary."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from typing import Annotated, Any

import typer

Once = Annotated[bool, typer.Option("--once", help="One pass and stop: the only way here; `scheduler` repeats.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(collect)
    app.command()(publish)
    app.command()(reconcile)


def collect(once: Once = True) -> None:
    """Fetch what visitors wrote since the last pass, from every active account."""
    from scheduler.collect import collect as one_pass

    _tell(one_pass)


def publish(once: Once = True) -> None:
    """Send what is due."""
    from scheduler.publish import publish as one_pass

    _tell(lambda: one_pass(_worker()))


def reconcile(once: Once = True) -> None:
    """Look for what was perhaps sent."""
    from scheduler.reconcile import reconcile as one_pass

    _tell(lambda: one_pass(_worker()))


def _tell(one_pass: Callable[[], Any]) -> None:
    print(json.dumps(one_pass(), ensure_ascii=False, default=str))


def _worker() -> str:
    return f"{socket.gethostname()}-{os.getpid()}"
