"""Commands that start one process and stay: dashboard, scheduler, sandbox, and the demo that starts all three."""

from __future__ import annotations

import os
import socket
from typing import Annotated

import typer

from commands.failing import Failed
from settings import settings
from words import t

Port = Annotated[int, typer.Option(min=0, max=65535, help="TCP port.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(demo)
    app.command()(dashboard)
    app.command()(scheduler)
    app.command()(sandbox)


def dashboard(port: Port = 8501, host: str = "127.0.0.1") -> None:
    """Serve the dashboard and its web routes."""
    from dashboard.serve import serve

    _free(host, port)
    serve(host, port)


def scheduler(worker: Annotated[str, typer.Option(help="Name of this worker.")] = "") -> None:
    """Run one scheduler: collect, publish, reconcile, tend. Any number may run on one database."""
    from scheduler.ticking import run

    run(worker or f"{socket.gethostname()}-{os.getpid()}")


def sandbox(port: Port = 8600) -> None:
    """Serve the sandbox: the networks' own wire formats on this machine, for the demo and for tests."""
    from connectors.sandbox.serve import serve

    _free("127.0.0.1", port)
    home = settings().home
    home.mkdir(parents=True, exist_ok=True)
    serve("127.0.0.1", port, home / "sandbox.db")


def demo(
    seed: Annotated[int, typer.Option(help="Same seed, same season.")] = 2026,
    scale: Annotated[float, typer.Option(min=0.001, max=10, help="Share of the full season's volume.")] = 0.1,
    port: Port = 8501,
    sandbox_port: Port = 8600,
    now: Annotated[str | None, typer.Option(help="Shift the demo's clock to this moment (ISO 8601 with zone).")] = None,
) -> None:
    """Start the demo: sandbox, seeded database, scheduler and dashboard. Needs no key and no variable."""
    from commands.demo.starting import start

    for wanted in (port, sandbox_port):
        _free("127.0.0.1", wanted)
    start(seed=seed, scale=scale, port=port, sandbox_port=sandbox_port, now=now)


def _free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            sentence = t("Le port {port} est déjà pris sur {host} : choisissez-en un autre.", port=port, host=host)
            raise Failed(sentence) from None
