"""Addresses outside the product where people are told what did not leave: set, and taken away. Tells nobody itself.

An address goes in sealed and never comes out: what is shown of it is kept beside it.
"""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

import clock
from connectors import notices
from connectors.failures import Unsupported
from data import lifecycle, sealed, store
from data.models import Notice, NoticeTarget
from desk.refusal import NotHere, Refused, refused
from desk.rights import require
from words import s


def add(by: int | None, territory_id: int | None, kind: str, name: str, url: str) -> int:
    """Set an address for a territory and those below it, and return its id; without territory, the operator's alone.

    `kind` mail: a mail server, which writes to whoever a message was lost of. team: a team's room. Only the operator
    may set one that is not encrypted, or is in the house's own network.
    """
    with store.writing() as session:
        if by is not None or territory_id is not None:
            require(session, by, "manage_notices", territory_id)
        if not name.strip():
            raise refused(s("Donnez un nom."))
        shown = _shown(kind, url, trusted=by is None)
        target = NoticeTarget(
            territory_id=territory_id, kind=kind, name=name.strip(), shown=shown, by_id=by,
            url=sealed.seal({"url": url.strip()}), created_at=clock.now(),
        )  # fmt: skip
        session.add(target)
        session.flush()
        _write(session, by, target, "added")
        return target.id


def remove(by: int | None, target_id: int) -> None:
    """Take an address away, with what was still to be told there."""
    with store.writing() as session:
        target = session.get(NoticeTarget, target_id, with_for_update=True)
        if target is None:
            raise NotHere
        if by is not None or target.territory_id is not None:
            require(session, by, "manage_notices", target.territory_id)
        _write(session, by, target, "removed")
        session.execute(delete(Notice).where(Notice.target_id == target_id))
        session.delete(target)


def _shown(kind: str, url: str, *, trusted: bool) -> str:
    if kind not in (notices.MAIL, notices.TEAM):
        raise refused(s("Une adresse est un serveur de courriel (mail) ou la salle d'une équipe (team)."))
    try:
        return notices.shown(kind, url, trusted=trusted)
    except Unsupported as failure:
        refusal: Refused = refused(failure.reason)
    raise refusal


def _write(session: Session, by: int | None, target: NoticeTarget, verb: str) -> None:
    detail = {"kind": target.kind, "shown": target.shown}
    at, where = clock.now(), target.territory_id
    lifecycle.record(session, NoticeTarget, target.id, verb, at=at, actor_id=by, territory_id=where, detail=detail)
