"""Fill the hub with who works there, by the desk's own verbs: the demo does only what a person may do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from commands.demo import staff
from desk import channels, people, territories


def populate(credentials: Sequence[dict[str, str]]) -> dict[str, int]:
    """Store territories, people, accounts and members; return the users' ids by e-mail."""
    places: dict[str, int] = {}
    for place in staff.PLACES:
        above = None if place.kind == "region" else places["alsace"]
        places[place.slug] = territories.add(
            None, place.slug, place.name, kind=place.kind, parent_id=above, colour=place.colour
        )
    users = {
        c.email: people.add_user(
            None, c.email, c.name, password=c.password, roles=[(places[c.place], c.role)], lang=c.lang, demo=True
        )
        for c in staff.COLLEAGUES
    }
    owner, deputy = users[staff.COLLEAGUES[0].email], users[staff.COLLEAGUES[1].email]
    for speaker, keys in zip(staff.SPEAKERS, credentials, strict=True):
        channels.connect(
            None, places[speaker.place], speaker.network, speaker.remote_id, speaker.handle, keys, name=speaker.name,
            owner_id=owner, deputy_id=deputy, review_on=date(2027, 6, 30),
        )  # fmt: skip
    return users
