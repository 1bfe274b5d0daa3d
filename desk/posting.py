"""One verb for scripts: words on some accounts, by a person, in one go. The same road as the pages take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import scope, store
from data.models import Channel, Delivery, Message, Post, Territory
from desk import posts, replies, series
from desk.judging import stop_if_blocked
from desk.refusal import NotHere, refused
from desk.rights import asker
from desk.times import aware
from policies.verdict import Decision
from words import s


@dataclass(frozen=True)
class Posted:
    """What became of the words: the post, its state, its deliveries, and what the policies said."""

    post_id: int
    state: str
    delivery_ids: tuple[int, ...] = ()
    decisions: Mapping[int, Decision] = field(default_factory=dict)


@dataclass(frozen=True)
class Repeated:
    """What became of a series: its posts by date, the states they stand in, and their deliveries."""

    series_id: int
    post_ids: tuple[int, ...]
    states: tuple[str, ...]
    delivery_ids: tuple[int, ...]


def post(
    by: int,
    channels: Sequence[int | str],
    text: str,
    *,
    at: datetime | None = None,
    reply_to: str | None = None,
    confirm: str | None = None,
) -> Posted:
    """Draft, judge, approve where the policies let this person, and schedule: at `at`, or now.

    `channels` are ids or names ("strasbourg/x"); `reply_to` is the remote id of a message received on the one channel.
    """
    at = aware(at) if at is not None else None
    ids = _channels(by, channels)
    if reply_to is not None:
        return _reply(by, ids, text, at, reply_to, confirm)
    home, zone, declared = _home(by, ids)
    variants = [posts.VariantText(one, text, declared=declared[one]) for one in ids]
    when = _when(at, zone) if at is not None else None
    decisions = posts.check_words(by, home, variants, when=when)
    stop_if_blocked(decisions.values())  # before anything is written: a refusal leaves no draft behind
    post_id = posts.draft(by, home, variants, when=when)
    moved = posts.submit(by, post_id, and_schedule=at is not None)
    if at is None and moved.state == "approved":
        moved = posts.publish_now(by, post_id)
    return Posted(moved.post_id, moved.state, moved.delivery_ids, moved.decisions)


def repeat(
    by: int,
    channels: Sequence[int | str],
    text: str,
    *,
    at: datetime,
    unit: Literal["day", "week", "month"],
    until: date,
    every: int = 1,
    weekdays: Sequence[int] = (),
    month_day: int | None = None,
    confirm: str | None = None,
) -> Repeated:
    """Post words again and again: first at `at`, then at the same wall time there, by the rule (`dates.Rule`).

    `{date}` in the text is filled on each date. Asked for twice it is one series, told again. Raises as `series.lay`.
    """
    at = aware(at)
    ids = _channels(by, channels)
    home, zone, declared = _home(by, ids)
    there = at.astimezone(ZoneInfo(zone))
    rule = series.Rule(
        unit, there.date(), until, there.strftime("%H:%M"), zone, every, tuple(weekdays), month_day=month_day
    )
    laid = series.lay(by, home, [posts.VariantText(one, text, declared=declared[one]) for one in ids], rule,
                      confirm=confirm)  # fmt: skip
    series.submit(by, laid.series_id, and_schedule=True)
    with store.reading() as session:
        states = session.scalars(select(Post.state).where(Post.id.in_(laid.post_ids)).distinct().order_by(Post.state))
        queued = select(Delivery.id).where(Delivery.post_id.in_(laid.post_ids), Delivery.state != "cancelled")
        alive = tuple(session.scalars(queued.order_by(Delivery.due_at, Delivery.id)))
        return Repeated(laid.series_id, laid.post_ids, tuple(states), alive)


def _channels(by: int, names: Sequence[int | str]) -> list[int]:
    """Return the ids of accounts this person sees, named once each; raise NotHere for any other."""
    with store.reading() as session:
        who = asker(session, by)
        found = [_channel(session, one) for one in names]
        if not found:
            raise refused(s("Choisissez au moins un compte."))
        if any(one is None or not who.sees(one.territory_id) for one in found):
            raise NotHere
        return list(dict.fromkeys(one.id for one in found if one is not None))


def _channel(session: Session, name: int | str) -> Channel | None:
    if isinstance(name, int):
        return session.get(Channel, name)
    slug, _, network = name.partition("/")
    here = select(Channel).join(Territory, Territory.id == Channel.territory_id)
    return session.scalars(here.where(Territory.slug == slug, Channel.network == network)).first()


def _home(by: int, ids: Sequence[int]) -> tuple[int, str, dict[int, int]]:
    """Return the territory that holds the post, its zone, and each account's own: the nearest one above them all."""
    with store.reading() as session:
        who = asker(session, by)
        declared = {one: session.get_one(Channel, one).territory_id for one in ids}
        lines = [scope.lineage(session, place) for place in dict.fromkeys(declared.values())]
        shared = [slug for slug in lines[0] if all(slug in line for line in lines)]
        nearest = session.scalars(select(Territory).where(Territory.slug == shared[-1])).first() if shared else None
        if nearest is None or not who.sees(nearest.id):
            nearest = session.get_one(Territory, declared[ids[0]])
        return nearest.id, nearest.zone, declared


def _when(at: datetime, zone: str) -> posts.When:
    local = at.astimezone(ZoneInfo(zone))
    return posts.When(local.replace(tzinfo=None).isoformat(), zone, local.fold)


def _reply(by: int, ids: Sequence[int], text: str, at: datetime | None, reply_to: str, confirm: str | None) -> Posted:
    if len(ids) != 1 or at is not None:
        raise refused(s("Une réponse part d'un seul compte, et tout de suite."))
    with store.reading() as session:
        same = select(Message).where(Message.channel_id == ids[0], Message.remote_id == reply_to, Message.inward)
        message = session.scalars(same).one_or_none()
    if message is None:
        raise NotHere
    sent = replies.send(by, message.conversation_id, text, channel_id=ids[0], to_message=message.id, confirm=confirm)
    deliveries = () if sent.delivery_id is None else (sent.delivery_id,)
    return Posted(sent.post_id, sent.state, deliveries, {ids[0]: sent.decision})
