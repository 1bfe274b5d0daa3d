"""Start the demo: sandbox, season, scheduler and dashboard; then keep visitors talking until somebody stops it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException

import clock
import settings as ground
from commands.demo import keeping, laying, lively
from commands.demo.chronicle import chronicle
from commands.demo.season import draw
from commands.failing import Failed
from connectors.sandbox.running import Sandbox
from data import store
from settings import ROOT, settings
from words import t

PATIENCE = 60.0  # seconds a process may take to answer for the first time


def start(*, seed: int, scale: float, port: int, sandbox_port: int, now: str | None) -> None:
    """Run the whole demo in the foreground until it is interrupted."""
    _prepare(sandbox_port, now)
    sandbox = Sandbox(f"http://127.0.0.1:{sandbox_port}")  # seeded directly, whatever stands between hub and sandbox
    with _interruptible(), _processes() as run:
        _say(t("Bac à sable…"))
        run("sandbox", "--port", str(sandbox_port))
        _await(sandbox_port)
        run("dashboard", "--port", str(port))  # it warms up while the season is laid
        shift = _season(sandbox, seed, scale)
        _say(t("Ordonnanceur et tableau de bord…"))
        run("scheduler", "--worker", "demo")
        _await(port)
        print(t("Parvis est ouvert : http://127.0.0.1:{port} — visiteurs : http://127.0.0.1:{sandbox_port}",
                port=port, sandbox_port=sandbox_port), flush=True)  # fmt: skip
        lively.talk(sandbox, seed, shift, run.watch)


def _prepare(sandbox_port: int, now: str | None) -> None:
    home = settings().home
    ground.forget_beside(home)  # an earlier demo's clock and ports are not this one's
    shift = 0.0
    if now is not None:
        try:
            shift = (clock.aware(datetime.fromisoformat(now)) - clock.now()).total_seconds()
        except ValueError:
            raise Failed(t("« {now} » n'est pas une date ISO 8601 avec fuseau.", now=now)) from None
    url = settings().sandbox_url or f"http://127.0.0.1:{sandbox_port}"
    keeping.make_room(home)
    ground.put(demo=1, now_shift=shift, sandbox_url=url, home=home)
    ground.leave_beside(home, demo=1, now_shift=shift, sandbox_url=url)
    store.migrate()


def _season(sandbox: Sandbox, seed: int, scale: float) -> timedelta:
    _say(t("Une saison en Alsace (graine {seed}, échelle {scale})…", seed=seed, scale=scale))
    lines = chronicle(draw(seed, scale), seed)
    _say(t("{count} messages dans les réseaux du bac à sable…", count=len(lines)))
    laid = laying.lay_down(sandbox, lines)
    _say(t("Les mêmes dans Parvis, lus et classés…"))
    keeping.keep(lines, laid, seed, say=_say)
    return laid.shift


@contextmanager
def _processes() -> Iterator[_Running]:
    running = _Running([])
    try:
        yield running
    finally:
        running.stop()


class _Running:
    """The processes this demo started, and no other."""

    def __init__(self, started: list[subprocess.Popen[bytes]]) -> None:
        self.started = started

    def __call__(self, *arguments: str) -> None:
        command = [sys.executable, str(ROOT / "parvis.py"), *arguments]
        self.started.append(subprocess.Popen(command, cwd=ROOT))  # noqa: S603  # our own program and words

    def watch(self) -> None:
        """Raise Failed when what is looked at has ended by itself; a dead scheduler is said, here and on every page."""
        for process in [one for one in self.started if one.poll() is not None]:
            name = str(process.args[2])  # type: ignore[index]  # the list given above
            if name != "scheduler":
                raise Failed(t("« {name} » s'est arrêté (code {code}).", name=name, code=process.returncode))
            self.started.remove(process)
            _say(t("L'ordonnanceur s'est arrêté : rien n'est lu ni envoyé. Pour le relancer : parvis.py scheduler"))

    def stop(self) -> None:
        """Ask each to end, then make those end that do not."""
        for process in reversed(self.started):
            process.terminate()
        for process in reversed(self.started):
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C and SIGTERM end the demo quietly, its processes with it."""

    def stop(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        print(t("La démonstration est arrêtée."), flush=True)
    finally:
        signal.signal(signal.SIGTERM, before)


def _await(port: int) -> None:
    limit = time.monotonic() + PATIENCE
    while not _answers(port):
        if time.monotonic() > limit:
            raise Failed(t("Rien ne répond sur le port {port} après {seconds:.0f} s.", port=port, seconds=PATIENCE))
        time.sleep(0.2)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _say(words: str) -> None:
    print(f"· {words}", flush=True)
