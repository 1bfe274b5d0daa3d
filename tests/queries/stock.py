"""A stocked desk: for a city, one of everything, each piece bearing the city's name so that a leak can be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from data import store
from data.lifecycle import move, record
from data.models import (
    Absence,
    Access,
    Assignment,
    Attempt,
    Channel,
    Contribution,
    Conversation,
    Delivery,
    Duty,
    Freeze,
    Incident,
    IncidentNote,
    IncidentPlace,
    Member,
    Message,
    Moderation,
    Note,
    NoticeTarget,
    Outcome,
    PlaceNamed,
    PolicyDecision,
    Post,
    Recurrence,
    Sample,
    Variant,
    Watch,
)
from tests import cast
from tests.cast import Cast
from words import s


@dataclass(frozen=True)
class Stock:
    """The ids of what a city was stocked with."""

    conversation_id: int
    post_id: int
    draft_id: int
    delivery_id: int
    contribution_id: int
    territory_id: int
    link_digest: str
    series_id: int
    absence_id: int


def fill(people: Cast, city: str, at: datetime) -> Stock:
    """Stock a city with a conversation, posts in every stage, stuck deliveries, a member's offer and a freeze."""
    alice, place = people.user["alice"], people.territory[city]
    talk = cast.conversation(
        people,
        f"{city}/x",
        f"Vivre {city}",
        at,
        due_at=at - timedelta(hours=1),
        owner_id=alice,
        label="negative",
        promise="public_question",
    )
    again = cast.conversation(people, f"{city}/x", f"Vivre {city} !", at, repeats=True, thread_id=f"again-{city}")
    with store.writing() as session:
        message = session.query(Message).filter_by(conversation_id=talk).one()
        message.topics, message.label = [f"topic_{city}"], "negative"
        session.add(PlaceNamed(message_id=message.id, territory_id=place))
        drawn = {"territory_id": place, "message_id": message.id, "drawn_at": at}
        session.add(Sample(quarter="2026-Q3", label="negative", labelled_at=at, **drawn))
        session.add(Sample(quarter="2026-Q4", **drawn))
        session.add(Note(conversation_id=talk, user_id=alice, text=f"Note {city}", at=at))
        session.add(Assignment(conversation_id=talk, user_id=alice, by_id=None, at=at))
        told = message.id
        act = {"act": "hide", "message_class": "spam", "clause": "publicite", "reasons": f"Publicité {city}"}
        where = {"territory_id": place, "channel_id": message.channel_id, "conversation_id": talk}
        session.add(Moderation(**act, **where, message_id=told, by_id=alice, at=at, not_before=at))
        record(session, Conversation, talk, "note", at=at, actor_id=alice, territory_id=place)
        grave = Incident(
            territory_id=place, level=3, title=f"Crue {city}", reason=f"Quais {city}", alarm_at=at,
            opened_by_id=alice, opened_at=at,
        )  # fmt: skip
        session.add(grave)
        session.flush()
        session.add(IncidentPlace(incident_id=grave.id, territory_id=place))
        session.add(IncidentNote(incident_id=grave.id, by_id=alice, at=at, volume=1, text=f"Point {city}"))
        session.add(Freeze(territory_id=place, reason=f"Orage {city}", by_id=alice, at=at))
        aside = {"rule": "quiet_hours", "role": "cm", "reason": f"Vœux de {city}", "by": alice}
        logged = {"subject": "posts", "subject_id": 1, "event": "post.submit", "verb": "warn", "inputs": "0"}
        session.add(PolicyDecision(at=at, actor_id=alice, territory_id=place, overrides=[aside], set_aside=1, **logged))
        room = {"kind": "team", "name": f"Salle {city}", "shown": "Slack", "url": b"", "created_at": at}
        session.add(NoticeTarget(territory_id=place, **room))
        member = Member(territory_id=place, name=f"Hôtel {city}", link_digest=f"link-{city}", created_at=at)
        session.add(member)
        session.flush()
        offer = Contribution(
            territory_id=place,
            member_id=member.id,
            kind="photo",
            text=f"Photo {city}",
            credit=city,
            rights={},
            created_at=at,
        )
        session.add(offer)
        session.flush()
        offer_id = offer.id
        keeper = people.user[{"colmar": "chloe", "mulhouse": "dora"}.get(city, "bruno")]
        away = Absence(user_id=keeper, deputy_id=alice, from_at=at, until_at=at + timedelta(days=1))
        session.add(away)
        session.flush()
        session.add(Watch(absence_id=away.id, conversation_id=talk, territory_id=place))
        session.add(Duty(territory_id=place, week=at.date() - timedelta(days=at.weekday()), primary_id=alice, at=at))
        on = at.date()
        session.add(Access(user_id=keeper, territory_id=place, what="conversations", what_id=talk, on=on, at=at))
        absence_id = away.id
    with store.writing() as session:
        session.query(Message).filter_by(conversation_id=again).one().copy_of_id = told
    series = _series(people, city, at)
    draft, _ = post(people, city, at, state="draft", recurrence_id=series, local_date=at.date())
    post(people, city, at, state="in_review", submitted_at=at, submitted_by_id=alice)
    gone, delivery = post(people, city, at, state="scheduled", due_at=at, delivery="failed")
    post(people, city, at, state="scheduled", due_at=at, delivery="held")
    post(people, city, at, state="scheduled", due_at=None, delivery="unconfirmed", conversation_id=talk)
    with store.writing() as session:
        move(session, Channel, people.channel[f"{city}/facebook"], "active", "disconnected", at=at)
        attempt = Attempt(delivery_id=delivery, number=1, fingerprint="f", worker="w", started_at=at)
        session.add(attempt)
        session.flush()
        because = s("Refusé").kept()
        session.add(Outcome(attempt_id=attempt.id, result="Rejected", because=because, ended_at=at))
    return Stock(talk, gone, draft, delivery, offer_id, place, f"link-{city}", series, absence_id)


def _series(people: Cast, city: str, at: datetime) -> int:
    words = [{"channel_id": people.channel[f"{city}/x"], "text": f"Série {city}", "media": []}]
    with store.writing() as session:
        kept = Recurrence(
            territory_id=people.territory[city], author_id=people.user["alice"], unit="day", local_time="10:00",
            zone="Europe/Paris", starts_on=at.date(), ends_on=at.date(), words=words, key=city, created_at=at,
        )  # fmt: skip
        session.add(kept)
        session.flush()
        return kept.id


def post(people: Cast, city: str, at: datetime, delivery: str | None = None, **values: Any) -> tuple[int, int]:
    """Store a post of a city with one variant, and a delivery in the state asked; return both ids (0: none)."""
    place, channel, alice = people.territory[city], people.channel[f"{city}/x"], people.user["alice"]
    with store.writing() as session:
        kept = Post(territory_id=place, author_id=alice, title=f"Titre {city}", created_at=at, **values)
        session.add(kept)
        session.flush()
        variant = Variant(post_id=kept.id, channel_id=channel, text=f"Texte {city}")
        session.add(variant)
        session.flush()
        if delivery is None:
            return kept.id, 0
        sent = Delivery(
            post_id=kept.id,
            variant_id=variant.id,
            channel_id=channel,
            territory_id=place,
            by_id=alice,
            state=delivery,
            due_at=at,
            key=f"key-{kept.id}",
            fingerprint="f",
            created_at=at,
        )
        session.add(sent)
        session.flush()
        return kept.id, sent.id
