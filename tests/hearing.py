"""Visitors' words come in as they do every day: weighed, stored, marked, all in one unit of work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from connectors.contract import Author, Mention
from data import store
from data.models import Channel, Conversation, Message
from scheduler.accounts import line_of
from scheduler.storing import store_all
from scheduler.weighing import home_of, weighed
from tests.cast import Cast

OFFER = "Chalet libre à Colmar pour Noël, 40 € la nuit, acompte par coupon, écrivez-nous"
OFFERS = (OFFER, OFFER.upper(), OFFER.replace("40", "55").replace(",", " !"), f"{OFFER} !!")
ASKS = "On arrive samedi en camping-car, où se garer près du marché de Noël ?"
DANGER = "Au secours, il y a le feu au marché de Noël, des blessés, appelez les pompiers"
_numbers = count()


def said(text: str, at: datetime, parent: str | None = None, **also: Any) -> Mention:
    """Return what somebody new says; `parent` is the message it answers."""
    name = f"m{next(_numbers)}"
    return Mention(
        remote_id=name, thread_id=name, author=Author(name, name, name), text=text, posted_at=at,
        kind="comment" if parent else "main", parent_id=parent, **also,
    )  # fmt: skip


def hear(crew: Cast, channel: str, mentions: Sequence[Mention], at: datetime) -> list[int]:
    """Store mentions of an account ("colmar/x") as one batch; return their messages' ids."""
    with store.writing() as session:
        here = session.get_one(Channel, crew.channel[channel])
        home = home_of(session, here)
        items = weighed(mentions, home, here.network, at)
        return store_all(session, line_of(here), home, items, at, may_answer=True)


def hear_texts(crew: Cast, channel: str, texts: Sequence[str], at: datetime) -> list[int]:
    """Store what visitors say a second after one another; return the conversations' ids."""
    ids = hear(crew, channel, [said(text, at + timedelta(seconds=n)) for n, text in enumerate(texts)], at)
    return [message.conversation_id for message in messages(ids)]


def messages(ids: Sequence[int]) -> list[Message]:
    """Return messages as they stand, in the order of `ids`."""
    with store.reading() as session:
        return [session.get_one(Message, one) for one in ids]


def cases(ids: Sequence[int]) -> list[Conversation]:
    """Return conversations as they stand, in the order of `ids`."""
    with store.reading() as session:
        return [session.get_one(Conversation, one) for one in ids]
