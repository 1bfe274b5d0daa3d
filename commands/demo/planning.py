"""Fill the demo's calendar ahead, leave posts to approve and some that failed, and contributions to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import numpy as np
from PIL import Image
from sqlalchemy import select

import clock
from commands.demo import staff
from commands.demo.chronicle import ours
from commands.demo.phrases import city
from data import digests, store
from data.lifecycle import move
from data.models import Channel, Delivery, Post, Territory, Variant
from desk import contributions, posts
from words import s

PLANNED_A_DAY = 5
DAYS = 26
WAITING = 20  # written by advisers, who may draft and not publish
FAILED = 6
OFFERS = 15  # contributions waiting to be read
ZONE = ZoneInfo("Europe/Paris")


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
    """Some posts of these days were refused: what the network said stands on them."""
    accounts = [account for account in _accounts() if account[2] != staff.EXPIRED[0]]
    because = s("Le réseau a refusé ce texte : il y est déjà.").kept()
    with store.writing() as session:
        for number in range(FAILED):
            channel, territory, slug = accounts[number % len(accounts)]
            at = clock.now() - timedelta(hours=7 * number + 3)
            post = Post(
                territory_id=territory, author_id=by, state="scheduled", due_at=at, created_at=at, submitted_at=at,
                submitted_by_id=by, approved_at=at, approved_by_id=by,
            )  # fmt: skip
            session.add(post)
            session.flush()
            variant = Variant(
                post_id=post.id, channel_id=channel, text=ours()["posts"][0].format(place=city(slug, "fr"))
            )
            session.add(variant)
            session.flush()
            post.digest = digests.of_post(session, post.id)
            session.add(
                Delivery(
                    post_id=post.id, variant_id=variant.id, channel_id=channel, territory_id=territory, by_id=by,
                    state="failed", due_at=at, key=f"demo-failed-{number}", because=because, created_at=at,
                    fingerprint=digests.of_words(variant.text, [], None),
                )
            )  # fmt: skip


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
