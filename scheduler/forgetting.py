"""Forgets what has been kept long enough, territory by territory, as its rules say, and logs after their time.

The rules judge each conversation at rest (`mention.tick`); counts stay, words and names go.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from data import forgetting, store
from data.models import Author, Channel, Conversation, Message, Territory
from data.scope import lineage
from policies import facts
from policies.engine import decide
from policies.in_force import book, overlays

FIRST: forgetting.Place = (datetime(1971, 1, 1, tzinfo=UTC), 0)
AT_ONCE = 200  # conversations of a territory in one unit of work
Kind = Literal["listening", "conversation", "dm"]


def forget() -> dict[str, int]:
    """Do all that is due by now; return how many conversations were emptied, authors made nameless, rows deleted."""
    at, done = clock.now(), Counter[str]()
    with store.reading() as session:
        places = session.scalars(select(Territory.id).order_by(Territory.id)).all()
    for place in places:
        after: forgetting.Place | None = FIRST
        while after is not None:
            with store.writing() as session:
                after, more = _some(session, place, at, after)
            done += more
    with store.writing() as session:
        done["authors"] += forgetting.unknown_authors(session, at)
        done["evidence"] += forgetting.old_evidence(session, at)
        done["logs"] += forgetting.old_logs(session, at)
    return dict(done)


def _some(
    session: Session, place: int, at: datetime, after: forgetting.Place
) -> tuple[forgetting.Place | None, Counter[str]]:
    """Look at the next conversations of a place; return where to go on (None: that was all), and what was done."""
    home, done = session.get_one(Territory, place), Counter[str]()
    line = tuple(lineage(session, place))
    days = book().for_(home.slug, overlays=overlays(), within=line[:-1]).values["retention_days"]
    shortest = min(days[name] for name in ("text_max", "conversation_after_close", "dm_after_close"))
    since, aside = at - timedelta(days=shortest), at - timedelta(days=days["listening_text"])
    found = forgetting.at_rest(session, place, since, aside, after, AT_ONCE)
    last = (found[-1].last_at, found[-1].id) if len(found) == AT_ONCE else None
    for case in found:
        told = _facts(session, case, home, line, at)
        verb = decide(told, book()).verb
        if verb == "delete":
            forgetting.empty(session, case, at)
            done["conversations"] += 1
        elif verb == "redact" and case.author_id is not None:
            done["nameless"] += forgetting.nameless(session, case.author_id, aside)
    return last, done


def _facts(
    session: Session, case: Conversation, home: Territory, line: tuple[str, ...], at: datetime
) -> facts.TickFacts:
    channel = session.get_one(Channel, case.channel_id)
    author = session.get(Author, case.author_id) if case.author_id is not None else None
    words = select(Message.id).where(Message.conversation_id == case.id, Message.text != "").limit(1)
    silent_for = (at - case.last_at).days
    return facts.TickFacts(
        at=at,
        territory=home.slug,
        lineage=line,
        territory_zone=home.zone,
        overlays=overlays(),
        channel=facts.Channel(network=channel.network, territory=home.slug, id=channel.id),
        kind=_kind(session, case),
        age_days=silent_for,
        closed_days=silent_for,  # at rest, nobody's move: its last word counts
        has_text=session.scalar(words) is not None,
        has_author=author is not None and (author.handle or author.name) is not None,
    )


def _kind(session: Session, case: Conversation) -> Kind:
    """Return what a conversation is to us: words in private, overheard noise, or a thread of ours."""
    if "noise" in case.flags or case.state == "ignored":
        return "listening"
    private = select(Message.id).where(Message.conversation_id == case.id, Message.kind == "dm").limit(1)
    return "dm" if session.scalar(private) is not None else "conversation"
