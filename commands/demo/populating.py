"""Fill the hub with who works there and what is planned, by the desk's own verbs: the demo may do what a person may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import numpy as np
from PIL import Image
from sqlalchemy import select

import clock
from commands.demo import staff
from commands.demo.chronicle import ours
from commands.demo.phrases import city
from data import store
from data.lifecycle import move
from data.models import Channel, Delivery, Territory
from desk import channels, contributions, people, posts, territories
from words import s

PLANNED_A_DAY = 5
DAYS = 26
WAITING = 20  # written by advisers, who may draft and not publish
FAILED = 6
OFFERS = 15  # contributions waiting to be read
ZONE = ZoneInfo("Europe/Paris")


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


def plan(seed: int, users: Mapping[str, int]) -> None:
    """Fill the calendar ahead, leave posts waiting for approval, some that failed, and contributions to read."""
    rng = np.random.default_rng(seed + 3)
    accounts = _accounts()
    camille, daniel = users["camille@demo.example"], users["daniel@demo.example"]
    for day in range(DAYS):
        for number in range(PLANNED_A_DAY):
            _post(rng, accounts, (camille, daniel), day, number, and_schedule=True)
    for number in range(WAITING):
        _post(rng, accounts, (users["anna@demo.example"], camille), 1 + number % 10, number, and_schedule=False)
    _fail_some(camille)
    _offer(rng)
    _expire()


def _accounts() -> list[tuple[int, int, str]]:
    with store.reading() as session:
        rows = session.execute(select(Channel.id, Territory.id, Territory.slug).join(Territory).order_by(Channel.id))
        return [(channel, territory, slug) for channel, territory, slug in rows]


def _post(
    rng: np.random.Generator,
    accounts: Sequence[tuple[int, int, str]],
    hands: tuple[int, int],
    day: int,
    number: int,
    *,
    and_schedule: bool,
) -> None:
    by, other = hands
    channel, territory, slug = accounts[int(rng.integers(len(accounts)))]
    at = (clock.now() + timedelta(days=day, hours=2)).astimezone(ZONE)
    at = at.replace(hour=8 + int(rng.integers(12)), minute=int(rng.choice((0, 15, 30, 45))), second=0, microsecond=0)
    if at < clock.now() + timedelta(minutes=30):
        at += timedelta(days=1)
    which = int(rng.integers(len(ours()["posts"])))
    text = f"{ours()['posts'][which].format(place=city(slug, 'fr'))} ({at:%d/%m}, n° {number + 1})"
    draft = posts.draft(
        by, territory, [posts.VariantText(channel, text)], when=posts.When(f"{at:%Y-%m-%dT%H:%M}", "Europe/Paris"),
        title=text[:40], tags=[ours()["tags"][which]],
    )  # fmt: skip
    handed_in = posts.submit(by, draft, and_schedule=and_schedule)
    if and_schedule and handed_in.state == "in_review":  # a city that asks for a second pair of eyes got it
        posts.approve(other, draft, and_schedule=True)


def _fail_some(by: int) -> None:
    """Some of what was planned has failed: what the network said stands on it."""
    at = clock.now()
    because = s("Le réseau a refusé ce texte : il y est déjà.")
    with store.writing() as session:
        soon = select(Delivery.id).where(Delivery.state == "queued").order_by(Delivery.due_at).limit(FAILED)
        for delivery in session.scalars(soon).all():
            move(session, Delivery, delivery, "queued", "failed", at=at, actor_id=by, because=because)


def _offer(rng: np.random.Generator) -> None:
    """Members send photos, events and news of the day; their links are made anew and forgotten."""
    places = {slug: territory for _channel, territory, slug in _accounts()}
    for number, (place, name, kind) in enumerate(staff.MEMBERS):
        member = contributions.add_member(None, places[place], name, kind=kind)
        if number >= OFFERS:
            continue
        what = ("photo", "photo", "event", "status")[number % 4]
        at = clock.now() + timedelta(days=1 + number) if what == "event" else None
        contributions.offer(
            member.link_token, what, _WORDS[what].format(place=city(place, "fr")), credit=name, scopes=["networks"],
            photo=_picture(rng) if what == "photo" else None, alt=_ALT if what == "photo" else "", event_at=at,
            people="crowd" if number % 5 == 0 else "none",
        )  # fmt: skip


_WORDS = {
    "photo": "Notre vitrine de Noël à {place}, ce matin.",
    "event": "Dégustation de bredele ouverte à tous à {place}.",
    "status": "Il reste trois tables ce soir à {place}.",
}
_ALT = "Vitrine décorée de branches de sapin et de guirlandes"


def _picture(rng: np.random.Generator) -> bytes:
    """Paint a soft gradient with a few lights: a picture of nobody and nothing."""
    height, width = 480, 640
    top, bottom = rng.integers(20, 120, 3), rng.integers(120, 250, 3)
    blend = np.linspace(0, 1, height)[:, None, None]
    canvas = np.broadcast_to((top * (1 - blend) + bottom * blend), (height, width, 3)).astype(np.uint8).copy()
    for _ in range(40):
        y, x = int(rng.integers(8, height - 8)), int(rng.integers(8, width - 8))
        canvas[y - 3 : y + 3, x - 3 : x + 3] = (255, 220, 140)
    out = BytesIO()
    Image.fromarray(canvas).save(out, "JPEG", quality=80)
    return out.getvalue()


def _expire() -> None:
    """One account has lost its access, so that one sees how the hub says so."""
    place, network = staff.EXPIRED
    here = select(Channel.id).join(Territory).where(Territory.slug == place, Channel.network == network)
    with store.writing() as session:
        because = s("L'accès à ce compte a expiré : reconnectez-le.")
        move(session, Channel, session.scalars(here).one(), "active", "disconnected", at=clock.now(), because=because)
