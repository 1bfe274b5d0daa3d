"""The standing cast. Alice is the shared community manager of Alsace; Bruno directs Strasbourg; Chloé answers at
Colmar's front desk; Dora is community manager of Mulhouse alone; Émile sees nothing. Names mean the same in every test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from data import sealed, store
from data.models import Author, Channel, Conversation, Message, Role, Territory, User

CITIES = {"strasbourg": "Strasbourg", "mulhouse": "Mulhouse", "colmar": "Colmar"}
PEOPLE = {
    "alice": ("cm", "alsace"),
    "bruno": ("director", "strasbourg"),
    "chloe": ("adviser", "colmar"),
    "dora": ("cm", "mulhouse"),
    "emile": (None, None),
}


@dataclass(frozen=True)
class Cast:
    """Ids by name: `territory["colmar"]`, `user["alice"]`, `channel["colmar/x"]`."""

    territory: Mapping[str, int]
    user: Mapping[str, int]
    channel: Mapping[str, int]


def gather(at: datetime, credentials: Mapping[str, Mapping[str, str]] | None = None) -> Cast:
    """Store the cast and return their ids; `credentials` by "territory/network" are sealed into the channels."""
    with store.writing() as session:
        region = Territory(slug="alsace", name="Alsace", kind="region")
        session.add(region)
        session.flush()
        places = {"alsace": region} | {s: Territory(slug=s, name=n, parent_id=region.id) for s, n in CITIES.items()}
        session.add_all(places.values())
        users = {n: User(email=f"{n}@example.org", name=n.capitalize(), created_at=at) for n in PEOPLE}
        session.add_all(users.values())
        session.flush()
        for name, (role, place) in PEOPLE.items():
            if role and place:
                session.add(Role(user_id=users[name].id, territory_id=places[place].id, role=role))
        channels: dict[str, Channel] = {}
        for number, (slug, place) in enumerate((s, n) for s in places for n in ("x", "facebook")):
            name = f"{slug}/{place}"
            channels[name] = Channel(
                territory_id=places[slug].id,
                network=place,
                remote_id=str(1000 + number),
                handle=f"{slug}_demo",
                name=places[slug].name,
                created_at=at,
                credentials=sealed.seal((credentials or {}).get(name, {})),
                owner_id=users["alice"].id,
            )
        session.add_all(channels.values())
        session.flush()
        return Cast(
            {n: r.id for n, r in places.items()},
            {n: r.id for n, r in users.items()},
            {n: r.id for n, r in channels.items()},
        )


def conversation(cast: Cast, channel: str, text: str, at: datetime, **values: Any) -> int:
    """Store a visitor's message as an open conversation of a channel ("colmar/x") and return the conversation's id."""
    with store.writing() as session:
        kept = session.get_one(Channel, cast.channel[channel])
        thread = values.pop("thread_id", f"thread-{text[:12]}-{at.timestamp()}")
        author = Author(
            network=kept.network, author_key=sealed.author_key(kept.network, thread), handle="visitor", seen_at=at
        )
        session.add(author)
        session.flush()
        values = {"rank": 5, "due_at": at + timedelta(hours=4), "asked_at": at} | values
        case = Conversation(
            territory_id=kept.territory_id,
            channel_id=kept.id,
            thread_id=thread,
            author_id=author.id,
            opened_at=at,
            last_at=at,
            **values,
        )
        session.add(case)
        session.flush()
        session.add(
            Message(
                conversation_id=case.id,
                channel_id=kept.id,
                territory_id=kept.territory_id,
                remote_id=thread,
                author_id=author.id,
                text=text,
                posted_at=at,
                stored_at=at,
            )
        )
        return case.id
