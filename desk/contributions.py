"""What members offer by their personal link, without a password: offered, read, taken up with its credit, withdrawn.

The link is a secret: only its digest is kept. The picture handed in stays private; a clean copy is what may be shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import clock
from data import lifecycle, retention, sealed, store
from data.models import Contribution, Member
from data.queries import contributions as sheets
from desk import media
from desk.granting import (
    BECAUSE,
    KINDS,
    MEMBER_KINDS,
    PEOPLE,
    RIGHTS_TEXT,
    RIGHTS_VERSION,
    SCOPES,
    Status,
    Use,
    Withdrawn,
    give_up_originals,
    grant,
    status_of,
    take_back,
)  # fmt: skip
from desk.members import MemberCard, NewMember, add_member, holder, member, new_link
from desk.refusal import NotHere, TooLate, refused
from desk.taking_up import accept, decline, to_post
from desk.times import aware
from words import s

__all__ = [
    "BECAUSE", "KINDS", "MEMBER_KINDS", "PEOPLE", "RIGHTS_TEXT", "RIGHTS_VERSION", "SCOPES",
    "MemberCard", "NewMember", "Status", "Use", "Withdrawn",
    "accept", "add_member", "decline", "member", "new_link", "offer", "sent", "status", "to_post", "withdraw",
]  # fmt: skip
LONGEST = 1000
MOST, MOST_FOR = 20, timedelta(days=1)  # offers of one member: a link may fall into anybody's hands


def offer(
    link_token: str,
    kind: str,
    text: str,
    *,
    credit: str,
    scopes: Sequence[str],
    photo: bytes | None = None,
    alt: str = "",
    event_at: datetime | None = None,
    people: str = "none",
) -> int:
    """Keep what a member offers, with the rights given, and return its id. A photo loses its metadata (AC-44)."""
    with store.reading() as session:
        _stop_if_many(session, holder(session, link_token))  # before anybody makes us open a picture
    _stop_if_odd(kind, text, credit, photo, event_at, people)
    rights = grant(scopes, clock.now())
    shown = replace(media.store_image(photo), alt=alt.strip()) if photo else None
    with store.writing() as session:
        whose, at = holder(session, link_token), clock.now()
        _stop_if_many(session, session.get_one(Member, whose.id, with_for_update=True))
        pictures = [{**shown.kept(), "original": media.keep_original(photo)}] if photo and shown else []
        kept = Contribution(
            territory_id=whose.territory_id, member_id=whose.id, kind=kind, text=text.strip(), media=pictures,
            event_at=event_at, people=people, credit=credit.strip(), rights=rights, created_at=at,
            keep_until=retention.proof_of(datetime.fromisoformat(rights["until"])),
        )  # fmt: skip
        session.add(kept)
        session.flush()
        detail = {"member": whose.id}
        here = whose.territory_id
        lifecycle.record(session, Contribution, kept.id, "offered", at=at, territory_id=here, detail=detail)
        return kept.id


def sent(link_token: str) -> sheets.Sheet | None:
    """Return all this member sent, newest first; None for a link nobody has."""
    return sheets.of_member(sealed.digest(link_token))


def status(link_token: str, contribution_id: int) -> Status:
    """Return what became of one offer of this member (AC-45), and every use made of it (AC-48)."""
    with store.reading() as session:
        return status_of(session, _own(session, link_token, contribution_id))


def withdraw(link_token: str, contribution_id: int) -> Withdrawn:
    """Take an offer back: what has not left is cancelled at once, what has is listed (AC-47); its original goes."""
    with store.writing() as session:
        kept = _own(session, link_token, contribution_id, held=True)
        if "withdrawn" not in lifecycle.LIFECYCLES[Contribution][kept.state]:
            raise TooLate(s("Cet envoi ne se retire plus : il n'a pas été retenu, ou l'est déjà."))
        because = s("Retiré par son auteur.")
        lifecycle.move(session, Contribution, kept.id, kept.state, "withdrawn", at=clock.now(), because=because)
        originals = give_up_originals(kept)
        taken = take_back(session, kept, because)
    media.forget_originals(originals)
    return taken


def _own(session: Session, link_token: str, contribution_id: int, *, held: bool = False) -> Contribution:
    whose = holder(session, link_token)
    kept = session.get(Contribution, contribution_id, with_for_update=held)
    if kept is None or kept.member_id != whose.id:
        raise NotHere
    return kept


def _stop_if_many(session: Session, whose: Member) -> None:
    lately = Contribution.member_id == whose.id, Contribution.created_at > clock.now() - MOST_FOR
    if (session.scalar(select(func.count()).select_from(Contribution).where(*lately)) or 0) >= MOST:
        raise refused(s("Vous avez déjà envoyé {most} propositions en un jour : continuez demain.", most=MOST))


def _stop_if_odd(
    kind: str, text: str, credit: str, photo: bytes | None, event_at: datetime | None, people: str
) -> None:
    if kind not in KINDS or people not in PEOPLE:
        raise refused(s("Dites de quoi il s'agit, et si l'on voit des personnes."))
    if not text.strip() or len(text) > LONGEST:
        raise refused(s("Écrivez une phrase, de {most} caractères au plus.", most=LONGEST))
    if not credit.strip():
        raise refused(s("Dites qui citer : le crédit est obligatoire."))
    if kind == "photo" and not photo:
        raise refused(s("Ajoutez la photo."))
    if kind == "event" and event_at is None:
        raise refused(s("Dites quand a lieu l'événement."))
    if event_at is not None:
        aware(event_at)
