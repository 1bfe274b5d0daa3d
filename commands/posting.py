"""Commands that post and that show what became of it: `post` and `deliveries`."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from typing import Annotated

import typer

from commands import names
from commands.failing import Failed
from desk import deliveries as desk_deliveries
from desk import posting
from words import t


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(post)
    app.command()(deliveries)


def post(
    by: Annotated[str, typer.Option("--as", help="E-mail of the person who posts.")],
    channel: Annotated[list[str], typer.Option(help="TERRITORY/NETWORK; repeat it for several accounts.")],
    text: Annotated[str, typer.Option(help="The words.")],
    at: Annotated[str | None, typer.Option(help="When, ISO 8601 with zone; now when left out.")] = None,
    reply_to: Annotated[str | None, typer.Option(help="Remote id of the message answered.")] = None,
) -> None:
    """Post or reply as a person: drafted, judged, approved where policy lets that person, scheduled."""
    channels = [names.channel_id(name) for name in channel]
    done = posting.post(names.user_id(by), channels, text, at=_moment(at), reply_to=reply_to)
    print(json.dumps({"post_id": done.post_id, "state": done.state, "delivery_ids": list(done.delivery_ids)}))


def deliveries(as_json: Annotated[bool, typer.Option("--json", help="One JSON array.")] = False) -> None:
    """List every delivery with its status, attempts and remote id."""
    lines = [dataclasses.asdict(line) for line in desk_deliveries.listing(None)]
    if as_json:
        print(json.dumps(lines, ensure_ascii=False, default=_plain))
        return
    for line in lines:
        print(f"{line['id']:>6}  {line['state']:<12} {line['channel']:<28} {line['due_at']:%Y-%m-%d %H:%M} UTC"
              f"  {line['tries']}×  {line['remote_id'] or '–'}")  # fmt: skip


def _moment(at: str | None) -> datetime | None:
    if at is None:
        return None
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise Failed(t("« {at} » n'est pas une date ISO 8601.", at=at)) from None
    if moment.tzinfo is None:
        raise Failed(t("Ajoutez le fuseau à « {at} » : par exemple +01:00.", at=at))
    return moment


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
