"""The playbook of an incident, as a list one can read: what is done when, what helps to do it; ticked by who did it.

Texts are proposals to copy, in the languages of the visitors: nothing is sent from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy.orm import Session

import clock
from data import in_crisis, lifecycle, store
from data.models import Incident, IncidentNote
from data.queries.incidents import heard
from desk.in_incident import held, require_handling, ticked
from desk.refusal import NotHere, refused
from words import Sentence, s

Act = Literal["", "freeze", "level", "compose", "note", "review", "inbox"]


@dataclass(frozen=True)
class Item:
    """One line: due `after` the opening; `act`: what the page offers beside the tick; `text`: words to copy."""

    key: str
    after: timedelta
    says: Sentence
    act: Act = ""
    text: Sentence | None = None
    gravest: bool = False  # asked for P1 and P2 only


def _after(minutes: int) -> timedelta:
    return timedelta(minutes=minutes)


HOLDING = s(
    "Nous avons connaissance d'un événement en cours à {place} et nous suivons les consignes des autorités. "
    "Merci de les suivre aussi ; nous revenons vers vous dès que possible."
)
AUTHORITY = s(
    "{place} : suivez les consignes de la préfecture et de la police, seules sources sûres. "
    "Ne partagez ni images des victimes ni positions des forces de l'ordre."
)
MEMBERS = s(
    "Chers partenaires, un événement est en cours à {place}. Dites à vos hôtes de suivre les consignes des autorités. "
    "Ne publiez rien à ce sujet et adressez-nous les demandes de la presse."
)
STATEMENT = s("{place} : nos pensées vont aux personnes touchées. Nos équipes restent à l'écoute de chacun.")

DAY = 24 * 60
PLAYBOOK: tuple[Item, ...] = (
    Item("freeze", _after(0), s("Suspendre ce qui doit l'être."), "freeze"),
    Item("level", _after(0), s("Choisir le niveau, de P4 à P1."), "level"),
    Item("holding", _after(5), s("Répondre aux visiteurs avec la réponse d'attente."), "inbox", HOLDING),
    Item("pin", _after(5), s("Épingler le lien vers les consignes de sécurité.")),
    Item("relay", _after(15), s("Relayer le message de l'autorité, en français."), "compose", AUTHORITY),
    Item("promo_replies", _after(15), s("Cesser les réponses promotionnelles et les traits d'humour.")),
    Item("graphic", _after(15), s("Masquer les images de victimes ou d'intervention sous nos publications."), "inbox"),
    Item("positions", _after(15), s("Demander de ne partager ni positions de la police ni images de victimes.")),
    Item("languages", _after(30), s("Publier le message de sécurité en anglais et en allemand."), "compose", AUTHORITY),
    Item("members", _after(30), s("Prévenir les adhérents d'un seul message : quoi dire, quoi taire."), "", MEMBERS),
    Item("statement", _after(60), s("Publier la déclaration de la direction."), "compose", STATEMENT, gravest=True),
    Item("first_note", _after(120), s("Écrire la note des deux heures, puis une toutes les deux heures."), "note"),
    Item("tone", _after(DAY), s("Garder un ton de recueillement : ni humour, ni promotion.")),
    Item("refunds", _after(DAY), s("Tenir la liste des annulations et des remboursements.")),
    Item("reopening", _after(DAY), s("Annoncer la réouverture, une fois confirmée.")),
    Item("review", _after(DAY), s("Relire tout ce qui a été retenu avant de reprendre."), "review"),
    Item("retro", _after(3 * DAY), s("Faire le bilan à froid, sous 72 heures.")),
)
KEYS = frozenset(item.key for item in PLAYBOOK)


def asked_of(level: int) -> tuple[Item, ...]:
    """Return the lines asked for at a level."""
    return tuple(item for item in PLAYBOOK if not item.gravest or level <= 2)


def tick(by: int, incident_id: int, item: str) -> None:
    """Say that a line of the playbook is done; who said it first stays."""
    if item not in KEYS:
        raise NotHere
    with store.writing() as session:
        ticked(session, _handled(session, by, incident_id), item, by)


def note(by: int, incident_id: int, text: str) -> int:
    """Write down how things stand, with how many messages came since the note before; return the note's id."""
    if not text.strip():
        raise refused(s("Écrivez quelques mots : questions, rumeurs, aide proposée."))
    with store.writing() as session:
        incident, at = _handled(session, by, incident_id), clock.now()
        volume = heard(session, incident, in_crisis.places_of_incident(session, incident_id), at).n
        kept = IncidentNote(incident_id=incident_id, by_id=by, at=at, volume=volume, text=text.strip())
        session.add(kept)
        session.flush()
        ticked(session, incident, "first_note", by)
        where, detail = incident.territory_id, {"note": kept.id, "volume": volume}
        lifecycle.record(session, Incident, incident.id, "noted", at=at, actor_id=by, territory_id=where, detail=detail)
        return kept.id


def _handled(session: Session, by: int, incident_id: int) -> Incident:
    incident, who, places = held(session, by, incident_id)
    require_handling(session, who, places)
    return incident
