"""Commands of the operator on places: territories and channels. The verbs of the dashboard, by nobody's account."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Annotated

import typer
from sqlalchemy import select

from commands import names
from commands.failing import Failed
from data import sealed, store
from data.models import Channel, Territory
from desk import channels, territories
from words import t

territory = typer.Typer(no_args_is_help=True, help="Add, rename and list territories.")
channel = typer.Typer(no_args_is_help=True, help="Connect, pause, resume and list accounts; change the secret key.")

Slug = Annotated[str, typer.Argument(help="Short name of the territory, such as colmar.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(territory, name="territory")
    app.add_typer(channel, name="channel")


@territory.command("add")
def add_territory(
    slug: Slug,
    name: str,
    kind: Annotated[str, typer.Option(help="city or region")] = "city",
    parent: Annotated[str | None, typer.Option(help="Slug of the region above.")] = None,
    zone: Annotated[str, typer.Option(help="IANA time zone.")] = "Europe/Paris",
) -> None:
    """Add a territory."""
    above = names.territory_id(parent) if parent else None
    print(territories.add(None, slug, name, kind=kind, parent_id=above, zone=zone))


@territory.command("rename")
def rename_territory(slug: Slug, name: str) -> None:
    """Rename a territory; its history stays."""
    territories.rename(None, names.territory_id(slug), name)


@territory.command("list")
def list_territories() -> None:
    """List territories, the region first."""
    with store.reading() as session:
        for row in session.scalars(select(Territory).order_by(Territory.parent_id.is_not(None), Territory.slug)):
            print(f"{row.slug:<16} {row.kind:<8} {row.name:<24} {row.zone}")


@channel.command("connect")
def connect_channel(
    where: Annotated[str, typer.Argument(help="TERRITORY/NETWORK")],
    remote_id: str,
    handle: str,
    owner: Annotated[str, typer.Option(help="E-mail of the owner.")],
    deputy: Annotated[str, typer.Option(help="E-mail of the deputy.")],
    review_on: Annotated[str, typer.Option(help="When the channel is looked at again, YYYY-MM-DD.")],
    name: Annotated[str, typer.Option(help="Name shown; the handle when left out.")] = "",
) -> None:
    """Connect an account. Its credentials are read as one JSON object from standard input and sealed."""
    slug, _, network = where.partition("/")
    made = channels.connect(
        None, names.territory_id(slug), network, remote_id, handle, _credentials(), name=name,
        owner_id=names.user_id(owner), deputy_id=names.user_id(deputy), review_on=_day(review_on),
    )  # fmt: skip
    print(made)


@channel.command("reconnect")
def reconnect_channel(where: Annotated[str, typer.Argument(help="TERRITORY/NETWORK")]) -> None:
    """Replace an account's credentials (JSON on standard input)."""
    channels.reconnect(None, names.channel_id(where), _credentials())


@channel.command("pause")
def pause_channel(where: Annotated[str, typer.Argument(help="TERRITORY/NETWORK")], because: str) -> None:
    """Pause an account: nothing is read or sent until it is resumed."""
    channels.pause(None, names.channel_id(where), because)


@channel.command("resume")
def resume_channel(where: Annotated[str, typer.Argument(help="TERRITORY/NETWORK")]) -> None:
    """Resume a paused account."""
    channels.resume(None, names.channel_id(where))


@channel.command("list")
def list_channels() -> None:
    """List accounts and their health."""
    with store.reading() as session:
        rows = session.execute(select(Territory.slug, Channel).join(Channel).order_by(Territory.slug, Channel.network))
        for slug, row in rows:
            synced = f"{row.synced_at:%Y-%m-%d %H:%M} UTC" if row.synced_at else t("jamais synchronisé")
            print(f"{slug}/{row.network:<12} {row.handle:<24} {row.state:<13} {synced}")


@channel.command("rotate-key")
def rotate_key() -> None:
    """Seal all credentials again with the first key of PARVIS_SECRET_KEY."""
    with store.writing() as session:
        print(t("{count} compte(s) scellés avec la clé la plus récente.", count=sealed.rotate(session)))


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
