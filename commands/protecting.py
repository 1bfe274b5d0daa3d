"""The command `erase`: a person's data taken out everywhere, by the operator. Prints the receipt as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Literal

import typer

from commands.ready import on_database, with_key
from desk import erasing
from words import s

NETWORK = s("Réseau : x, facebook…")
HANDLE, URL = s("Nom du compte de la personne."), s("Adresse d'un de ses messages.")
NUMBER = s("Son numéro sur le réseau, même si nous ne gardons rien d'elle.")
KIND = s("effacement (erasure) ou opposition (objection).")
RECEIVED = s("Quand la demande est arrivée, AAAA-MM-JJTHH:MM+01:00 ; maintenant par défaut.")


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(help=s("Effacer une personne partout, et ne plus la recueillir ; écrit le reçu.").text)(erase)


@on_database
@with_key
def erase(
    network: Annotated[str, typer.Option(help=NETWORK.text)],
    handle: Annotated[str, typer.Option(help=HANDLE.text)] = "",
    url: Annotated[str, typer.Option(help=URL.text)] = "",
    number: Annotated[str, typer.Option(help=NUMBER.text)] = "",
    kind: Annotated[Literal["erasure", "objection"], typer.Option(help=KIND.text)] = "erasure",
    received: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%dT%H:%M%z"], help=RECEIVED.text)] = None,
) -> None:
    """Erase a person and print the receipt."""
    done = erasing.erase(None, network, handle=handle, url=url, remote_id=number, kind=kind, received_at=received)
    print(json.dumps(asdict(done), ensure_ascii=False, default=str))
