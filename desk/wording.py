"""Words as the policies see them: the facts of one variant, looked up in the database. Judges nothing itself.

Of a connector only its limits and its way of counting are asked, never an instance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from connectors import connector_class
from data import freezes, in_crisis, scope
from data.models import Channel, Post, Territory, Variant
from data.overrides import plain
from desk.rights import Asker, name_of
from desk.tongues import clear_language, heard, languages_of
from policies import facts
from policies.in_force import overlays

Event = Literal["post.submit", "post.approve", "reply.send"]
NEARBY = timedelta(days=14)  # how far apart the same words on two cities are looked for


@dataclass(frozen=True)
class Spoken:
    """One variant on its way to judgement. `declared` is the territory the person believes to speak for."""

    channel_id: int
    text: str
    media: Sequence[dict[str, Any]] = ()
    reply: bool = False
    declared: int | None = None
    overrides: Sequence[dict[str, Any]] = ()  # those that count for just these words, as they are kept


@dataclass(frozen=True)
class About:
    """What holds for all variants of a post: who wrote it, when it goes, who approved it. None: not stored yet."""

    author_id: int | None = None
    post_id: int | None = None
    due_at: datetime | None = None
    tags: Sequence[str] = ()
    digest: str | None = None
    approved_digest: str | None = None
    approved_by: int | None = None
    siblings: Sequence[Spoken] = field(default=())
    conversation_id: int | None = None
    credit: str = ""


def facts_of(session: Session, event: Event, who: Asker, spoken: Spoken, about: About) -> facts.PostFacts:
    """Return the facts of one variant for `event`, asked by `who`, now."""
    _held = session.scalars(select(Territory)).all()  # asked for again and again below: while held, read once
    channel = session.get_one(Channel, spoken.channel_id)
    here = session.get_one(Territory, channel.territory_id)
    declared = session.get(Territory, spoken.declared) if spoken.declared is not None else None
    limits, length = _counted(channel.network, spoken)
    visitor = heard(session, about.conversation_id, here.languages)
    level = in_crisis.level_in(session, here.id)
    return facts.PostFacts(
        event=event,
        at=clock.now(),
        territory=here.slug,
        lineage=tuple(scope.lineage(session, here.id)),
        territory_zone=here.zone,
        overlays=overlays(level),
        incident_level=level,
        actor_id=who.id,
        actor_roles=who.memberships,
        channel=facts.Channel(network=channel.network, territory=here.slug, handle=channel.handle, id=channel.id),
        author_id=about.author_id,
        declared_territory=declared.slug if declared else None,
        text=spoken.text,
        length=length,
        limits=limits,
        languages=languages_of([one.text for one in about.siblings], here.languages),
        versions=_versions(about.siblings, here.languages),
        text_language=clear_language(spoken.text, here.languages),
        visitor_language=visitor.language,
        topics=visitor.topics,
        media=tuple(facts.Medium.of(one) for one in spoken.media),
        credit=about.credit,
        tags=tuple(about.tags),
        due_at=about.due_at,
        digest=about.digest,
        approved_digest=about.approved_digest,
        approved_by=about.approved_by,
        freezes=tuple(_freezes(session, channel.id)),
        same_text_elsewhere=tuple(_twins(session, who, spoken, about)),
        our_cities=tuple(_cities(session)),
        is_safety="safety" in about.tags,
        verified="verified" in about.tags,
        overrides=tuple(facts.Override.model_validate(plain(one)) for one in spoken.overrides),
    )


def _versions(said: Sequence[Spoken], spoken_here: Sequence[str]) -> tuple[facts.Version, ...]:
    """Return the language and length of each variant; none when the language of one is not clear."""
    known = [(clear_language(one.text, spoken_here), len(one.text)) for one in said if one.text.strip()]
    told = tuple(facts.Version(lang=lang, length=length) for lang, length in known if lang)
    return told if len(told) == len(known) else ()


def _counted(network: str, spoken: Spoken) -> tuple[facts.Limits, int | None]:
    try:
        speaks = connector_class(network)
    except KeyError:
        return facts.Limits(), None
    limits = speaks.limits
    known = facts.Limits(
        text=limits.reply_text if spoken.reply else limits.text,
        images=limits.images,
        image_bytes=limits.image_bytes,
        image_types=limits.image_types,
    )
    return known, speaks.length(spoken.text)


def _freezes(session: Session, channel_id: int) -> list[facts.Freeze]:
    found = []
    for one in freezes.in_force(session, channel_id):
        scope_, of = ("all", "")
        if one.tag is not None:  # its territory was looked at: it reaches this channel
            scope_, of = "tag", one.tag
        elif one.channel_id is not None:
            scope_, of = "channel", str(one.channel_id)
        elif one.territory_id is not None:
            scope_, of = "territory", session.get_one(Territory, one.territory_id).slug
        by = name_of(session, one.by_id)
        told = {"scope": scope_, "of": of, "reason": one.reason, "by": by, "at": one.at}
        found.append(facts.Freeze.model_validate({**told, "incident": freezes.incident_name(session, one)}))
    return found


def _twins(session: Session, who: Asker, spoken: Spoken, about: About) -> list[facts.Twin]:
    """Return where else the same words go, among the territories this person sees: nothing of a stranger's is told."""
    goes_at = about.due_at or clock.now()
    places = {row.id: row.slug for row in session.execute(select(Territory.id, Territory.slug))}
    twins = [
        facts.Twin(territory=places[session.get_one(Channel, other.channel_id).territory_id], at=goes_at)
        for other in about.siblings
        if other.channel_id != spoken.channel_id and other.text == spoken.text
    ]
    elsewhere = (
        select(Channel.territory_id, Post.due_at)
        .join(Variant, Variant.channel_id == Channel.id)
        .join(Post, Post.id == Variant.post_id)
        .where(Post.due_at.between(goes_at - NEARBY, goes_at + NEARBY), Post.state.not_in(("cancelled", "declined")))
        .where(Post.conversation_id.is_(None), Variant.text == spoken.text, Post.id != (about.post_id or 0))
    )
    for territory_id, due_at in session.execute(elsewhere):
        if due_at is not None and who.sees(territory_id):
            twins.append(facts.Twin(territory=places[territory_id], at=due_at))
    return twins


def _cities(session: Session) -> list[facts.City]:
    cities = session.scalars(select(Territory).where(Territory.kind == "city").order_by(Territory.slug))
    return [
        facts.City(slug=city.slug, names=(city.name,), lineage=tuple(scope.lineage(session, city.id)))
        for city in cities
    ]
