"""Commands that make one pass of what the scheduler repeats, and print a JSON summary of it."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

import typer

from commands.ready import with_key
from scheduler import logs
from words import s

ONCE = s("Un seul passage, puis fin : toujours vrai ici ; « scheduler » recommence.")
Once = Annotated[bool, typer.Option("--once", help=ONCE.text)]
# what one pass may have made of a piece of work; every summary holds all of them, so that a script may rest on each
SENT = (
    "published", "unconfirmed", "queued", "failed", "held", "missed", "put_off", "sent_back", "cancelled", "late",
    "asked",
)  # fmt: skip
FOUND = ("interrupted", "published", "queued", "not_yet", "asked", "moved")
RENEWED = ("renewed", "put_off", "disconnected", "overtaken")


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(help=s("Lire ce que les visiteurs ont écrit, sur chaque compte dont c'est l'heure.").text)(collect)
    app.command(help=s("Envoyer ce dont c'est l'heure.").text)(publish)
    app.command(help=s("Chercher sur les réseaux ce qui est peut-être parti.").text)(reconcile)
    app.command(help=s("Renouveler les clés des comptes dont les clés vont finir.").text)(renew)


@with_key
def collect(once: Once = True) -> None:
    """Fetch what visitors wrote since the last pass, from every account that is due."""
    from scheduler.collect import collect as one_pass

    _tell(one_pass)


@with_key
def publish(once: Once = True) -> None:
    """Send what is due."""
    from scheduler.publish import publish as one_pass

    _tell(lambda: _all(SENT, one_pass(_worker())))


@with_key
def reconcile(once: Once = True) -> None:
    """Look for what was perhaps sent."""
    from scheduler.reconcile import reconcile as one_pass

    _tell(lambda: _all(FOUND, one_pass(_worker())))


@with_key
def renew(once: Once = True) -> None:
    """Renew the keys of accounts whose keys are about to end."""
    from scheduler.renewing import renew as one_pass

    _tell(lambda: _all(RENEWED, one_pass()))


def _tell(one_pass: Callable[[], Any]) -> None:
    logs.to_stderr()  # standard output is for the summary alone
    print(json.dumps(one_pass(), ensure_ascii=False, default=str))


def _all(names: Sequence[str], counted: Mapping[str, int]) -> dict[str, int]:
    return dict.fromkeys(names, 0) | dict(counted)


def _worker() -> str:
    return f"{socket.gethostname()}-{os.getpid()}"
