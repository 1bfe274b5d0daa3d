"""Commands of the operator on where people are told what did not leave: `notify add|list|remove|test`.

An address holds a password or a token: it is typed unseen, or read from standard input, and never shown again.
"""

from __future__ import annotations

import dataclasses
import getpass
import json
import sys
from datetime import datetime
from typing import Annotated, Literal

import typer

from commands import names
from commands.failing import Failed
from commands.ready import on_database, with_key
from data.queries import notices
from desk import notifying
from words import recall, s, t

notify = typer.Typer(
    no_args_is_help=True, help=s("Prévenir hors de Parvis (courriel, Teams, Slack…) de ce qui n'est pas parti.").text
)

KIND = s("mail : un serveur de courriel, qui écrit à la personne concernée ; team : la salle d'une équipe.")
PLACE = s("Nom court du territoire ; il vaut aussi pour ceux qui sont au-dessous. Tous par défaut.")
ADD = s("Ajouter une adresse, lue sur l'entrée standard ou tapée sans être montrée ; écrit son numéro.")
TO = s("Adresse (ou début d'adresse) de la personne à qui écrire l'essai, par un serveur de courriel.")
Number = Annotated[int, typer.Argument(help=s("Numéro de l'adresse, comme « notify list » le montre.").text)]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(notify, name="notify")


@notify.command("add", help=ADD.text)
@with_key
def add(
    kind: Annotated[Literal["mail", "team"], typer.Argument(help=KIND.text)],
    name: Annotated[str, typer.Argument(help=s("Nom montré aux personnes.").text)],
    territory: Annotated[str | None, typer.Option(help=PLACE.text)] = None,
) -> None:
    """Set an address. It is asked for, or read from standard input when that is not a terminal."""
    where = names.territory_id(territory) if territory else None
    print(notifying.add(None, where, kind, name, _address()))


@notify.command("list", help=s("Lister les adresses, sans leurs secrets, et ce qu'elles ont reçu.").text)
@on_database
def list_targets(as_json: Annotated[bool, typer.Option("--json", help=s("Un tableau JSON.").text)] = False) -> None:
    """List addresses: how much was told, waits, was given up, and why."""
    found = notices.targets(None)
    if as_json:
        kept = [dataclasses.asdict(one) | {"because": recall(one.because)} for one in found]
        print(json.dumps(kept, ensure_ascii=False, default=datetime.isoformat))
        return
    for one in found:
        went = {"told": one.told, "due": one.due, "given_up": one.given_up}
        counts = t("{told} reçus, {due} en attente, {given_up} abandonnés", **went)
        where = f"{one.place or '*':<16} {one.shown:<36} {one.name:<24}"
        print(f"{one.id:>6}  {where} {counts}  {recall(one.because)}".rstrip())


@notify.command("remove", help=s("Retirer une adresse, avec ce qui l'attendait encore.").text)
@on_database
def remove(target_id: Number) -> None:
    """Take an address away."""
    notifying.remove(None, target_id)


@notify.command("test", help=s("Envoyer un message d'essai à une adresse, tout de suite.").text)
@with_key
def try_address(target_id: Number, to: Annotated[str | None, typer.Option(help=TO.text)] = None) -> None:
    """Try an address out, at once."""
    from scheduler.telling import try_out

    known = {one.id: one for one in notices.targets(None)}
    if target_id not in known:
        raise Failed(t("Aucune adresse ne porte ce numéro : « notify list » les montre."))
    if known[target_id].kind == "mail" and to is None:
        raise Failed(t("Dites à qui écrire : ajoutez --to."))
    try_out(target_id, names.user_id(to) if to else None)
    print(t("Le message d'essai est parti : {where}.", where=known[target_id].shown))


def _address() -> str:
    typed = sys.stdin.isatty()
    given = getpass.getpass(t("Adresse (elle ne se montre pas) : ")) if typed else sys.stdin.readline().strip()
    if not given.strip():
        raise Failed(t("Il manque l'adresse : tapez-la, ou écrivez-la sur l'entrée standard."))
    return given
