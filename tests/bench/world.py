"""A database of many conversations, filled in bulk, for the benchmarks that read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import insert

from commands.demo.season import START, draw
from data import store
from data.models import Author, Conversation, Delivery, Message, Post, Variant
from tests import cast
from tests.cast import Cast

PORTION = 5_000


def fill(size: int, at: datetime) -> Cast:
    """Store the cast and `size` conversations of one message each, spread over the accounts; return the cast."""
    people = cast.gather(at)
    with store.writing() as session:
        session.add(Author(network="x", author_key="bench", handle="somebody", seen_at=at))
    said = [s.text for s in draw(1, 0.2, START, START + timedelta(days=20))]
    rng = np.random.default_rng(1)
    homes = _homes(people)
    for start in range(1, size + 1, PORTION):
        rows = list(_rows(range(start, min(start + PORTION, size + 1)), said, homes, rng, at))
        with store.writing() as session:
            session.execute(insert(Conversation), [row[0] for row in rows])
            session.execute(insert(Message), [row[1] for row in rows])
    return people


def schedule(people: Cast, count: int, at: datetime) -> None:
    """Store `count` deliveries due tomorrow."""
    channel, territory = people.channel["colmar/x"], people.territory["colmar"]
    with store.writing() as session:
        post = Post(territory_id=territory, author_id=people.user["alice"], state="scheduled", created_at=at)
        session.add(post)
        session.flush()
        variant = Variant(post_id=post.id, channel_id=channel, text="Bonjour")
        session.add(variant)
        session.flush()
        due = [
            {"post_id": post.id, "variant_id": variant.id, "channel_id": channel, "territory_id": territory,
             "by_id": people.user["alice"], "due_at": at + timedelta(days=1, seconds=n), "key": f"bench-{at}-{n}",
             "fingerprint": "f", "created_at": at}
            for n in range(count)
        ]  # fmt: skip
        session.execute(insert(Delivery), due)


def _homes(people: Cast) -> list[tuple[int, int]]:
    return [(channel, people.territory[name.partition("/")[0]]) for name, channel in people.channel.items()]


def _rows(
    numbers: range, said: list[str], homes: list[tuple[int, int]], rng: np.random.Generator, at: datetime
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for number in numbers:
        channel, territory = homes[int(rng.integers(len(homes)))]
        posted = at - timedelta(minutes=number)
        shared = {"territory_id": territory, "channel_id": channel}
        state = "open" if rng.random() < 0.3 else "closed"
        case = shared | {"id": number, "thread_id": str(number), "author_id": 1, "state": state, "opened_at": posted,
                         "rank": int(rng.integers(1, 7)), "due_at": posted + timedelta(hours=4), "last_at": posted,
                         "flags": [], "reasons": [], "places": []}  # fmt: skip
        text = said[number % len(said)] + (" quincaillerie" if number % 9_973 == 0 else "")
        message = shared | {"conversation_id": number, "remote_id": str(number), "author_id": 1, "text": text,
                            "posted_at": posted, "stored_at": posted, "inward": True, "topics": [], "flags": [],
                            "reasons": []}  # fmt: skip
        yield case, message
