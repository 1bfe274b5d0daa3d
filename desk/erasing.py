"""What people may ask of data on them: erased everywhere in one gesture, and not collected again. With a receipt.

The person is named once, in the call; what stays is a keyed hash by which they would be known again.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from data import erasing, lifecycle, sealed, store
from data.away import insist
from data.models import Author, Delivery, PersonRequest, Suppression, Territory
from data.rows import insert_once
from desk.refusal import TooLate, refused
from desk.rights import Asker, asker
from desk.times import aware
from words import s

PATIENCE = 60.0  # seconds: files are rewritten when nobody reads or writes them
Kind = Literal["erasure", "objection"]


@dataclass(frozen=True)
class Receipt:
    """What was done: `counts` by kind of row, the territories by name, and whether these are all there are."""

    id: int
    kind: Kind
    network: str
    at: datetime
    counts: dict[str, int]
    places: tuple[str, ...]
    everywhere: bool


def erase(
    by: int | None,
    network: str,
    *,
    handle: str = "",
    url: str = "",
    remote_id: str = "",
    kind: Kind = "erasure",
    received_at: datetime | None = None,
) -> Receipt:
    """Erase a visitor, known by handle, address of a message, or number on the network, where `by` may; a receipt.

    Somebody we keep nothing of is still not to be collected again when their number is given. Raises Refused when the
    person cannot be told apart, TooLate while a reply to them is on its way.
    """
    at = clock.now()
    received = at if received_at is None else aware(received_at)
    with store.writing() as session:
        who = asker(session, by)
        here = _where(session, who)
        author, key = _whom(session, here, network, handle, url, remote_id)
        counts: dict[str, int] = {}
        if author is not None:
            _stop_sends(session, author, here, by, at)
            counts = erasing.erase(session, author, here, at)
        request = PersonRequest(
            kind=kind, network=network, by_id=by, received_at=received, done_at=at, counts=counts,
            territories=_slugs(session, here),
        )  # fmt: skip
        session.add(request)
        session.flush()
        for place in sorted(here):
            known = {"network": network, "author_key": key, "territory_id": place}
            insert_once(session, Suppression, **known, request_id=request.id, at=at)
        detail = {"request": request.id, "counts": counts}
        lifecycle.record(session, PersonRequest, request.id, kind, at=at, actor_id=by, detail=detail)
        names = tuple(session.get_one(Territory, place).name for place in sorted(here))
        everywhere = here == frozenset(session.scalars(select(Territory.id)))
        receipt = Receipt(request.id, kind, network, at, counts, names, everywhere)
    insist(erasing.scrub, PATIENCE)
    return receipt


def _where(session: Session, who: Asker) -> frozenset[int]:
    everywhere = frozenset(session.scalars(select(Territory.id)))
    here = everywhere if who.id is None else who.where("erase")
    if not here:
        raise refused(s("Votre rôle ne permet pas d'effacer : adressez-vous au délégué à la protection des données."))
    return here


def _whom(
    session: Session, here: Collection[int], network: str, handle: str, url: str, remote_id: str
) -> tuple[Author | None, str]:
    """Return the author and the hash that stands for them; one of whom nothing is kept here is not told of."""
    if remote_id.strip():
        key = sealed.author_key(network, remote_id.strip())
        return erasing.author_of(session, network, key), key
    found = [erasing.author_at(session, url)] if url.strip() else erasing.authors_called(session, network, handle)
    known = [one for one in found if one is not None and one.network == network and _is_here(session, one, here)]
    if not known:
        raise refused(
            s("Nous ne gardons personne de ce nom ou à cette adresse. Donnez son numéro sur le réseau pour qu'il ne "
              "soit pas recueilli à l'avenir.")
        )  # fmt: skip
    if len(known) > 1:
        raise refused(s("Plusieurs personnes portent ce nom : donnez l'adresse d'un de leurs messages."))
    return known[0], known[0].author_key


def _is_here(session: Session, author: Author, here: Collection[int]) -> bool:
    return not erasing.territories_of(session, author.id).isdisjoint(here)


def _stop_sends(session: Session, author: Author, here: Collection[int], by: int | None, at: datetime) -> None:
    """Take back the replies that have not left; raise TooLate while one is on its way."""
    if erasing.on_its_way(session, author.id, here):
        raise TooLate(s("Une réponse à cette personne est en train de partir : recommencez dans quelques minutes."))
    because = s("Effacé à la demande de la personne.")
    for one in erasing.waiting_replies(session, author.id, here):
        lifecycle.move(session, Delivery, one.id, one.state, "cancelled", at=at, actor_id=by, because=because)


def _slugs(session: Session, here: Collection[int]) -> list[str]:
    return sorted(session.scalars(select(Territory.slug).where(Territory.id.in_(here))))
