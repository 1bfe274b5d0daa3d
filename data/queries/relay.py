"""The relay: what somebody who goes away leaves to a deputy, what became of it, and who is on duty. Changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

import clock
from data import store
from data.models import Absence, Conversation, Duty, Message, Note, Post, User, Watch
from data.queries.posts import Post as Planned
from data.queries.posts import posts_where
from data.queries.seen import Kept, Place, names_of, places_of
from data.roster import on_duty, week_of
from data.scope import roles_by_territory

SENSITIVE = 2  # ranks up to it: safety, press


@dataclass(frozen=True)
class Away:
    """An absence one may see; `places` are those of what was handed over, as far as one sees them."""

    id: int
    user_id: int
    name: str
    deputy_id: int
    deputy: str
    from_at: datetime
    until_at: datetime
    ended_at: datetime | None
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Left:
    """One conversation that was handed over. `promised`: notes marked as promises, else our last reply; maybe nothing.

    `replies` are ours since the absence began; `owner` has it now.
    """

    id: int
    place: Place
    state: str
    chip: Kept | None
    due_at: datetime | None
    asked_at: datetime | None
    said: str
    promised: tuple[str, ...]
    sensitive: bool
    owner: str
    replies: int


@dataclass(frozen=True)
class Call:
    """Whom to call for a place: who is on duty this week, then its directors."""

    place: Place
    name: str
    email: str
    role: str


@dataclass(frozen=True)
class Relay:
    """The one page of an absence: what was open, what is planned, whom to call."""

    away: Away
    cases: tuple[Left, ...]
    planned: tuple[Planned, ...]
    calls: tuple[Call, ...]


@dataclass(frozen=True)
class OnDuty:
    """Who holds a place in a week (its Monday); `window` None: the hours of the policy files."""

    place: Place
    week: date
    primary: str
    deputy: str
    window: str | None


def absences(user_id: int) -> list[Away]:
    """Return the absences one may see, running ones first: one's own, one's deputyships, one's places'."""
    with store.reading() as session:
        places = places_of(session, user_id)
        here = select(Watch.absence_id).where(Watch.territory_id.in_(places))
        mine = or_(Absence.user_id == user_id, Absence.deputy_id == user_id, Absence.id.in_(here))
        order = Absence.ended_at.is_not(None), Absence.from_at.desc(), Absence.id.desc()
        rows = session.scalars(select(Absence).where(mine).order_by(*order).limit(20)).all()
        return [_away(session, row, places) for row in rows]


def one(user_id: int, absence_id: int, at: datetime) -> Relay | None:
    """Return the relay of an absence with what the user may see of it; None when that is nothing."""
    with store.reading() as session:
        places = places_of(session, user_id)
        row = session.get(Absence, absence_id)
        if row is None:
            return None
        away = _away(session, row, places)
        if not away.places and user_id not in (row.user_id, row.deputy_id):
            return None
        due = and_(
            Post.due_at >= at, Post.due_at < row.until_at, Post.state.in_(("scheduled", "approved", "in_review"))
        )
        theirs = and_(due, Post.author_id == row.user_id, Post.conversation_id.is_(None))
        planned = posts_where(session, places, tuple(places), theirs, order=(Post.due_at.asc(),), size=50)
        return Relay(away, _cases(session, row, places), tuple(planned), _calls(session, away.places, at))


def roster(user_id: int, at: datetime) -> list[OnDuty]:
    """Return who is on duty this week and the three after it, in the places one may see."""
    with store.reading() as session:
        places = places_of(session, user_id)
        first = week_of(clock.aware(at).date())
        weeks = Duty.week >= first, Duty.week < first + timedelta(weeks=4)
        rows = session.scalars(
            select(Duty).where(Duty.territory_id.in_(places), *weeks).order_by(Duty.week, Duty.territory_id)
        ).all()
        names = names_of(session, [who for row in rows for who in (row.primary_id, row.deputy_id)])
        return [
            OnDuty(places[row.territory_id], row.week, names[row.primary_id], names[row.deputy_id], row.window)
            for row in rows
        ]


def _away(session: Session, row: Absence, places: Mapping[int, Place]) -> Away:
    shared = [one for one in (row.user_id, row.deputy_id) if roles_by_territory(session, one).keys() & places.keys()]
    names = {row.user_id: "", row.deputy_id: ""} | names_of(session, shared)  # nobody of another city is named
    watched = set(session.scalars(select(Watch.territory_id).where(Watch.absence_id == row.id)))
    return Away(
        row.id, row.user_id, names[row.user_id], row.deputy_id, names[row.deputy_id], row.from_at, row.until_at,
        row.ended_at, tuple(place for place in places.values() if place.id in watched),
    )  # fmt: skip


def _cases(session: Session, row: Absence, places: Mapping[int, Place]) -> tuple[Left, ...]:
    handed = select(Watch.conversation_id).where(Watch.absence_id == row.id)
    found = session.scalars(
        select(Conversation)
        .where(Conversation.id.in_(handed), Conversation.territory_id.in_(places))
        .order_by(Conversation.rank, Conversation.due_at.is_(None), Conversation.due_at, Conversation.id)
    ).all()
    owners = names_of(session, [case.owner_id for case in found])
    return tuple(_left(session, case, row, places[case.territory_id], owners[case.owner_id]) for case in found)


def _left(session: Session, case: Conversation, row: Absence, place: Place, owner: str) -> Left:
    there = Message.conversation_id == case.id
    last = select(Message.text).where(there).order_by(Message.posted_at.desc(), Message.id.desc()).limit(1)
    since = there, ~Message.inward, Message.posted_at >= row.from_at
    promises = select(Note.text).where(Note.conversation_id == case.id, Note.promise).order_by(Note.at, Note.id)
    promised = tuple(session.scalars(promises)) or tuple(session.scalars(last.where(~Message.inward)))
    return Left(
        id=case.id,
        place=place,
        state=case.state,
        chip=case.chip,
        due_at=case.due_at,
        asked_at=case.asked_at,
        said=(session.scalar(last.where(Message.inward)) or "")[:240],
        promised=promised,
        sensitive=case.rank <= SENSITIVE or case.mood == "souring",
        owner=owner,
        replies=session.scalar(select(func.count()).select_from(Message).where(*since)) or 0,
    )


def _calls(session: Session, places: tuple[Place, ...], at: datetime) -> tuple[Call, ...]:
    people = session.scalars(select(User).where(User.active).order_by(User.name, User.id)).all()
    roles = {person.id: roles_by_territory(session, person.id) for person in people}
    found = []
    for place in places:
        duty = on_duty(session, place.id, at.date())
        on = {duty.primary_id: "primary", duty.deputy_id: "deputy"} if duty else {}
        listed = [(on[one.id], one) for one in people if one.id in on]
        listed += [("director", one) for one in people if "director" in roles[one.id].get(place.id, ())]
        found += [Call(place, one.name, one.email, role) for role, one in listed]
    return tuple(found)
