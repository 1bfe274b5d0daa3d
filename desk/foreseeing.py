"""What a series would be, before anything is written: its dates, and what the policies say of each. Changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.orm import Session

from connectors import CONNECTORS, connector_class
from data import store
from data.models import Channel, Post
from desk import laying, occurrences
from desk.dates import Rule, checked
from desk.drafting import VariantText, spoken
from desk.judging import judge, stop_if_blocked
from desk.occurrences import Occurrence, Odd
from desk.rights import Asker, require, require_all
from desk.wording import About, Spoken
from policies.verdict import Decision


@dataclass(frozen=True)
class Foreseen:
    """What a series would be: its dates, the odd hours among them (dates as proposed), what the policies say by date
    and channel, and the channels whose network refuses the same words twice, where they are the same every time."""

    occurrences: tuple[Occurrence, ...]
    odd: tuple[Odd, ...]
    decisions: Mapping[date, Mapping[int, Decision]] = field(default_factory=dict)
    repeats: tuple[int, ...] = ()


def foresee(
    by: int,
    territory_id: int,
    variants: Sequence[VariantText],
    rule: Rule,
    *,
    tags: Sequence[str] = (),
    judged: bool = True,
) -> Foreseen:
    """Return what a series would be. Without `judged` the policies are not asked: they take a while for many dates."""
    rule = checked(rule)
    found = occurrences.occurrences(replace(rule, odd_hours=rule.odd_hours or "moved"))
    with store.reading() as session:
        who, said = asked(session, by, territory_id, variants)
        about = About(by, tags=tags)
        decisions = {one.on: on_day(session, who, said, one, about) for one in found} if judged else {}
        return Foreseen(tuple(found), tuple(occurrences.odd(rule)), decisions, tuple(_repeats(session, said, found)))


def asked(session: Session, by: int, territory_id: int, variants: Sequence[VariantText]) -> tuple[Asker, list[Spoken]]:
    """Return who asks, and the words as they are judged, when this person may write there for each of the accounts."""
    who = require(session, by, "draft", territory_id)
    said = spoken(session, who, territory_id, variants)  # a series sets no rule aside: each override is for one text
    places = {session.get_one(Channel, one.channel_id).territory_id for one in said}
    return require_all(session, by, "draft", {territory_id, *places}), said


def on_day(session: Session, who: Asker, said: Sequence[Spoken], one: Occurrence, about: About) -> dict[int, Decision]:
    """Return what the policies say of the words on one date, by channel."""
    words = laying.on_day(session, said, one.on)
    about = replace(about, due_at=one.due_at, siblings=words)
    return {word.channel_id: judge(session, "post.submit", who, word, about) for word in words}


def stop_if_any_blocked(
    session: Session, who: Asker, said: Sequence[Spoken], found: Sequence[Occurrence], about: About
) -> None:
    """Raise Refused, each reason once, when the policies block any of the dates."""
    days = [on_day(session, who, said, one, about) for one in found]
    stop_if_blocked(one for by_channel in days for one in by_channel.values())


def stop_if_rewording_blocked(session: Session, who: Asker, said: Sequence[Spoken], posts: Sequence[Post]) -> None:
    """Raise Refused when the policies block these words on any of the dates that would say them."""
    for post in posts:
        if post.local_date is not None and post.due_at is not None:
            one = Occurrence(post.local_date, post.local_time or "", post.due_at)
            stop_if_any_blocked(session, who, said, [one], About(who.id, post.id, tags=post.tags))


def _repeats(session: Session, said: Sequence[Spoken], found: Sequence[Occurrence]) -> list[int]:
    alike = [one.channel_id for one in said if laying.BLANK not in one.text] if len(found) > 1 else []
    return [one for one in alike if _refuses_repeats(session.get_one(Channel, one).network)]


def _refuses_repeats(network: str) -> bool:
    return network in CONNECTORS and connector_class(network).limits.refuses_repeats
