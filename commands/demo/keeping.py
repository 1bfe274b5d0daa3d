"""Keep the same chronicle in the hub: read, weighed, joined and answered by the very code that does it every day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from commands.demo import planning, populating
from commands.demo.chronicle import Line
from commands.demo.laying import Laid, moved
from commands.failing import Failed
from connectors.contract import Author, Mention
from data import digests, store
from data.answering import show
from data.lifecycle import move
from data.models import (
    Attempt,
    Channel,
    Conversation,
    Delivery,
    Message,
    Outcome,
    Post,
    Territory,
    User,
    Variant,
)
from policies.clocks import TOO_LATE_TO_LEAVE
from policies.in_force import clock_of
from scheduler.accounts import line_of
from scheduler.storing import store_all
from scheduler.weighing import Home, home_of, weighed
from settings import settings
from words import t

TOGETHER = 400  # lines a transaction
OVER = timedelta(days=4)  # answered and silent since: the case is closed
PRAISE = 6  # the inbox's last class asks for nothing


@dataclass(frozen=True)
class _Place:
    """What a line of one account needs to know."""

    channel: Channel
    home: Home


def make_room(home: Path) -> None:
    """Take away an earlier demo. Raises Failed when the database there is not a demo's."""
    if settings().database_url:
        raise Failed(t("La démonstration tient sa propre base : retirez PARVIS_DATABASE_URL."))
    if (home / "parvis.db").exists() and not _is_demo():
        raise Failed(
            t("{home} contient une base qui n'est pas celle d'une démonstration : elle reste intacte.", home=home)
        )
    store.close()
    for name in ("parvis.db", "sandbox.db"):
        for ending in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                (home / f"{name}{ending}").unlink()


def keep(lines: Sequence[Line], laid: Laid, seed: int, say: Callable[[str], None]) -> None:
    """Store people, accounts, the chronicle and what is planned; `say` tells how far it is."""
    with clock.stopped_at(moved(lines[0].at, laid.shift) - timedelta(days=1)):
        users = populating.populate(laid.credentials)
    with store.reading() as session:
        places = {_name(session, c): _Place(c, home_of(session, c)) for c in session.scalars(select(Channel))}
    for start in range(0, len(lines), TOGETHER):
        with store.writing() as session:
            for number in range(start, min(start + TOGETHER, len(lines))):
                _keep(session, lines, number, laid, places, users)
        if start and start % (TOGETHER * 5) == 0:
            say(t("… {done} sur {all}", done=start, all=len(lines)))
    planning.plan(seed, users)
    _close_old_cases()


def _keep(
    session: Session,
    lines: Sequence[Line],
    number: int,
    laid: Laid,
    places: Mapping[str, _Place],
    users: Mapping[str, int],
) -> None:
    line = lines[number]
    place = places[f"{line.territory}/{line.network}"]
    at = moved(line.at, laid.shift)
    with clock.stopped_at(at):
        if line.what == "mention":
            mention = _mention(lines, number, laid)
            items = weighed([mention], place.home, line.network, at)
            store_all(session, line_of(place.channel), place.home, items, at, may_answer=True)
        else:
            _ours(session, line, laid.remote_ids[number], place, users[line.who], at, _above(lines, number, laid))
        session.flush()


def _mention(lines: Sequence[Line], number: int, laid: Laid) -> Mention:
    line = lines[number]
    root = number
    while (above := lines[root].answers) is not None and lines[above].what != "post":
        root = above
    return Mention(
        remote_id=laid.remote_ids[number],
        thread_id=laid.remote_ids[root],
        author=Author(line.author, line.author, line.author.removesuffix("_demo")),
        text=line.text,
        posted_at=moved(line.at, laid.shift),
        kind="comment" if line.answers is not None else "main",
        parent_id=_above(lines, number, laid),
    )


def _above(lines: Sequence[Line], number: int, laid: Laid) -> str | None:
    answers = lines[number].answers
    return None if answers is None else laid.remote_ids[answers]


def _ours(
    session: Session, line: Line, remote_id: str, place: _Place, user: int, at: datetime, reply_to: str | None
) -> None:
    """Store words of ours that stand on the network: the post, its one variant, and a delivery that arrived."""
    conversation = None
    if line.what == "answer":
        asked = Message.channel_id == place.channel.id, Message.remote_id == reply_to
        conversation = session.scalars(select(Message.conversation_id).where(*asked)).one()
    post = Post(
        territory_id=place.channel.territory_id, author_id=user, conversation_id=conversation, state="scheduled",
        due_at=at, submitted_at=at, submitted_by_id=user, approved_at=at, approved_by_id=user, created_at=at,
    )  # fmt: skip
    session.add(post)
    session.flush()
    variant = Variant(post_id=post.id, channel_id=place.channel.id, text=line.text, media=[], reply_to=reply_to)
    session.add(variant)
    session.flush()
    post.digest = digests.of_post(session, post.id)
    delivery = Delivery(
        post_id=post.id, variant_id=variant.id, channel_id=place.channel.id, by_id=user, state="published",
        territory_id=place.channel.territory_id, due_at=at, key=f"demo-{remote_id}", remote_id=remote_id,
        fingerprint=digests.of_words(line.text, [], reply_to), tries=1, published_at=at, created_at=at,
    )  # fmt: skip
    session.add(delivery)
    session.flush()
    attempt = Attempt(delivery_id=delivery.id, number=1, fingerprint=delivery.fingerprint, worker="demo", started_at=at)
    session.add(attempt)
    session.flush()
    session.add(Outcome(attempt_id=attempt.id, result="published", remote_id=remote_id, ended_at=at))
    show(session, delivery.id, clock_of, TOO_LATE_TO_LEAVE)


def _close_old_cases() -> None:
    """Close what has been silent for days, answered or settled by other ways, and praise of yesterday."""
    at = clock.now()
    silent = Conversation.last_at < at - OVER
    thanked = (Conversation.rank >= PRAISE) & (Conversation.last_at < at - timedelta(days=1))
    alive = Conversation.state.in_(("waiting_visitor", "open"))
    with store.writing() as session:
        for row in session.execute(select(Conversation.id, Conversation.state).where(alive, silent | thanked)).all():
            move(session, Conversation, row.id, row.state, "closed", at=at)


def _name(session: Session, channel: Channel) -> str:
    return f"{home_of(session, channel).slug}/{channel.network}"


def _is_demo() -> bool:
    """Tell whether the database is a demo's or empty: with nobody but demo people, or with nothing in it yet."""
    with store.reading() as session:
        kinds = set(session.scalars(select(User.demo).distinct()))
        return kinds == {True} or (not kinds and session.scalar(select(Territory.id).limit(1)) is None)
