"""Commands of the operator on places: territories and channels. The verbs of the dashboard, by nobody's account."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Annotated

import typer
from cryptography.fernet import InvalidToken
from sqlalchemy import select

from commands import names
from commands.failing import Failed
from commands.ready import on_database, with_key
from data import sealed, store
from data.models import Channel, Territory
from desk import channels, territories
from words import s, t

territory = typer.Typer(no_args_is_help=True, help=s("Ajouter, renommer et lister les territoires.").text)
channel = typer.Typer(
    no_args_is_help=True, help=s("Relier, suspendre, reprendre, lister les comptes ; changer de clé.").text
)

Slug = Annotated[str, typer.Argument(help=s("Nom court du territoire, par exemple colmar.").text)]
Name = Annotated[str, typer.Argument(help=s("Nom montré aux personnes.").text)]
Where = Annotated[str, typer.Argument(help=s("TERRITOIRE/RÉSEAU, par exemple colmar/x.").text)]
OWNER, DEPUTY = s("Adresse de la personne responsable."), s("Adresse de sa suppléante ou de son suppléant.")
CONNECT = s(
    "Relier un compte ; ses identifiants se lisent en JSON sur l'entrée standard. Une paire OAuth 2 de X s'y écrit "
    "bearer_token, refresh_token, client_id, client_secret et expires_in (en secondes) : Parvis la renouvelle."
)
REVIEW = s("Date où le compte est réexaminé, AAAA-MM-JJ.")


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(territory, name="territory")
    app.add_typer(channel, name="channel")


@territory.command("add", help=s("Ajouter un territoire ; écrit son numéro.").text)
@on_database
def add_territory(
    slug: Slug,
    name: Name,
    kind: Annotated[str, typer.Option(help=s("city (ville) ou region.").text)] = "city",
    parent: Annotated[str | None, typer.Option(help=s("Nom court de la région au-dessus.").text)] = None,
    zone: Annotated[str, typer.Option(help=s("Fuseau horaire IANA.").text)] = "Europe/Paris",
) -> None:
    """Add a territory."""
    above = names.territory_id(parent) if parent else None
    print(territories.add(None, slug, name, kind=kind, parent_id=above, zone=zone))


@territory.command("rename", help=s("Renommer un territoire ; son nom court et son histoire restent.").text)
@on_database
def rename_territory(slug: Slug, name: Name) -> None:
    """Rename a territory; its history stays."""
    territories.rename(None, names.territory_id(slug), name)


@territory.command("list", help=s("Lister les territoires, la région d'abord.").text)
@on_database
def list_territories() -> None:
    """List territories, the region first."""
    with store.reading() as session:
        for row in session.scalars(select(Territory).order_by(Territory.parent_id.is_not(None), Territory.slug)):
            print(f"{row.slug:<16} {row.kind:<8} {row.name:<24} {row.zone}")


@channel.command("connect", help=CONNECT.text)
@with_key
def connect_channel(
    where: Where,
    remote_id: Annotated[str, typer.Argument(help=s("Identifiant du compte sur le réseau.").text)],
    handle: Annotated[str, typer.Argument(help=s("Nom public du compte, sans @.").text)],
    owner: Annotated[str, typer.Option(help=OWNER.text)],
    deputy: Annotated[str, typer.Option(help=DEPUTY.text)],
    review_on: Annotated[str, typer.Option(help=REVIEW.text)],
    name: Annotated[str, typer.Option(help=s("Nom montré ; le nom public par défaut.").text)] = "",
) -> None:
    """Connect an account. Its credentials are read as one JSON object from standard input and sealed."""
    slug, _, network = where.partition("/")
    made = channels.connect(
        None, names.territory_id(slug), network, remote_id, handle, _credentials(), name=name,
        owner_id=names.user_id(owner), deputy_id=names.user_id(deputy), review_on=_day(review_on),
    )  # fmt: skip
    print(made)


@channel.command("reconnect", help=s("Remplacer les identifiants d'un compte (JSON sur l'entrée standard).").text)
@with_key
def reconnect_channel(where: Where) -> None:
    """Replace an account's credentials (JSON on standard input)."""
    channels.reconnect(None, names.channel_id(where), _credentials())


@channel.command("pause", help=s("Suspendre un compte : rien n'y est lu ni envoyé jusqu'à la reprise.").text)
@on_database
def pause_channel(where: Where, because: Annotated[str, typer.Argument(help=s("Pourquoi.").text)]) -> None:
    """Pause an account: nothing is read or sent until it is resumed."""
    channels.pause(None, names.channel_id(where), because)


@channel.command("resume", help=s("Reprendre un compte suspendu.").text)
@on_database
def resume_channel(where: Where) -> None:
    """Resume a paused account."""
    channels.resume(None, names.channel_id(where))


@channel.command("list", help=s("Lister les comptes et leur santé.").text)
@on_database
def list_channels() -> None:
    """List accounts and their health."""
    with store.reading() as session:
        rows = session.execute(select(Territory.slug, Channel).join(Channel).order_by(Territory.slug, Channel.network))
        for slug, row in rows:
            synced = f"{row.synced_at:%Y-%m-%d %H:%M} UTC" if row.synced_at else t("jamais synchronisé")
            print(f"{f'{slug}/{row.network}':<28} {row.handle:<24} {row.state:<13} {synced}")


@channel.command("rotate-key", help=s("Sceller tous les identifiants avec la première clé de PARVIS_SECRET_KEY.").text)
@with_key
def rotate_key() -> None:
    """Seal all credentials again with the first key of PARVIS_SECRET_KEY."""
    try:
        with store.writing() as session:
            count = sealed.rotate(session)
    except InvalidToken:
        raise Failed(
            t("Aucune clé connue n'ouvre ces identifiants : gardez l'ancienne clé après la nouvelle.")
        ) from None
    print(t("{count} secret(s) scellés avec la clé la plus récente.", count=count))


def _credentials() -> dict[str, str]:
    try:
        given = json.loads(sys.stdin.read())
    except json.JSONDecodeError:
        raise Failed(t("Les identifiants du compte s'attendent en JSON sur l'entrée standard.")) from None
    if not isinstance(given, dict):
        raise Failed(t("Les identifiants du compte s'attendent en JSON sur l'entrée standard."))
    return {str(key): str(value) for key, value in given.items()}


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise Failed(t("« {given} » n'est pas une date AAAA-MM-JJ.", given=given)) from None
