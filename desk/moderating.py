"""Hides a visitor's words: under a clause of the charter, with a statement of reasons, judged by the policies first.

What is clearly illegal is sealed as evidence before it goes. The scheduler speaks with the network.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from data import in_crisis, lifecycle, recording, scope, sealed, store
from data.models import Author, Channel, Message, Moderation, Territory
from data.retention import years_after
from desk.refusal import Refused, TooLate, refused
from desk.rights import Asker, asker, reach
from policies import facts
from policies.engine import decide
from policies.facts.acts import ILLEGAL
from policies.in_force import book, overlays, texts_of
from policies.logged import entry
from policies.verdict import Decision
from words import Sentence, s

KINDS: dict[str, Sentence] = {
    "hate": s("Haine, racisme"),
    "threat": s("Menace, appel à la violence"),
    "doxxing": s("Données personnelles d'autrui, pour nuire"),
    "child": s("Enfant en danger"),
    "abuse": s("Injure visant une personne"),
    "spam": s("Publicité, arnaque, répétition"),
    "personal_data": s("Données personnelles par mégarde"),
    "critique": s("Critique, plainte"),
}


@dataclass(frozen=True)
class Asked:
    """What was asked: the act's id and what the policies said, warnings too."""

    id: int
    decision: Decision


def clauses() -> dict[str, str]:
    """Return the clauses of the charter in force, by id."""
    charter = book().for_("").values.get("charter") or {"clauses": {}}
    return {name: str(clause["says"]) for name, clause in charter["clauses"].items()}


def hide(by: int, message_id: int, kind: str, clause: str, reasons: str) -> Asked:
    """Ask that a visitor's message be hidden. Raises Refused with every reason that blocks, TooLate when it is asked.

    `kind` is one of KINDS; `reasons` is what whoever wrote it may read.
    """
    if kind not in KINDS:
        raise refused(s("Dites de quoi il s'agit."))
    with store.writing() as session:
        message = reach_for(session, by, message_id, kind)
        if message[0].withdrawn_at is not None or _there(session, message_id):
            raise TooLate(s("Ce message est déjà masqué, ou va l'être."))
        return _ask(session, *message, kind, clause, reasons)


def again(by: int, moderation_id: int) -> None:
    """Try once more what a network refused or never answered."""
    with store.writing() as session:
        row = reach(session, by, "moderate", Moderation, moderation_id)
        at = clock.now()
        if not lifecycle.move(
            session, Moderation, row.id, "failed", "asked", at=at, actor_id=by, tries=0, not_before=at
        ):
            raise TooLate(s("Ce message est déjà masqué, ou va l'être."))


def reach_for(session: Session, by: int, message_id: int, kind: str) -> tuple[Message, Asker]:
    """Return the message for somebody who may hide such words: any answerer, where they are clearly illegal."""
    action = "answer" if kind in ILLEGAL else "moderate"
    message = reach(session, by, action, Message, message_id)
    if not message.inward:
        raise refused(s("Nos propres messages se retirent depuis « Envois »."))
    return message, asker(session, by)


def _ask(session: Session, message: Message, who: Asker, kind: str, clause: str, reasons: str) -> Asked:
    at = clock.now()
    told = _facts(session, message, who, kind, clause, reasons, at)
    decision = decide(told, book())
    if not decision.passes:
        raise Refused([one.sentence for one in decision.reasons if one.verb != "warn"])
    illegal = kind in ILLEGAL
    row = Moderation(
        territory_id=message.territory_id, channel_id=message.channel_id, conversation_id=message.conversation_id,
        message_id=message.id, act="hide", message_class=kind, clause=clause, reasons=reasons.strip(), by_id=who.id,
        at=at, not_before=at, evidence=_evidence(session, message) if illegal else None,
        evidence_until=years_after(at, 1) if illegal else None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    detail = {"message": message.id, "clause": clause}
    lifecycle.record(
        session, Moderation, row.id, "asked", at=at, actor_id=who.id, territory_id=row.territory_id, detail=detail
    )
    used = texts_of(decision.versions)
    recording.decision(
        session, Moderation, row.id, entry(decision), used, at=at, actor_id=who.id, territory_id=row.territory_id,
        channel_id=row.channel_id,
    )  # fmt: skip
    return Asked(row.id, decision)


def _facts(
    session: Session, message: Message, who: Asker, kind: str, clause: str, reasons: str, at: datetime
) -> facts.ModerationFacts:
    channel, home = session.get_one(Channel, message.channel_id), session.get_one(Territory, message.territory_id)
    return facts.ModerationFacts(
        at=at,
        territory=home.slug,
        lineage=tuple(scope.lineage(session, home.id)),
        territory_zone=home.zone,
        overlays=overlays(in_crisis.level_in(session, home.id)),
        actor_id=who.id,
        actor_roles=who.memberships,
        channel=facts.Channel(network=channel.network, territory=home.slug, handle=channel.handle, id=channel.id),
        act="hide",
        message_class=kind,
        clause=clause,
        excerpt=message.text[:200] or "—",
        reasons=reasons,
        noticed_at=message.stored_at,
        evidence_sealed=kind in ILLEGAL,  # sealed by this very verb
    )


def _evidence(session: Session, message: Message) -> bytes:
    author = session.get(Author, message.author_id) if message.author_id else None
    kept = {"text": message.text, "permalink": message.permalink, "posted_at": message.posted_at.isoformat()}
    return sealed.seal(kept | {"author": (author.handle or author.name or "") if author else ""})


def _there(session: Session, message_id: int) -> bool:
    found = select(Moderation.id).where(Moderation.message_id == message_id, Moderation.state.in_(("asked", "done")))
    return session.scalar(found.limit(1)) is not None
