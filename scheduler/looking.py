"""One look for one unknown delivery: taken by one worker, concluded from what the network showed or did not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from connectors.contract import Media, Outgoing, Receipt
from connectors.failures import Failure, Rejected, Unsupported
from data import store
from data.answering import show
from data.confirming import call_back
from data.lifecycle import move, record
from data.models import Attempt, Channel, Delivery, Outcome, Variant
from data.results import DUPLICATE, SURE
from policies.clocks import TOO_LATE_TO_LEAVE
from policies.in_force import clock_of
from scheduler import steady
from scheduler.accounts import Line, heed, line_of
from scheduler.claiming import LEASE_FOR
from scheduler.pacing import MAY_READ
from scheduler.settling import published, unknown_tries
from words import Sentence, s

LOOKS_AFTER = (timedelta(seconds=5), timedelta(seconds=30), timedelta(seconds=120))
ONE_LOOK_FOR = timedelta(seconds=300)  # nobody else looks meanwhile
ABSENCES = 2
UNKNOWN_TRIES = 3
BLIND_FOR, BLIND_LOOKS = timedelta(minutes=30), 3  # so long and so often unreadable: a person looks
CLOCK_OFF = timedelta(days=1)  # how far ahead our clock may have been when it noted the try: a zone, a day, read wrong
ADOPTED_SINCE = 2 * CLOCK_OFF  # how far before the first unknown try adopted ids are told


@dataclass(frozen=True)
class Look:
    """An unknown delivery to look for. From `since` (the first unknown try) to `ended_at` (the last one, at latest)."""

    delivery_id: int
    tries: int
    looks: int
    absences: int
    since: datetime
    ended_at: datetime
    line: Line
    outgoing: Outgoing = field(repr=False)


def take(delivery_id: int, at: datetime) -> Look | None:
    """Take the look that is due; None when somebody else has it."""
    with store.writing() as session:
        due = Delivery.state == "unconfirmed", Delivery.look_at <= at
        open_now = exists().where(Channel.id == Delivery.channel_id, *MAY_READ)  # a look before may have closed it
        took = update(Delivery).where(Delivery.id == delivery_id, *due, open_now).values(look_at=at + ONE_LOOK_FOR)
        if session.execute(took.returning(Delivery.id), {"at": at}).one_or_none() is None:
            return None
        delivery = session.get_one(Delivery, delivery_id)
        since, ended_at = _span(session, delivery)
        return Look(
            delivery.id,
            delivery.tries,
            delivery.looks,
            delivery.absences,
            since,
            ended_at,
            line_of(session.get_one(Channel, delivery.channel_id)),
            _outgoing(session, delivery, since),
        )


def conclude(
    look: Look,
    result: Receipt | Exception | None,
    at: datetime,
    *,
    lag: float = 0.0,
    proof: bool = False,
    earlier: bool = False,
) -> str:
    """Write down what a look asked `at` gave (None: it is not there) and return what becomes of the delivery.

    `lag` is the network's read lag in seconds; `proof`: past it, one absence is enough. `earlier`: the same words
    stand there from before the try, by our clock, so whether they are ours is a person's to say.
    """
    try:
        with store.writing() as session:
            if isinstance(result, Receipt):
                return _ask(session, look, EARLIER, at) if earlier else _adopt(session, look, result, at)
            if result is None:
                return _absent(session, look, timedelta(seconds=lag), at, 1 if proof else ABSENCES)
            if isinstance(result, Failure):
                heed(session, look.line, result, at)
            if isinstance(result, Rejected | Unsupported):
                return _ask(session, look, UNSEEN, at)
            return _blind(session, look, at)
    except IntegrityError:  # another delivery adopted it first: look for ours
        with store.writing() as session:
            return _blind(session, look, at)


UNSEEN = s(
    "Parvis ne peut pas vérifier si ce message est parti : regardez sur le réseau, dites s'il y est ou renvoyez-le."
)
UNFOUND = s(
    "Envoyé plusieurs fois sans confirmation, introuvable : regardez sur le réseau, dites s'il y est ou renvoyez-le."
)

EARLIER = s(
    "Ces mots sont sur le réseau, mais plus tôt que l'heure notée de cet envoi : l'horloge était peut-être fausse. "
    "Regardez sur le réseau, dites s'il y est ou renvoyez-le."
)
REFUSED_AS_THERE = s(
    "Le réseau dit que ces mots y sont déjà, mais Parvis ne les trouve pas : regardez sur le réseau, "
    "dites s'il y est ou renvoyez-le."
)


def _span(session: Session, delivery: Delivery) -> tuple[datetime, datetime]:
    tries = select(Attempt.started_at, Outcome.ended_at).join(Outcome, isouter=True)
    unsure = Outcome.result.is_(None) | Outcome.result.not_in(SURE)
    rows = session.execute(tries.where(Attempt.delivery_id == delivery.id, unsure).order_by(Attempt.number)).all()
    if not rows:
        return delivery.created_at, delivery.created_at
    last = rows[-1].ended_at or delivery.lease_until or rows[-1].started_at
    return rows[0].started_at, last


def _outgoing(session: Session, delivery: Delivery, since: datetime) -> Outgoing:
    variant = session.get_one(Variant, delivery.variant_id)
    here = Delivery.channel_id == delivery.channel_id, Delivery.published_at >= since - ADOPTED_SINCE
    adopted = session.scalars(select(Delivery.remote_id).where(*here, Delivery.remote_id.is_not(None)))
    media = tuple(Media(b"", m["mime"], m.get("alt", ""), m["file"]) for m in variant.media)  # only counted
    return Outgoing(
        variant.text, delivery.key, media, variant.reply_to, frozenset(i for i in adopted if i), delivery.handle
    )


def _adopt(session: Session, look: Look, receipt: Receipt, at: datetime) -> str:
    def moved() -> bool:
        return move(
            session, Delivery, look.delivery_id, "unconfirmed", "published", at=at,
            where=[Delivery.tries == look.tries], detail={"found": True}, **published(receipt, at),
        )  # fmt: skip

    # the second: somebody decided to send it again, or to give it up, while we looked
    if moved() or (call_back(session, look.delivery_id, look.tries, at) and moved()):
        show(session, look.delivery_id, clock_of, TOO_LATE_TO_LEAVE)
        return "published"
    return "moved"


def _absent(session: Session, look: Look, lag: timedelta, at: datetime, enough: int) -> str:
    absences = look.absences + _counts(session, look, lag, at)
    if absences < enough:
        return _again(session, look, look.looks + 1, absences, at)
    if _last_result(session, look) == DUPLICATE:
        return _ask(session, look, REFUSED_AS_THERE, at)
    if unknown_tries(session, look.delivery_id) >= UNKNOWN_TRIES:
        return _ask(session, look, UNFOUND, at)
    return _send_again(session, look, at)


def _blind(session: Session, look: Look, at: datetime) -> str:
    """Look once more after a look that showed nothing, neither presence nor absence; not for ever."""
    if at - look.since >= BLIND_FOR and look.looks + 1 >= BLIND_LOOKS:
        return _ask(session, look, UNSEEN, at)
    return _again(session, look, look.looks + 1, look.absences, at)


def _counts(session: Session, look: Look, lag: timedelta, at: datetime) -> bool:
    """Tell whether an absence asked `at` counts: past the read lag, by a clock that has not jumped meanwhile."""
    reading = steady.read(session)
    return reading.even_for >= LEASE_FOR.total_seconds() and at - reading.ahead >= look.ended_at + lag


def _last_result(session: Session, look: Look) -> str | None:
    last = Attempt.delivery_id == look.delivery_id, Attempt.number == look.tries
    return session.scalar(select(Outcome.result).join(Attempt).where(*last))


def _send_again(session: Session, look: Look, at: datetime) -> str:
    because = s("Cherché deux fois sur le réseau et absent : Parvis l'envoie de nouveau.")
    same_try = [Delivery.tries == look.tries]
    moved = move(
        session,
        Delivery,
        look.delivery_id,
        "unconfirmed",
        "queued",
        at=at,
        because=because,
        where=same_try,
        look_at=None,
    )
    return "queued" if moved else "moved"


def _again(session: Session, look: Look, looks: int, absences: int, at: datetime) -> str:
    after = LOOKS_AFTER[min(max(looks, 1), len(LOOKS_AFTER) - 1)]
    _set(session, look, looks=looks, absences=absences, look_at=at + after)
    return "not_yet"


def _ask(session: Session, look: Look, because: Sentence, at: datetime) -> str:
    _set(session, look, looks=look.looks + 1, look_at=None, because=because.kept())
    record(session, Delivery, look.delivery_id, "asked a person", at=at, detail={"because": because.kept()})
    return "asked"


def _set(session: Session, look: Look, **values: object) -> None:
    same = Delivery.id == look.delivery_id, Delivery.state == "unconfirmed", Delivery.tries == look.tries
    session.execute(update(Delivery).where(*same).values(**values))
