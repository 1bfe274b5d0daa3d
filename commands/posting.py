"""Commands that post and that show what became of it: `post` and `deliveries`."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from typing import Annotated, Any

import typer

import clock
from commands import names, repeating
from commands.failing import Failed
from commands.ready import on_database
from desk import deliveries as desk_deliveries
from desk import posting
from words import s, t

BY = s("Adresse (ou début d'adresse) de la personne qui publie.")
CHANNEL = s("TERRITOIRE/RÉSEAU, par exemple colmar/x ; à répéter pour plusieurs comptes.")
AT = s("Quand, en ISO 8601 avec fuseau (2026-12-05T10:00+01:00) ; maintenant par défaut.")
REPLY_TO = s("Identifiant, sur le réseau, du message auquel on répond.")


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(help=s("Publier ou répondre au nom d'une personne : jugé, approuvé si elle le peut, programmé.").text)(
        post
    )
    app.command(help=s("Tous les envois : état, tentatives, identifiant sur le réseau.").text)(deliveries)


@on_database
def post(
    by: Annotated[str, typer.Option("--as", help=BY.text)],
    channel: Annotated[list[str], typer.Option(help=CHANNEL.text)],
    text: Annotated[str, typer.Option(help=s("Le texte.").text)],
    at: Annotated[str | None, typer.Option(help=AT.text)] = None,
    reply_to: Annotated[str | None, typer.Option(help=REPLY_TO.text)] = None,
    every: Annotated[str | None, typer.Option(help=repeating.EVERY.text)] = None,
    on: Annotated[list[str] | None, typer.Option(help=repeating.ON.text)] = None,
    until: Annotated[str | None, typer.Option(help=repeating.UNTIL.text)] = None,
    odd_hours: Annotated[str | None, typer.Option(help=repeating.ODD_HOURS.text)] = None,
) -> None:
    """Post or reply as a person: drafted, judged, approved where policy lets that person, scheduled."""
    moment = _moment(at)
    who, channels = names.user_id(by), [names.channel_id(name) for name in channel]
    if every is not None:
        rule = repeating.rule(moment, every, on or (), until)
        return _series(posting.repeat(who, channels, text, **rule, confirm=odd_hours))
    if on or until or odd_hours:
        raise Failed(t("--on, --until et --odd-hours vont avec --every."))
    done = posting.post(who, channels, text, at=moment, reply_to=reply_to)
    print(json.dumps({"post_id": done.post_id, "status": done.state, "delivery_ids": list(done.delivery_ids)}))


@on_database
def deliveries(
    as_json: Annotated[bool, typer.Option("--json", help=s("Un tableau JSON.").text)] = False,
) -> None:
    """List every delivery with its status, attempts and remote id, why it stands there and what is safe to do."""
    lines = [_named(line) for line in desk_deliveries.listing(None)]
    if as_json:
        print(json.dumps(lines, ensure_ascii=False, default=datetime.isoformat))
        return
    for line in lines:
        print(f"{line['id']:>6}  {line['status']:<12} {line['channel']:<28} {line['due_at']:%Y-%m-%d %H:%M} UTC"
              f"  {line['attempts']}×  {line['remote_id'] or '–'}"
              f"  {line['why'] or line['because']}  {line['next']}".rstrip())  # fmt: skip


def _series(done: posting.Repeated) -> None:
    told = {"series_id": done.series_id, "post_ids": done.post_ids, "status": "+".join(done.states)}
    print(json.dumps(told | {"delivery_ids": done.delivery_ids}))


def _named(line: desk_deliveries.Line) -> dict[str, Any]:
    """Return a delivery under the names scripts rest on: `status` is what the rooms call its state."""
    values = dataclasses.asdict(line)
    return {"id": values.pop("id"), "status": values.pop("state"), **values}


def _moment(at: str | None) -> datetime | None:
    if at is None:
        return None
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise Failed(t("« {at} » n'est pas une date ISO 8601.", at=at)) from None
    if moment.tzinfo is None:
        raise Failed(t("Ajoutez le fuseau à « {at} » : par exemple +01:00.", at=at))
    if moment <= clock.now():
        raise Failed(t("« {at} » est déjà passé : sans --at, le texte part maintenant.", at=at))
    return moment
