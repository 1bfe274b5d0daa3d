"""Lays a round's world: cities with their accounts, visitors' questions, and everything that is to leave, in the queue.

Posts said by wall time go through the desk's own verbs; the many others are written as the desk writes them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image
from sqlalchemy.orm import Session

from connectors.sandbox.running import Sandbox
from data import digests, sealed, store
from data.models import Author, Channel, Conversation, Delivery, Message, Post, Role, Territory, User, Variant
from desk import channels, media, posts
from tests.faults.plan import Place, Words

ASKED_BEFORE = timedelta(hours=1)
AT_ONCE = 200
PAIRS_LAST = 100  # seconds until an access token of a pair ends
SECRETS = {
    "x": ("consumer_key", "consumer_secret", "access_token", "access_token_secret"),
    "x-pair": ("client_id", "client_secret", "bearer_token", "refresh_token"),
    "facebook": ("access_token", "app_secret"),
}


@dataclass(frozen=True)
class Laid:
    """Ids by what they are of: the person who acts, cities by slug, accounts by number, conversations by mark."""

    by: int
    cities: Mapping[str, int]
    channels: Mapping[int, int]
    conversations: Mapping[str, int]


def lay(sandbox: Sandbox, accounts: Sequence[Place], words: Sequence[Words], at: datetime) -> Laid:
    """Write everything a round needs into sandbox and hub; replies are left to `staff`."""
    keys = {one.number: connected(sandbox, one) for one in accounts}
    questions = [one for one in words if one.how == "reply"]
    asked = sandbox.seed([_question(one, at - ASKED_BEFORE) for one in questions])
    with store.writing() as session:
        by, cities = _people(session, accounts, at)
    known = {one.number: _connect(by, cities[one.city], one, keys[one.number]) for one in accounts}
    with store.writing() as session:
        conversations = _asked(session, questions, asked, known, at - ASKED_BEFORE)
    laid = Laid(by, cities, known, conversations)
    picture = _picture()
    many = [one for one in words if one.how == "post"]
    for start in range(0, len(many), AT_ONCE):
        with store.writing() as session:
            for one in many[start : start + AT_ONCE]:
                _queue(session, laid, one, at, [picture] if one.picture else [])
    for one in words:
        if one.how == "wall":
            by_wall_time(laid, one, at)
    return laid


def connected(sandbox: Sandbox, place: Place, **secrets: str) -> dict[str, str]:
    """Make the account known to the network (again, with these secrets); return what the hub keeps of its keys."""
    body = {"network": place.network, "remote_id": place.remote_id, "handle": place.handle, "name": place.handle}
    made = sandbox.ask("POST", "/_sandbox/accounts", {**body, "place": place.city, "credentials": secrets})
    ends = {"expires_in": str(PAIRS_LAST)} if place.kind == "x-pair" else {}
    return {name: made["credentials"][name] for name in SECRETS[place.kind]} | ends


def by_wall_time(laid: Laid, one: Words, at: datetime) -> None:
    """Schedule words as a person does: a wall time, said to be the first or the second where the night has two."""
    local = (at + timedelta(seconds=one.due_in)).astimezone(ZoneInfo("Europe/Paris"))
    local = local.replace(microsecond=0)
    when = posts.When(local.replace(tzinfo=None).isoformat(), "Europe/Paris", local.fold)
    variant = posts.VariantText(laid.channels[one.place.number], one.text)
    post_id = posts.draft(laid.by, laid.cities[one.place.city], [variant], when=when, tags=["safety"])
    posts.submit(laid.by, post_id, and_schedule=True)


def _question(one: Words, at: datetime) -> dict[str, str]:
    said = f"Bonjour, une question {one.mark} ?"
    return {"network": one.place.network, "to": one.place.handle, "author": f"Visiteur {one.mark}", "text": said,
            "at": at.isoformat()}  # fmt: skip


def _people(session: Session, accounts: Sequence[Place], at: datetime) -> tuple[int, dict[str, int]]:
    region = Territory(slug="region", name="Région", kind="region")
    person = User(email="alice@example.org", name="Alice", created_at=at)
    session.add_all((region, person))
    session.flush()
    slugs = dict.fromkeys(one.city for one in accounts)
    cities = {slug: Territory(slug=slug, name=slug.title(), parent_id=region.id) for slug in slugs}
    session.add_all((*cities.values(), Role(user_id=person.id, territory_id=region.id, role="cm")))
    session.flush()
    return person.id, {slug: city.id for slug, city in cities.items()}


def _connect(by: int, territory_id: int, place: Place, secrets: Mapping[str, str]) -> int:
    return channels.connect(
        by, territory_id, place.network, place.remote_id, place.handle, secrets, name=place.handle, owner_id=by
    )


def _asked(
    session: Session, questions: Sequence[Words], ids: Sequence[str], channels: Mapping[int, int], at: datetime
) -> dict[str, int]:
    """Store the visitors' questions as conversations, as a collection would."""
    opened = {}
    for one, remote_id in zip(questions, ids, strict=True):
        channel = session.get_one(Channel, channels[one.place.number])
        author = Author(network=channel.network, author_key=sealed.author_key(channel.network, one.mark), seen_at=at)
        session.add(author)
        session.flush()
        shared = {"territory_id": channel.territory_id, "channel_id": channel.id, "author_id": author.id}
        case = Conversation(**shared, thread_id=remote_id, opened_at=at, last_at=at, asked_at=at, rank=5, due_at=at)
        session.add(case)
        session.flush()
        text = f"Bonjour, une question {one.mark} ?"
        session.add(
            Message(**shared, conversation_id=case.id, remote_id=remote_id, text=text, posted_at=at, stored_at=at)
        )
        opened[one.mark] = case.id
    return opened


def _queue(session: Session, laid: Laid, one: Words, at: datetime, pictures: list[dict[str, Any]]) -> None:
    channel_id, city, due_at = (
        laid.channels[one.place.number],
        laid.cities[one.place.city],
        at + timedelta(seconds=one.due_in),
    )
    post = Post(territory_id=city, author_id=laid.by, tags=["safety"], state="scheduled", due_at=due_at,
                submitted_at=at, created_at=at)  # fmt: skip
    session.add(post)
    session.flush()
    variant = Variant(post_id=post.id, channel_id=channel_id, text=one.text, media=pictures)
    session.add(variant)
    session.flush()
    post.digest = digests.of_post(session, post.id)
    fingerprint = digests.of_words(one.text, pictures, None)
    session.add(
        Delivery(
            post_id=post.id, variant_id=variant.id, channel_id=channel_id, territory_id=city, by_id=laid.by,
            due_at=due_at, key=f"key-{post.id}", fingerprint=fingerprint, created_at=at,
        )
    )  # fmt: skip


def _picture() -> dict[str, Any]:
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "#1f5f8b").save(drawn, "PNG")
    kept = media.store_image(drawn.getvalue()).kept()
    return {**kept, "alt": "Un rectangle bleu comme le ciel"}
